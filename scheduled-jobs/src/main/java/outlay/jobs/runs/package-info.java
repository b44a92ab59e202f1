/**
 * How every scheduled job runs: a {@link outlay.jobs.runs.Planner} opens a run and cuts it into
 * segments that travel as messages on SQS, a {@link outlay.jobs.runs.Worker} takes them one by one,
 * and one item of the table {@code runs} remembers what is done. What a job itself must say is
 * {@link outlay.jobs.runs.Job}: start reading there.
 */
@NullMarked
package outlay.jobs.runs;

import org.jspecify.annotations.NullMarked;
