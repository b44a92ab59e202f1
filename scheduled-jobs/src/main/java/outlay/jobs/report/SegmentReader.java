package outlay.jobs.report;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.jobs.runs.Counts;
import outlay.jobs.runs.Deadline;
import outlay.jobs.runs.Progress;
import outlay.jobs.runs.Run;

/**
 * Reads a segment into parts. Holds one part's rows at a time. Its cursor names the parts so far
 * with the place in the scan, so that a call that is repeated, or an old one that is still at work,
 * leaves parts that nobody reads.
 */
final class SegmentReader {
  private static final int MAX_PART_ROWS = 20_000;
  private static final int MAX_PART_CHARACTERS = 8 * 1024 * 1024;

  private final ReportStore store;
  private final RowScan scan;
  private final int maxPartRows;

  SegmentReader(ReportStore store, RowScan scan) {
    this(store, scan, MAX_PART_ROWS);
  }

  SegmentReader(ReportStore store, RowScan scan, int maxPartRows) {
    this.store = store;
    this.scan = scan;
    this.maxPartRows = maxPartRows;
  }

  Progress read(Run run, YearMonth month, int segment, Optional<String> cursor, Deadline deadline) {
    WorkFolder folder = WorkFolder.of(run);
    SegmentCursor from = cursor.map(SegmentCursor::fromJson).orElse(SegmentCursor.START);
    Parts parts = new Parts(folder, segment, from.parts());
    Optional<String> at = from.scan();
    long rows = 0;
    long unreadable = 0;
    while (true) {
      RowScan.Page page = scan.page(month, segment, run.segments(), at);
      parts.add(page.rows());
      rows += page.rows().size();
      unreadable += page.unreadable();
      Counts counts = Counts.of(Map.of("rows", rows, "unreadable", unreadable));
      if (page.next().isEmpty()) {
        parts.flush();
        return new Progress.Done(counts, PartList.note(store, folder, segment, parts.written));
      }
      at = page.next();
      if (deadline.near()) {
        parts.flush();
        return new Progress.More(new SegmentCursor(at, parts.written).toJson(), counts);
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
