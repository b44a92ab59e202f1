/**
 * How every scheduled job runs: opened by a {@link outlay.jobs.runs.Planner}, cut into segments
 * that travel as messages on SQS, worked on by {@link outlay.jobs.runs.Worker}s, remembered as one
 * item of the table {@code runs}. A job itself is a {@link outlay.jobs.runs.Plan} and a {@link
 * outlay.jobs.runs.Job}. Start reading at {@link outlay.jobs.runs.Job}.
 */
@NullMarked
package outlay.jobs.runs;

import org.jspecify.annotations.NullMarked;
