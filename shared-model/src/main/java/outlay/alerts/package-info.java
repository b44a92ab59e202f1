/**
 * People are told when a budget's level is reached or a large expense is recorded: what is due
 * ({@link outlay.alerts.DueAlerts}), and how it is told at least once and hardly ever twice ({@link
 * outlay.alerts.AlertRaiser}). Start with these two.
 *
 * <p>A function that uses this package brings the SDK's {@code sns}.
 */
@NullMarked
package outlay.alerts;

import org.jspecify.annotations.NullMarked;
