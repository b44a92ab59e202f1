package outlay.jobs.report;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import outlay.jobs.runs.Counts;
import outlay.jobs.runs.Deadline;
import outlay.jobs.runs.PagesAhead;
import outlay.jobs.runs.Progress;
import outlay.jobs.runs.Run;

/**
 * Reads a segment into parts, and then what was counted of its users into others, to be compared.
 * Holds one part's rows at a time. Its cursor names the parts so far with the place in the scan, so
 * that a call that is repeated, or an old one that is still at work, leaves parts that nobody
 * reads.
 */
final class SegmentReader {
  private static final int MAX_PART_ROWS = 20_000;
  private static final int MAX_PART_USERS = 50_000;
  private static final int MAX_PART_CHARACTERS = 8 * 1024 * 1024;

  private final ReportStore store;
  private final RowScan scan;
  private final MonthTotals totals;
  private final int maxPartRows;

  SegmentReader(ReportStore store, RowScan scan, MonthTotals totals) {
    this(store, scan, totals, MAX_PART_ROWS);
  }

  SegmentReader(ReportStore store, RowScan scan, MonthTotals totals, int maxPartRows) {
    this.store = store;
    this.scan = scan;
    this.totals = totals;
    this.maxPartRows = maxPartRows;
  }

  Progress read(Run run, YearMonth month, int segment, Optional<String> cursor, Deadline deadline) {
    SegmentCursor from = cursor.map(SegmentCursor::fromJson).orElse(SegmentCursor.START);
    return switch (from.of()) {
      case EXPENSES -> readRows(run, month, segment, from, deadline);
      case TOTALS -> readTotals(run, month, segment, from, deadline, Counts.NONE);
    };
  }

  private Progress readRows(
      Run run, YearMonth month, int segment, SegmentCursor from, Deadline deadline) {
    Parts parts = new Parts(WorkFolder.of(run), segment, from.found().parts());
    Optional<String> at;
    long rows = 0;
    long unreadable = 0;
    try (PagesAhead<RowScan.Page> pages =
        new PagesAhead<>(
            next -> scan.page(month, segment, run.segments(), next),
            RowScan.Page::next,
            from.scan())) {
      do {
        RowScan.Page page = pages.take();
        parts.add(page.rows());
        rows += page.rows().size();
        unreadable += page.unreadable();
        at = page.next();
      } while (at.isPresent() && !deadline.near());
    }
    parts.flush();
    Counts counts = Counts.of(Map.of("rows", rows, "unreadable", unreadable));
    boolean last = at.isEmpty();
    SegmentCursor next =
        new SegmentCursor(
            last ? SegmentCursor.Scanned.TOTALS : SegmentCursor.Scanned.EXPENSES,
            at,
            new SegmentResult(parts.written, List.of()));
    return last && !deadline.near()
        ? readTotals(run, month, segment, next, deadline, counts)
        : new Progress.More(next.toJson(), counts);
  }

  /**
   * @param counts what this call counted before
   */
  private Progress readTotals(
      Run run, YearMonth month, int segment, SegmentCursor from, Deadline deadline, Counts counts) {
    WorkFolder folder = WorkFolder.of(run);
    CountedParts counted = new CountedParts(folder, segment, from.found().totals());
    Optional<String> at;
    try (PagesAhead<MonthTotals.Page> pages =
        new PagesAhead<>(
            next -> totals.users(month, segment, run.segments(), next),
            MonthTotals.Page::next,
            from.scan())) {
      do {
        MonthTotals.Page page = pages.take();
        counted.add(page.users());
        at = page.next();
      } while (at.isPresent() && !deadline.near());
    }
    counted.flush();
    SegmentResult found = new SegmentResult(from.found().parts(), counted.written);
    return at.isEmpty()
        ? new Progress.Done(counts, SegmentResults.note(store, folder, segment, found))
        : new Progress.More(
            new SegmentCursor(SegmentCursor.Scanned.TOTALS, at, found).toJson(), counts);
  }

  /** The parts of what was counted that are written so far, and the users of the next one. */
  private final class CountedParts {
    private final WorkFolder folder;
    private final int segment;
    private final List<Part> written;
    private final SortedMap<String, CountedUser> users = new TreeMap<>();

    CountedParts(WorkFolder folder, int segment, List<Part> written) {
      this.folder = folder;
      this.segment = segment;
      this.written = new ArrayList<>(written);
    }

    void add(List<CountedUser> more) {
      for (CountedUser user : more) {
        users.merge(user.userId(), user, CountedUser::plus);
        if (users.size() >= MAX_PART_USERS) {
          flush();
        }
      }
    }

    void flush() {
      if (!users.isEmpty()) {
        byte[] bytes = PartFormat.writeCounted(users.values());
        String name = WorkFolder.unique(segment + "-totals-" + written.size());
        store.put(folder.key(name), bytes, "application/gzip");
        written.add(new Part(name, bytes.length, users.size()));
        users.clear();
      }
    }
  }

  /** The parts written so far, and the rows of the next one. */
  private final class Parts {
    private final WorkFolder folder;
    private final int segment;
    private final List<Part> written;
    private final List<ReportRow> rows = new ArrayList<>();
    private int characters;

    Parts(WorkFolder folder, int segment, List<Part> written) {
      this.folder = folder;
      this.segment = segment;
      this.written = new ArrayList<>(written);
    }

    void add(List<ReportRow> more) {
      for (ReportRow row : more) {
        rows.add(row);
        characters += row.size();
        if (rows.size() >= maxPartRows || characters >= MAX_PART_CHARACTERS) {
          flush();
        }
      }
    }

    void flush() {
      if (rows.isEmpty()) {
        return;
      }
      Collections.sort(rows);
      byte[] bytes = PartFormat.write(rows);
      String name = WorkFolder.unique(segment + "-" + written.size());
      store.put(folder.key(name), bytes, "application/gzip");
      written.add(new Part(name, bytes.length, rows.size()));
      rows.clear();
      characters = 0;
    }
  }
}
