package outlay.jobs.report;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a segment is read.
 *
 * @param scan where the scan goes on; empty at its beginning
 * @param parts what was written so far
 */
record SegmentCursor(Optional<String> scan, List<Part> parts) {
  static final SegmentCursor START = new SegmentCursor(Optional.empty(), List.of());

  /** {@code {"scan": "…", "parts": [["0-0-…", 12345, 200], …]}}. */
  private record Wire(@Nullable String scan, List<Part> parts) {}

  SegmentCursor {
    parts = List.copyOf(parts);
  }

  String toJson() {
    return ReportJson.write(new Wire(scan.orElse(null), parts));
  }

  static SegmentCursor fromJson(String json) {
    Wire wire = ReportJson.read(json, Wire.class);
    return new SegmentCursor(Optional.ofNullable(wire.scan), wire.parts);
  }
}
