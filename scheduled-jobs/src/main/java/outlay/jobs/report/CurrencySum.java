package outlay.jobs.report;

/**
 * A month's sum in one currency.
 *
 * @param spent in the currency's own unit, with all of its fraction digits; a text, so that no
 *     reader makes it a binary fraction
 * @param earned likewise
 * @param count how many expenses and incomes
 */
record CurrencySum(String spent, String earned, long count) {}
