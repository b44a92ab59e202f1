package outlay.query;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import outlay.model.Alert;

/**
 * Reads which alerts were raised. A new one is there when its mail is.
 *
 * <p>Throws a {@link outlay.model.Refusal} {@code THROTTLED} or {@code UNAVAILABLE} if the store
 * does not answer; asking again is always safe.
 */
interface AlertReader {
  /**
   * An alert that was raised.
   *
   * @param sent whether its mail is on its way; false for the moment before, or while that fails
   * @param at when it was raised last
   */
  record Raised(Alert alert, boolean sent, Instant at) {}

  /** The user's alerts of a month, the newest first; no more than {@code most}. */
  List<Raised> newest(String userId, YearMonth month, int most);
}
