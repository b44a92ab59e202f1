package outlay.bench;

/**
 * Where in the totals table a {@link Cell} stands.
 *
 * @param date a day, {@code yyyy-MM-dd}
 */
public record Slot(String userId, String date, String currency, String category) {

  public static Slot of(Row row) {
    return new Slot(row.userId(), row.date(), row.currency(), row.category());
  }

  String month() {
    return date.substring(0, 7);
  }

  @Override
  public String toString() {
    return "%s on %s in %s for %s".formatted(userId, date, currency, category);
  }
}
