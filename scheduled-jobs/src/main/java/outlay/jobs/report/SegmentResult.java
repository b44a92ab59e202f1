package outlay.jobs.report;

import java.util.List;

/**
 * What a segment finds.
 *
 * @param parts that the rows are in
 * @param totals that what was counted of its users is in
 */
record SegmentResult(List<Part> parts, List<Part> totals) {
  SegmentResult {
    parts = List.copyOf(parts);
    totals = List.copyOf(totals);
  }
}
