package outlay.jobs.report;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a segment is read.
 *
 * @param of what is scanned
 * @param scan where that scan goes on; empty at its beginning
 * @param found what was found so far
 */
record SegmentCursor(Scanned of, Optional<String> scan, SegmentResult found) {
  static final SegmentCursor START =
      new SegmentCursor(
          Scanned.EXPENSES, Optional.empty(), new SegmentResult(List.of(), List.of()));

  /** The tables, in the order in which they are scanned. */
  enum Scanned {
    EXPENSES,
    TOTALS
  }

  /**
   * {@code {"of": "EXPENSES", "scan": "…", "found": {"parts": [["0-0-…", 12345, 200], …], "totals":
   * []}}}.
   */
  private record Wire(Scanned of, @Nullable String scan, SegmentResult found) {}

  String toJson() {
    return ReportJson.write(new Wire(of, scan.orElse(null), found));
  }

  static SegmentCursor fromJson(String json) {
    Wire wire = ReportJson.read(json, Wire.class);
    return new SegmentCursor(wire.of, Optional.ofNullable(wire.scan), wire.found);
  }
}
