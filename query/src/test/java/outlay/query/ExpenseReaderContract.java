package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.INR;
import static outlay.query.Fixtures.JPY;
import static outlay.query.Fixtures.LUNCH;
import static outlay.query.Fixtures.NOON;
import static outlay.query.Fixtures.expense;
import static outlay.query.Fixtures.id;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.query.ExpenseReader.Slice;

/** What every expense reader does; the fake and its real twin pass it alike. */
abstract class ExpenseReaderContract {
  private static final Optional<Position> START = Optional.empty();

  abstract ExpenseReader reader();

  abstract void put(Expense expense);

  abstract void remove(String userId, String expenseId);

  @Test
  void find_answersTheExpense() {
    Expense lunch = expense("asha", 1, LUNCH).edited(Fixtures.saying("", LUNCH), NOON);
    put(lunch);

    assertThat(reader().find("asha", id(1))).contains(lunch);
  }

  @Test
  void find_absentAnothersOrDeleted_isEmpty() {
    put(expense("asha", 1, LUNCH));
    put(expense("asha", 2, LUNCH).deleted(NOON));

    assertThat(reader().find("ben", id(1))).isEmpty();
    assertThat(reader().find("asha", id(2))).isEmpty();
    assertThat(reader().find("asha", id(3))).isEmpty();
  }

  @Test
  void slice_nothing_isTheLast() {
    assertThat(reader().slice("asha", ExpenseFilter.ALL, START, 10))
        .isEqualTo(new Slice(List.of(), 0, Optional.empty()));
  }

  @Test
  void slice_hasTheLatestDateFirst() {
    put(expense("asha", 3, Fixtures.on("2026-01-21", LUNCH)));
    put(expense("asha", 7, Fixtures.on("1970-01-01", LUNCH)));
    put(expense("asha", 2, LUNCH));
    put(expense("asha", 4, Fixtures.on("2027-01-01", LUNCH)));
    put(expense("ben", 6, LUNCH));

    assertThat(numbers(reader().slice("asha", ExpenseFilter.ALL, START, 10)))
        .containsExactly(4, 2, 3, 7);
  }

  @Test
  void slice_goesOnWhereItEnded() {
    for (int number = 1; number <= 25; number++) {
      put(expense("asha", number, Fixtures.on("2026-01-2" + number % 3, LUNCH)));
    }
    List<Integer> whole = numbers(reader().slice("asha", ExpenseFilter.ALL, START, 100));

    List<Integer> parts = new ArrayList<>();
    Optional<Position> at = START;
    do {
      Slice slice = reader().slice("asha", ExpenseFilter.ALL, at, 4);
      assertThat(slice.lookedAt()).isLessThanOrEqualTo(4);
      parts.addAll(numbers(slice));
      at = slice.next();
    } while (at.isPresent());

    assertThat(whole).hasSize(25);
    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void slice_afterAnExpenseThatIsGone_isWhatFollowedIt() {
    for (int number = 1; number <= 9; number++) {
      put(expense("asha", number, LUNCH));
    }
    List<Integer> order = numbers(reader().slice("asha", ExpenseFilter.ALL, START, 10));

    for (int at = 0; at < order.size(); at++) {
      remove("asha", id(order.get(at)));

      assertThat(numbersAfter("2026-01-22", order.get(at)))
          .isEqualTo(order.subList(at + 1, order.size()));
    }
    assertThat(numbersAfter("2026-01-21", 5)).isEmpty();
  }

  @Test
  void slice_othersComeMeanwhile_noneMoves() {
    for (int number = 1; number <= 20; number++) {
      put(expense("asha", number, Fixtures.on("2026-01-2" + number % 3, LUNCH)));
    }
    List<Integer> order = numbers(reader().slice("asha", ExpenseFilter.ALL, START, 100));

    List<Integer> read = new ArrayList<>();
    Optional<Position> at = START;
    for (int number = 101; at.isPresent() || number == 101; number += 3) {
      Slice slice = reader().slice("asha", ExpenseFilter.ALL, at, 5);
      read.addAll(numbers(slice));
      at = slice.next();
      if (number <= 119) {
        put(expense("asha", number, Fixtures.on("2026-01-20", LUNCH)));
        put(expense("asha", number + 1, Fixtures.on("2026-01-21", LUNCH)));
        put(expense("asha", number + 2, Fixtures.on("2026-01-22", LUNCH)));
      }
    }

    assertThat(read).doesNotHaveDuplicates();
    assertThat(read.stream().filter(number -> number <= 20).toList()).isEqualTo(order);
  }

  private List<Integer> numbersAfter(String date, int number) {
    Position position = new Position(LocalDate.parse(date), id(number));
    return numbers(reader().slice("asha", ExpenseFilter.ALL, Optional.of(position), 100));
  }

  @Test
  void slice_atTheEndsOfTheRange_goesOn() {
    put(expense("asha", 1, LUNCH));
    put(expense("asha", 2, LUNCH));
    ExpenseFilter day = dates("2026-01-22", "2026-01-22");

    Slice first = reader().slice("asha", day, START, 1);
    Slice second = reader().slice("asha", day, first.next(), 1);
    Slice last = reader().slice("asha", day, second.next(), 1);

    assertThat(List.of(numbers(first).get(0), numbers(second).get(0)))
        .containsExactlyInAnyOrder(1, 2);
    assertThat(last).isEqualTo(new Slice(List.of(), 0, Optional.empty()));
  }

  @Test
  void slice_dates_areInclusive() {
    put(expense("asha", 1, Fixtures.on("2026-01-20", LUNCH)));
    put(expense("asha", 2, Fixtures.on("2026-01-21", LUNCH)));
    put(expense("asha", 3, Fixtures.on("2026-01-22", LUNCH)));
    put(expense("asha", 4, Fixtures.on("2026-01-23", LUNCH)));

    Slice slice = reader().slice("asha", dates("2026-01-21", "2026-01-22"), START, 10);

    assertThat(numbers(slice)).containsExactly(3, 2);
    assertThat(slice.lookedAt()).isEqualTo(2);
  }

  @Test
  void slice_filter_leavesOutButLooksAt() {
    put(expense("asha", 1, LUNCH));
    put(expense("asha", 2, LUNCH).deleted(NOON));
    put(expense("asha", 3, Fixtures.in("food", LUNCH)));
    put(expense("asha", 4, Fixtures.as(ExpenseType.INCOME, LUNCH)));
    put(expense("asha", 5, Fixtures.of(new Money(120, JPY), LUNCH)));
    put(expense("asha", 6, Fixtures.saying("Dosa", LUNCH)));
    put(expense("asha", 7, Fixtures.saying("", Fixtures.in("Thali ", LUNCH))));

    assertThat(numbers(slice(filter("Food", null, null, null))))
        .containsExactlyInAnyOrder(6, 5, 4, 1);
    assertThat(numbers(slice(filter(null, ExpenseType.INCOME, null, null)))).containsExactly(4);
    assertThat(numbers(slice(filter(null, null, JPY, null)))).containsExactly(5);
    assertThat(numbers(slice(filter(null, null, null, "tHALI"))))
        .containsExactlyInAnyOrder(7, 5, 4, 3, 1);
    assertThat(numbers(slice(filter("Food", ExpenseType.EXPENSE, INR, "a"))))
        .containsExactlyInAnyOrder(6, 1);
    assertThat(slice(filter("None", null, null, null)))
        .isEqualTo(new Slice(List.of(), 7, Optional.empty()));
  }

  @Test
  void slice_allLeftOut_stillGoesOn() {
    put(expense("asha", 1, Fixtures.on("2026-01-21", LUNCH)));
    put(expense("asha", 2, LUNCH).deleted(NOON));
    put(expense("asha", 3, LUNCH).deleted(NOON));

    Slice slice = reader().slice("asha", ExpenseFilter.ALL, START, 2);

    assertThat(slice.expenses()).isEmpty();
    assertThat(slice.lookedAt()).isEqualTo(2);
    assertThat(numbers(reader().slice("asha", ExpenseFilter.ALL, slice.next(), 2)))
        .containsExactly(1);
  }

  @Test
  void slice_categoryThatLooksLikeAnExpression_isAValue() {
    String category = "a.b[0] = :x OR #date";
    put(expense("asha", 1, Fixtures.in(category, LUNCH)));
    put(expense("asha", 2, LUNCH));

    assertThat(numbers(slice(filter(category, null, null, null)))).containsExactly(1);
  }

  @Test
  void reach_returns() {
    reader().reach();
  }

  private Slice slice(ExpenseFilter filter) {
    return reader().slice("asha", filter, START, 10);
  }

  private static ExpenseFilter dates(String from, String to) {
    return new ExpenseFilter(
        new DateRange(LocalDate.parse(from), LocalDate.parse(to)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ExpenseFilter filter(
      @Nullable String category,
      @Nullable ExpenseType type,
      @Nullable Currency currency,
      @Nullable String text) {
    return new ExpenseFilter(
        DateRange.ALL,
        Optional.ofNullable(category),
        Optional.ofNullable(type),
        Optional.ofNullable(currency),
        Optional.ofNullable(text).map(Folded::new));
  }

  private static List<Integer> numbers(Slice slice) {
    return slice.expenses().stream()
        .map(expense -> Integer.parseInt(expense.expenseId().substring(24), 16))
        .toList();
  }
}
