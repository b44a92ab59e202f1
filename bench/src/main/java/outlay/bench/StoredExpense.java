package outlay.bench;

import java.math.BigDecimal;

/**
 * What the expenses table says of an expense. Equal if the amounts are, however many zeros they
 * were written with.
 *
 * @param amount in the currency's own unit
 * @param version 1 where nothing was changed since
 */
public record StoredExpense(
    String date,
    String type,
    String category,
    BigDecimal amount,
    String currency,
    String description,
    long version,
    boolean isDeleted) {

  /** Which expense. */
  public record Key(String userId, String expenseId) {
    @Override
    public String toString() {
      return "expense " + expenseId + " of " + userId;
    }
  }

  public StoredExpense {
    amount = amount.stripTrailingZeros();
  }

  public String month() {
    return date.substring(0, 7);
  }

  /** What it adds to a total, where it is not deleted. */
  public Cell cell() {
    return type.equals("expense")
        ? new Cell(amount, BigDecimal.ZERO, 1)
        : new Cell(BigDecimal.ZERO, amount, 1);
  }

  /** The same without what a user wrote. */
  public StoredExpense withoutText() {
    return new StoredExpense(date, type, "", amount, currency, "", version, isDeleted);
  }

  /** What should be stored of a row. */
  public static StoredExpense of(Row row) {
    return new StoredExpense(
        row.date(),
        row.type(),
        row.category(),
        row.money(),
        row.currency(),
        row.description(),
        1,
        false);
  }
}
