/**
 * What goes on after a caller has been answered: when it is done ({@link
 * outlay.local.background.Alarms}), whether any of it is left ({@link
 * outlay.local.background.Backlog}), and where it is kept until then ({@link
 * outlay.local.background.Spool}).
 */
@NullMarked
package outlay.local.background;

import org.jspecify.annotations.NullMarked;
