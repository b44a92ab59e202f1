package outlay.model;

import java.time.LocalDate;

/**
 * What a user says of an expense, checked: see {@link ExpenseRequest} for the rules.
 *
 * @param date the day it counts for, in the user's own calendar
 * @param category 1 to 100 code points, as sent
 * @param money greater than zero
 * @param description up to 1,000 code points, as sent; empty if there is none
 */
public record ExpenseContent(
    ExpenseType type, LocalDate date, String category, Money money, String description) {}
