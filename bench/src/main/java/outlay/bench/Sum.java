package outlay.bench;

import java.util.HashMap;
import java.util.Map;

/**
 * Something that {@code expected.json} states a sum of.
 *
 * @param by what is summed up by
 * @param key the month, category, or user; empty for all
 */
public record Sum(String currency, By by, String key) {

  public enum By {
    ALL("total"),
    MONTH("byMonth"),
    CATEGORY("byCategory"),
    USER("byUser");

    private final String jsonName;

    By(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }

    private String keyOf(Slot slot) {
      return switch (this) {
        case ALL -> "";
        case MONTH -> slot.month();
        case CATEGORY -> slot.category();
        case USER -> slot.userId();
      };
    }
  }

  /** Every sum there is over these cells. Currencies are never added together. */
  public static Map<Sum, Cell> of(Map<Slot, Cell> cells) {
    Map<Sum, Cell> sums = new HashMap<>();
    cells.forEach(
        (slot, cell) -> {
          for (By by : By.values()) {
            sums.merge(new Sum(slot.currency(), by, by.keyOf(slot)), cell, Cell::plus);
          }
        });
    return sums;
  }

  @Override
  public String toString() {
    return "all %s %s %s".formatted(currency, by.jsonName(), key).strip();
  }
}
