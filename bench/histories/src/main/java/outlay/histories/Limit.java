package outlay.histories;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A budget that a user sets, with the default levels.
 *
 * @param category empty for all spending in the currency
 * @param amount a month's, in the currency's own unit
 */
public record Limit(String user, String currency, Optional<String> category, BigDecimal amount) {
  /** The user's budget that it is, as alerts name it: {@code INR}, {@code INR#Food}. */
  public String key() {
    return currency + category.map(name -> "#" + name).orElse("");
  }
}
