package outlay.bench;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which alert of all: the key of its item in the alerts table.
 *
 * @param alert {@code <yyyy-MM>#<budget>#<level>#<limit>}, or {@code expense#<expenseId>}
 */
public record AlertKey(String userId, String alert) {
  private static final Pattern LINE = Pattern.compile("(?m)^Alert: (\\S+) of (.+?)\\r?$");

  public static AlertKey ofLevel(
      String userId, String month, String currency, int level, String limit) {
    return new AlertKey(userId, "%s#%s#%d#%s".formatted(month, currency, level, limit));
  }

  public static AlertKey ofLargeExpense(String userId, String expenseId) {
    return new AlertKey(userId, "expense#" + expenseId);
  }

  /**
   * The alerts that a mail tells of, in order: one where it is not a digest. Each has a line of its
   * own.
   */
  public static List<AlertKey> namedIn(String mailText) {
    return LINE.matcher(mailText)
        .results()
        .map(line -> new AlertKey(line.group(2), line.group(1)))
        .toList();
  }

  @Override
  public String toString() {
    return "alert " + alert + " of " + userId;
  }
}
