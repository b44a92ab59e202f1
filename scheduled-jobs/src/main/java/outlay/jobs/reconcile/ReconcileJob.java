package outlay.jobs.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.jobs.runs.Counts;
import outlay.jobs.runs.Deadline;
import outlay.jobs.runs.Job;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Progress;
import outlay.jobs.runs.Request;
import outlay.jobs.runs.Run;

/**
 * Compares all days of all users with their expenses, or with {@code {"user": …}} those of one,
 * whose days are all in segment 0. {@link SegmentWalk} says in which order.
 *
 * <p>A second call for the same cursor finds less to do, so what it counts is less: what was mended
 * by a call that did not live to tell is in the log only.
 */
final class ReconcileJob implements Job {
  private static final String USER = "user";
  private static final List<String> COUNTED =
      List.of(
          "users",
          "days",
          "drift",
          "pending",
          "recounted",
          "unreadable",
          "alertsRaised",
          "alertsInFlight");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SegmentWalk.Parts parts;

  ReconcileJob(SegmentWalk.Parts parts) {
    this.parts = parts;
  }

  @Override
  public String name() {
    return "reconcile";
  }

  @Override
  public Map<String, String> parameters(Request request) {
    Request.Reader reader = request.reader();
    Optional<String> user = reader.text(USER);
    reader.check();
    return user.map(only -> Map.of(USER, only)).orElse(Map.of());
  }

  @Override
  public Progress work(Run run, int segment, Optional<String> cursor, Deadline deadline) {
    Optional<String> user = Optional.ofNullable(run.parameters().get(USER));
    if (user.isPresent() && segment > 0) {
      return new Progress.Done(Counts.NONE, note(List.of()));
    }
    Cursor at = cursor.map(Cursor::fromJson).orElse(Cursor.START);
    Tally tally = new Tally(at.drifted());
    SegmentWalk.Share share =
        new SegmentWalk.Share(segment, run.segments(), user, AlertMonths.at(run.startedAt()));
    Optional<Cursor> rest = new SegmentWalk(parts, share, deadline, tally).from(at);
    return rest.isPresent()
        ? new Progress.More(rest.get().naming(tally.drifted()).toJson(), tally.counts())
        : new Progress.Done(tally.counts(), note(tally.drifted()));
  }

  /** Drift is mended by now and ends well; what cannot be read waits for someone. */
  @Override
  public Outcome finish(Run run, Deadline deadline) {
    Counts counts = run.counts();
    Map<String, Object> details = new HashMap<>();
    COUNTED.forEach(name -> details.put(name, counts.get(name)));
    details.put(
        "drifted",
        run.notes().stream().flatMap(note -> days(note).stream()).limit(Tally.MAX_NAMED).toList());
    return new Outcome(
        counts.get("unreadable") == 0,
        details,
        Map.of("TotalsDrift", (double) counts.get("drift")));
  }

  private static String note(List<String> drifted) {
    try {
      return JSON.writeValueAsString(drifted);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static List<String> days(String note) {
    try {
      return JSON.readValue(note, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException notOurs) {
      throw new UncheckedIOException(notOurs);
    }
  }
}
