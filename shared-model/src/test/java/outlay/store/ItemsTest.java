package outlay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import outlay.model.Alert;
import outlay.model.Budget;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.model.Notice;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items read back are what was written, and what is no such item is told so. */
class ItemsTest {
  private static final Currency INR = Currency.of("INR");
  private static final Currency JOD = Currency.of("JOD");
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00.123456Z");
  private static final Expense LUNCH =
      Expense.recorded(
          "ann",
          "01890000-0000-7000-8000-000000000001",
          new ExpenseContent(
              ExpenseType.EXPENSE, LocalDate.of(2026, 1, 22), "Food", inr("120.5"), "two\nlines"),
          NOON);

  @Test
  void expense_readBack_isTheSame() {
    assertThat(ExpenseItem.read(ExpenseItem.of(LUNCH))).isEqualTo(LUNCH);
  }

  @Test
  void expense_deleted_readBack_isTheSame_andExpiresAfter90Days() {
    Expense deleted = LUNCH.deleted(NOON);
    Map<String, AttributeValue> item = ExpenseItem.of(deleted);

    assertThat(ExpenseItem.read(item)).isEqualTo(deleted);
    assertThat(item).containsEntry("expiresAt", Item.n(1_776_859_200));
    assertThat(ExpenseItem.readDayEntry(item).deleted()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("poison")
  void expense_thatIsNone_isCorrupt(String attribute, AttributeValue value) {
    Map<String, AttributeValue> item = ExpenseItem.of(LUNCH);
    item.put(attribute, value);

    assertThatThrownBy(() -> ExpenseItem.readDayEntry(item))
        .isInstanceOf(CorruptItem.class)
        .hasMessageContaining(attribute)
        .hasMessageNotContaining("secret");
  }

  static Stream<Arguments> poison() {
    return Stream.of(
        Arguments.of("type", Item.s("secret")),
        Arguments.of("type", Item.n(1)),
        Arguments.of("amount", Item.s("secret")),
        Arguments.of("amount", Item.n(0)),
        Arguments.of("amount", Item.n(new BigDecimal("-5"))),
        Arguments.of("amount", Item.n(new BigDecimal("0.001"))),
        Arguments.of("amount", AttributeValue.fromN("1e125")),
        Arguments.of("currency", Item.s("secret")),
        Arguments.of("category", Item.n(1)));
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void expense_withoutAnAttribute_isCorrupt(String attribute) {
    Map<String, AttributeValue> item = ExpenseItem.of(LUNCH);
    item.remove(attribute);

    assertThatThrownBy(() -> ExpenseItem.read(item))
        .isInstanceOf(CorruptItem.class)
        .hasMessage("attribute " + attribute + " is absent");
  }

  static Stream<String> attributes() {
    return ExpenseItem.of(LUNCH).keySet().stream();
  }

  @Test
  void totals_readBack_areTheSame() {
    DayTotals totals =
        DayTotals.of(
            List.of(
                new DayEntry(ExpenseType.EXPENSE, "Food", inr("120.50"), false),
                new DayEntry(ExpenseType.INCOME, "a.b[0]#", inr("99999999999.99"), false),
                new DayEntry(ExpenseType.EXPENSE, "Food", new Money(1, JOD), false)));

    assertThat(TotalsItem.read(TotalsItem.of("ann", LocalDate.of(2026, 1, 22), 1, totals, NOON)))
        .isEqualTo(totals);
  }

  @Test
  void totals_ofTheMostThatADayKeeps_fitAnItem() {
    List<DayEntry> entries = new java.util.ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String category = String.format("%03d", i) + "🍛".repeat(97);
      entries.add(new DayEntry(ExpenseType.EXPENSE, category, inr("99999999999.99"), false));
    }

    Map<String, AttributeValue> item =
        TotalsItem.of("ann", LocalDate.of(2026, 1, 22), 1, DayTotals.of(entries), NOON);

    assertThat(item.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .hasSizeLessThan(400 * 1024);
  }

  @Test
  void budget_isReadWithItsDefaults() {
    assertThat(BudgetItem.read(budget("INR#Food#and", Item.n(5000)), List.of(80, 100)))
        .isEqualTo(
            new Budget(
                INR, Optional.of("Food#and"), inr("5000"), List.of(80, 100), Optional.empty()));
  }

  @Test
  void budget_isReadWithItsOwnLevelsAndThreshold() {
    Map<String, AttributeValue> item = budget("INR", Item.n(5000));
    item.put("levels", AttributeValue.fromL(List.of(Item.n(120), Item.n(50), Item.n(50))));
    item.put("largeExpense", Item.n(new BigDecimal("99.5")));

    assertThat(BudgetItem.read(item, List.of(80, 100)))
        .isEqualTo(
            new Budget(
                INR, Optional.empty(), inr("5000"), List.of(50, 120), Optional.of(inr("99.5"))));
  }

  @ParameterizedTest
  @MethodSource("brokenBudgets")
  void budget_thatIsNone_isCorrupt(Map<String, AttributeValue> item) {
    assertThatThrownBy(() -> BudgetItem.read(item, List.of(80))).isInstanceOf(CorruptItem.class);
  }

  static Stream<Map<String, AttributeValue>> brokenBudgets() {
    Map<String, AttributeValue> levels = budget("INR", Item.n(1));
    levels.put("levels", AttributeValue.fromL(List.of(Item.s("all"))));
    Map<String, AttributeValue> threshold = budget("JPY", Item.n(1));
    threshold.put("largeExpense", Item.n(new BigDecimal("0.5")));
    return Stream.of(
        budget("", Item.n(1)),
        budget("IN", Item.n(1)),
        budget("INRS", Item.n(1)),
        budget("INR#", Item.n(1)),
        budget("XXX", Item.n(1)),
        budget("INR", Item.n(0)),
        budget("INR", Item.s("1")),
        budget("JPY", Item.n(new BigDecimal("0.5"))),
        levels,
        threshold);
  }

  @ParameterizedTest
  @MethodSource("notices")
  void alert_readBack_isTheSame(Notice notice) {
    Map<String, AttributeValue> item =
        AlertItem.pending(notice, NOON, "token", NOON.plusSeconds(25));

    assertThat(AlertItem.read(item)).isEqualTo(notice);
    assertThat(AlertItem.isSent(item)).isFalse();
    assertThat(item).containsEntry("alert", Item.s(notice.alert().id()));
  }

  static Stream<Notice> notices() {
    Notice.Trigger trigger = new Notice.Trigger(LocalDate.of(2026, 1, 22), "Food");
    return Stream.of(
        new Notice(reached(Optional.of("Food#and")), Optional.of(trigger)),
        new Notice(reached(Optional.empty()), Optional.empty()),
        new Notice(
            new Alert.LargeExpense(
                "ann", "e1", LocalDate.of(2026, 1, 22), "Rent", inr("900"), inr("500")),
            Optional.empty()));
  }

  @Test
  void alert_ofNoKind_isCorrupt() {
    assertThatThrownBy(() -> AlertItem.read(Map.of("kind", Item.s("rumour"))))
        .isInstanceOf(CorruptItem.class);
  }

  private static Alert.BudgetReached reached(Optional<String> category) {
    return new Alert.BudgetReached(
        "ann",
        YearMonth.of(2026, 1),
        new Budget(INR, category, inr("5000"), List.of(80), Optional.empty()),
        80,
        inr("4100.5"));
  }

  private static Map<String, AttributeValue> budget(String key, AttributeValue limit) {
    Map<String, AttributeValue> item = new HashMap<>(Item.with("userId", "ann", "budget", key));
    item.put("limit", limit);
    return item;
  }

  private static Money inr(String amount) {
    return Money.of(new BigDecimal(amount), INR);
  }
}
