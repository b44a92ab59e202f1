package outlay.query;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import outlay.model.OrganizationMonth;

/**
 * Reads what months come to over all users, as they were last added up.
 *
 * <p>Throws a {@link outlay.model.Refusal} {@code THROTTLED} or {@code UNAVAILABLE} if the store
 * does not answer; asking again is always safe.
 */
interface OrganizationReader {
  /**
   * A month, and when it was added up.
   *
   * @param asOf empty if nothing was ever added up
   */
  record Added(OrganizationMonth month, Optional<Instant> asOf) {}

  /** The month; nothing, if nobody recorded anything in it. */
  Added month(YearMonth month);
}
