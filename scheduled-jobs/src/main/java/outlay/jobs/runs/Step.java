package outlay.jobs.runs;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a worker is to do next.
 *
 * @param run the run's id
 * @param segment which segment to work on; empty to finish the run
 * @param cursor where to go on; empty to begin
 * @param counts what was counted before the cursor
 */
record Step(String run, OptionalInt segment, Optional<String> cursor, Counts counts) {
  static Step begin(String run, int segment) {
    return new Step(run, OptionalInt.of(segment), Optional.empty(), Counts.NONE);
  }

  static Step finish(String run) {
    return new Step(run, OptionalInt.empty(), Optional.empty(), Counts.NONE);
  }
}
