package outlay.jobs.report;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outlay.jobs.runs.Deadline;
import outlay.jobs.runs.Job;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Progress;
import outlay.jobs.runs.Request;
import outlay.jobs.runs.Run;

/**
 * The report of a month.
 *
 * <p>What a run ended with lies in its folder before its parts are deleted: who comes late, or
 * again, finds that instead of the parts.
 */
final class ReportJob implements Job {
  private static final String OUTCOME = "outcome.json";

  private final ReportMonth month;
  private final ReportStore store;
  private final SegmentReader segments;
  private final MonthTotals totals;
  private final Publisher publisher;
  private final ReportEvents events;
  private final String bucket;

  /**
   * @param bucket the store's, as the event names it
   */
  ReportJob(
      ReportMonth month,
      ReportStore store,
      SegmentReader segments,
      MonthTotals totals,
      Publisher publisher,
      ReportEvents events,
      String bucket) {
    this.month = month;
    this.store = store;
    this.segments = segments;
    this.totals = totals;
    this.publisher = publisher;
    this.events = events;
    this.bucket = bucket;
  }

  @Override
  public String name() {
    return "report";
  }

  @Override
  public Map<String, String> parameters(Request request) {
    return month.parameters(request);
  }

  @Override
  public Progress work(Run run, int segment, Optional<String> cursor, Deadline deadline) {
    return segments.read(run, ReportMonth.of(run), segment, cursor, deadline);
  }

  @Override
  public Outcome finish(Run run, Deadline deadline) {
    WorkFolder folder = WorkFolder.of(run);
    Optional<Outcome> before = ended(folder);
    if (before.isPresent()) {
      return before.get();
    }
    try {
      return publish(run, folder, deadline);
    } catch (ReportStore.Missing gone) {
      return ended(folder).orElseThrow(() -> gone); // Another call was faster.
    }
  }

  private Optional<Outcome> ended(WorkFolder folder) {
    return store
        .read(folder.key(OUTCOME))
        .map(document -> ReportJson.read(document.text(), Outcome.class));
  }

  private Outcome publish(Run run, WorkFolder folder, Deadline deadline) {
    SegmentResults found = SegmentResults.of(store, folder, run);
    Draft draft;
    try (Merge<ReportRow> rows = Merge.rows(store, folder, found.parts());
        Merge<CountedUser> counted = Merge.counted(store, folder, found.totals())) {
      draft =
          DraftWriter.write(
              ReportMonth.of(run),
              rows,
              counted,
              run.counts().get("unreadable"),
              totals,
              store,
              folder,
              deadline);
    }
    Publisher.Published published = publisher.publish(run, draft);
    events.published(ReportPublished.of(published, bucket));
    Outcome outcome = outcome(published);
    store.create(folder.key(OUTCOME), ReportJson.write(outcome));
    store.delete(draft.keys());
    store.delete(found.keys(folder));
    return outcome;
  }

  private static Outcome outcome(Publisher.Published published) {
    Manifest manifest = published.manifest();
    Map<String, Object> details = new TreeMap<>();
    details.put("month", manifest.month());
    details.put("manifest", manifest.key());
    details.put("revision", manifest.revision());
    details.put("changed", published.changed());
    details.put("rows", manifest.rows());
    details.put("users", manifest.users());
    details.put("differences", manifest.differences().users());
    details.put("unreadable", manifest.unreadable());
    return new Outcome(
        manifest.unreadable() == 0,
        details,
        Map.of("ReportDifferences", (double) manifest.differences().users()));
  }
}
