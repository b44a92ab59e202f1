/**
 * What follows from a change: days counted again ({@link outlay.streams.TotalsHandler}) and people
 * told ({@link outlay.streams.AlertsHandler}).
 *
 * <p>A stream record is only a hint of what to look at again. {@code StreamEdge} makes a batch of
 * records into subjects to look at, and what became of them into the answer that Lambda expects;
 * start there, then read {@link outlay.totals.DayCounter} and {@link outlay.alerts.AlertRaiser},
 * which hold the two promises: counted exactly once, told at least once.
 */
@NullMarked
package outlay.streams;

import org.jspecify.annotations.NullMarked;
