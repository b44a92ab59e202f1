package outlay.jobs.report;

import java.util.List;
import java.util.Map;

/**
 * A report that is not published yet.
 *
 * @param staged where each file of the content lies, by its name
 */
record Draft(MonthContent content, Map<FileName, String> staged) {
  Draft {
    staged = Map.copyOf(staged);
  }

  List<String> keys() {
    return List.copyOf(staged.values());
  }
}
