package outlay.bench;

import java.math.BigDecimal;

/**
 * One line of a file of records, every value as it is written there.
 *
 * @param set the name of the file's set
 * @param number which row of its file this is, from 1; equal rows are separate expenses
 * @param amount the text of a decimal number in the currency's own unit, where the row is a good
 *     one
 */
public record Row(
    String set,
    int number,
    String userId,
    String date,
    String type,
    String category,
    String amount,
    String currency,
    String description) {

  /** The amount as a number. Only for rows that are to be accepted. */
  public BigDecimal money() {
    return new BigDecimal(amount);
  }

  public boolean isExpense() {
    return type.equals("expense");
  }

  public String month() {
    return date.substring(0, 7);
  }
}
