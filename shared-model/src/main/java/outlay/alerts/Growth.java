package outlay.alerts;

import java.time.LocalDate;
import outlay.model.Currency;

/**
 * Spending that grew on a day, and so may have led to an alert.
 *
 * @param minorUnits by how much, greater than zero
 */
public record Growth(LocalDate date, Currency currency, String category, long minorUnits) {}
