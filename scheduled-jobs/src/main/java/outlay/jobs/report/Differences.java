package outlay.jobs.report;

import java.util.List;

/**
 * All users whose rows do not come to what was counted.
 *
 * @param users how many
 * @param listed the first {@value #MAX_LISTED} of them, by user
 */
record Differences(long users, List<Difference> listed) {
  static final int MAX_LISTED = 1000;

  Differences {
    listed = List.copyOf(listed);
  }
}
