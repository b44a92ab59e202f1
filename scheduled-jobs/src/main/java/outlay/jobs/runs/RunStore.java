package outlay.jobs.runs;

import java.time.Instant;
import java.util.Optional;

/** Where runs are remembered. Every read sees every write that was answered before it. */
interface RunStore {
  Optional<Run> find(String id);

  /**
   * When the last run of the job that ended well was planned. Empty if there is none, or if one
   * that was planned later ended badly: nothing can be built upon then.
   */
  Optional<Instant> lastCompletedAt(String job);

  /**
   * Remembers a new run.
   *
   * @return the run that is remembered under its id now: an earlier one if there was one
   */
  Run open(Run run);

  /**
   * Marks a segment as done. If it is done already, the first one's counts and note stay.
   *
   * @return the run after it
   * @throws IllegalStateException if there is no such run
   */
  Run complete(String id, int segment, Run.Segment done);

  /**
   * Ends a run, and remembers it as the job's last one if it ended well, or that none did.
   *
   * @return false if it was over already; how it ended then stays
   */
  boolean finish(Run run, Outcome outcome, Instant now);
}
