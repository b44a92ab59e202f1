package outlay.alerts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;
import outlay.model.Alert;
import outlay.model.Notice;

/** Alerts in words, for people who read mail. What a user wrote cannot make a line of its own. */
final class AlertText {
  private AlertText() {}

  /** Fixed words and numbers: nothing that a user wrote gets into a mail's header. */
  static String subject(List<Notice> notices) {
    if (notices.size() > 1) {
      return "Outlay: " + notices.size() + " alerts";
    }
    if (notices.get(0).alert() instanceof Alert.BudgetReached reached) {
      return reached.level() >= 100
          ? "Outlay: budget exceeded"
          : "Outlay: " + reached.level() + "% of a budget reached";
    }
    return "Outlay: large expense";
  }

  /** The whole mail. */
  static String of(List<Notice> notices) {
    String head =
        notices.size() > 1 ? notices.size() + " alerts of " + userIn(notices) + "\n\n" : "";
    return head + notices.stream().map(AlertText::of).collect(Collectors.joining("\n\n")) + "\n";
  }

  private static String userIn(List<Notice> notices) {
    return oneLine(notices.get(0).alert().userId());
  }

  private static String of(Notice notice) {
    Alert alert = notice.alert();
    String words =
        alert instanceof Alert.BudgetReached reached
            ? words(reached, notice)
            : words((Alert.LargeExpense) alert);
    // Exactly one such line an alert: programs that read mail count them.
    return words + "\nAlert: " + oneLine(alert.id()) + " of " + oneLine(alert.userId());
  }

  private static String words(Alert.BudgetReached reached, Notice notice) {
    String title =
        reached.level() >= 100
            ? "A budget is exceeded" + (reached.level() > 100 ? " (" + reached.level() + "%)" : "")
            : reached.level() + "% of a budget is reached";
    String ledBy =
        notice
            .trigger()
            .map(change -> change.date() + ", " + oneLine(change.category()))
            .orElse("a change of the budget, or one that was missed");
    return title
        + line("User", oneLine(reached.userId()))
        + line("Month", reached.month().toString())
        + line(
            "Budget",
            reached.budget().currency()
                + ", "
                + reached.budget().category().map(AlertText::oneLine).orElse("all spending"))
        + line("Limit", reached.budget().limit().toString())
        + line("Level", reached.level() + "%")
        + line(
            "Spent now",
            reached.spent() + " (" + percent(reached).toPlainString() + "% of the limit)")
        + line("Led by", ledBy);
  }

  private static String words(Alert.LargeExpense large) {
    return "A large expense was recorded"
        + line("User", oneLine(large.userId()))
        + line("Amount", large.money().toString())
        + line("Date", large.date().toString())
        + line("Category", oneLine(large.category()))
        + line("Large from", large.threshold().toString());
  }

  private static String line(String name, String value) {
    return "\n  " + name + ": " + value;
  }

  /** Rounded down: 99.9 % is not yet 100 %. */
  static BigDecimal percent(Alert.BudgetReached reached) {
    return reached
        .spent()
        .toDecimal()
        .movePointRight(2)
        .divide(reached.budget().limit().toDecimal(), 0, RoundingMode.DOWN);
  }

  /** The text with a space for whatever could break a line, or make it read as something else. */
  static String oneLine(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(isHarmful(c) ? ' ' : c));
    return safe.toString();
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          c != 0x200d; // The joiner within emoji.
      default -> false;
    };
  }
}
