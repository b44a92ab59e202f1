/**
 * A day's totals, counted again from its expenses. {@link outlay.totals.DayCounter} holds the
 * promise that each expense counts exactly once; start there.
 */
@NullMarked
package outlay.totals;

import org.jspecify.annotations.NullMarked;
