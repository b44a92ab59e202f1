package outlay.jobs.report;

import java.util.List;

/**
 * What a segment finds.
 *
 * @param parts that the rows are in
 * @param withoutRows users of whom something was counted, though they have no rows, in order; at
 *     most {@link SegmentReader#MAX_NAMED}
 */
record SegmentResult(List<Part> parts, List<String> withoutRows) {
  SegmentResult {
    parts = List.copyOf(parts);
    withoutRows = List.copyOf(withoutRows);
  }
}
