package outlay.jobs.runs;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One execution of a job.
 *
 * @param id the job's name, {@code #}, and what makes a second request for the same run the same
 * @param startedAt when it was planned; every segment begins to work later
 * @param segments how many parts it has, one or more
 * @param parameters what it is about, as {@link Job#parameters} said
 * @param done the segments that are done
 * @param finished whether it is over
 */
public record Run(
    String id,
    String job,
    Instant startedAt,
    int segments,
    Map<String, String> parameters,
    SortedMap<Integer, Segment> done,
    boolean finished) {

  /**
   * A segment that is done.
   *
   * @param counts over all calls that it took
   * @param note what {@link Progress.Done} said
   */
  public record Segment(Counts counts, String note) {}

  public Run {
    parameters = Map.copyOf(parameters);
    done = Collections.unmodifiableSortedMap(new TreeMap<>(done));
  }

  /** A run of which nothing is done yet. */
  public static Run opened(
      String id, String job, Instant now, int segments, Map<String, String> parameters) {
    return new Run(id, job, now, segments, parameters, new TreeMap<>(), false);
  }

  /** What the segments that are done counted together. */
  public Counts counts() {
    return done.values().stream().map(Segment::counts).reduce(Counts.NONE, Counts::plus);
  }

  /** The notes of the segments that are done, in the order of the segments. */
  public List<String> notes() {
    return done.values().stream().map(Segment::note).toList();
  }

  boolean allDone() {
    return done.size() == segments;
  }
}
