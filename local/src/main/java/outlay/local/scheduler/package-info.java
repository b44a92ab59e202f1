/**
 * EventBridge Scheduler: schedules of the template and of API calls, fired by a clock that tests
 * can move. Start at {@link outlay.local.scheduler.Scheduler}; when a schedule fires is told by
 * {@link outlay.local.scheduler.Expression}.
 *
 * <p>A firing that came due while nothing ran here is not made up, as if the schedule had been
 * disabled meanwhile; the log lists it. On AWS it would have fired.
 */
@NullMarked
package outlay.local.scheduler;

import org.jspecify.annotations.NullMarked;
