package outlay.jobs.runs;

import java.util.Map;
import java.util.Optional;

/**
 * What a job does with a run; the mechanism does the rest. Messages arrive at least once, in any
 * order, and functions end at any moment, so {@link #work} and {@link #finish} are called again
 * when an answer was lost, and two calls for the same thing may run at once: what they do a second
 * time must change nothing.
 */
public interface Job {
  /** Such as {@code report}: the first part of its runs' ids. */
  String name();

  /**
   * What a run is about, as it is stored with it, such as {@code month} → {@code 2026-01}. Pure.
   *
   * @throws InvalidRequest naming everything that is wrong with the request
   */
  Map<String, String> parameters(Request request);

  /**
   * Works on a segment, from where the call before left off, until it is done or time is near.
   *
   * @param segment 0 to {@code run.segments() - 1}
   * @param cursor where the call before left off; empty for the segment's first call
   */
  Progress work(Run run, int segment, Optional<String> cursor, Deadline deadline);

  /** Ends a run all of whose segments are done. */
  Outcome finish(Run run, Deadline deadline);
}
