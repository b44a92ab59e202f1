package outlay.reports;

import java.net.URI;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/**
 * The reports that were published.
 *
 * <p>Each throws a {@link Refusal} {@code THROTTLED} or {@code UNAVAILABLE} if the store does not
 * answer; asking again is always safe.
 */
interface Reports {
  /** The months that have a report, the newest first; no more than {@code most}. */
  List<YearMonth> months(int most);

  /** A month's current report; {@link Report#archived} if it was archived long ago. */
  Optional<Report> find(YearMonth month);

  /**
   * A link to a file of a report, for whoever has it, and for so long.
   *
   * @throws Refusal {@code REPORT_ARCHIVED} if the file cannot be read before it is brought back
   */
  URI link(YearMonth month, String name, Duration life);

  /** Why an archived report cannot be opened. */
  static Refusal archived() {
    return new Refusal(
        Reason.REPORT_ARCHIVED,
        "The report was archived; an operator can bring it back within hours.");
  }
}
