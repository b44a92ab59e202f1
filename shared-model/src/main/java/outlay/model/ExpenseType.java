package outlay.model;

import java.util.Optional;

/** Whether money went out or came in. */
public enum ExpenseType {
  EXPENSE("expense"),
  INCOME("income");

  private final String wireName;

  ExpenseType(String wireName) {
    this.wireName = wireName;
  }

  /** What stands in JSON, in the table, and in files. */
  public String wireName() {
    return wireName;
  }

  public static Optional<ExpenseType> find(String wireName) {
    for (ExpenseType type : values()) {
      if (type.wireName.equals(wireName)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
