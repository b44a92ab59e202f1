package outlay.histories;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What a user writes down.
 *
 * @param income money that came in; else it was spent
 * @param currency an ISO 4217 code
 * @param amount above zero, with as many fraction digits as the currency has
 */
public record Content(
    LocalDate date, boolean income, String category, String currency, BigDecimal amount) {
  @Override
  public String toString() {
    return "%s %s %s %s %s"
        .formatted(date, income ? "income" : "expense", category, amount, currency);
  }
}
