package outlay.jobs.report;

import java.util.List;

/**
 * All users whose rows do not come to what was counted.
 *
 * @param users how many; of those who have no rows at all, at most {@link SegmentReader#MAX_NAMED}
 *     a segment
 * @param listed the first {@value #MAX_LISTED} of them, by user
 */
record Differences(long users, List<Difference> listed) {
  static final int MAX_LISTED = 1000;

  Differences {
    listed = List.copyOf(listed);
  }
}
