package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.INR;
import static outlay.query.Fixtures.JPY;
import static outlay.query.Fixtures.LUNCH;
import static outlay.query.Fixtures.NOON;
import static outlay.query.Fixtures.expense;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.query.ExpensePages.Page;

class ExpensePagesTest {
  private static final int SEEDS = 400;
  private static final List<String> CATEGORIES = List.of("Food", "food", "Rent", "a.b[0]");
  private static final List<Currency> CURRENCIES = List.of(INR, JPY);

  /** Counts what is read, as DynamoDB would charge it. */
  private static final class CountingReader extends InMemoryExpenseReader {
    private final List<Integer> reads = new ArrayList<>();

    @Override
    public Slice slice(
        String userId, ExpenseFilter filter, Optional<Position> after, int maxLookedAt) {
      Slice slice = super.slice(userId, filter, after, maxLookedAt);
      assertThat(slice.lookedAt()).isLessThanOrEqualTo(maxLookedAt);
      reads.add(slice.lookedAt());
      return slice;
    }
  }

  @Test
  void read_manyExpenses_readsNoMoreThanThePage() {
    CountingReader reader = new CountingReader();
    for (int number = 0; number < 10_000; number++) {
      reader.add(expense("asha", number, LUNCH));
    }

    Page page = ExpensePages.read(reader, "asha", ExpenseFilter.ALL, Optional.empty(), 50, 2_000);

    assertThat(page.expenses()).hasSize(50);
    assertThat(page.next()).contains(Position.of(page.expenses().get(49)));
    assertThat(reader.reads).containsExactly(51);
  }

  @Test
  void read_exactlyAPage_isTheLast() {
    CountingReader reader = new CountingReader();
    for (int number = 0; number < 50; number++) {
      reader.put(expense("asha", number, LUNCH));
    }

    Page page = ExpensePages.read(reader, "asha", ExpenseFilter.ALL, Optional.empty(), 50, 2_000);

    assertThat(page.expenses()).hasSize(50);
    assertThat(page.next()).isEmpty();
  }

  @Test
  void read_nothingPasses_endsAfterTheMostThatMayBeLookedAt() {
    CountingReader reader = new CountingReader();
    for (int number = 0; number < 5_000; number++) {
      reader.add(expense("asha", number, LUNCH).deleted(NOON));
    }
    reader.put(expense("asha", 5_001, Fixtures.on("2020-01-01", LUNCH)));

    Page first = ExpensePages.read(reader, "asha", ExpenseFilter.ALL, Optional.empty(), 50, 2_000);
    Page second = ExpensePages.read(reader, "asha", ExpenseFilter.ALL, first.next(), 50, 2_000);
    Page third = ExpensePages.read(reader, "asha", ExpenseFilter.ALL, second.next(), 50, 2_000);

    assertThat(first.expenses()).isEmpty();
    assertThat(first.next()).isPresent();
    assertThat(second.expenses()).isEmpty();
    assertThat(third.expenses()).hasSize(1);
    assertThat(third.next()).isEmpty();
    assertThat(reader.reads.stream().mapToInt(read -> read).sum()).isEqualTo(5_001);
    assertThat(reader.reads).startsWith(51, 204, 816, 929);
  }

  @Test
  void read_pagesTogether_areTheFilteredList() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      CountingReader reader = new CountingReader();
      List<Expense> history = history(random, 0, random.nextInt(120));
      history.forEach(reader::put);
      ExpenseFilter filter = filter(random);

      List<Expense> paged = readAll(reader, filter, random, page -> {});

      assertThat(paged)
          .as("seed %d", seed)
          .isEqualTo(
              history.stream()
                  .filter(expense -> !expense.isDeleted() && filter.matches(expense))
                  .sorted(
                      (one, other) ->
                          InMemoryExpenseReader.ORDER.compare(Position.of(one), Position.of(other)))
                  .toList());
    }
  }

  @Test
  void read_othersComeBetweenThePages_nothingOldIsMissingAndNothingIsThereTwice() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      CountingReader reader = new CountingReader();
      List<Expense> history = history(random, 0, random.nextInt(120));
      history.forEach(reader::put);
      ExpenseFilter filter = filter(random);
      int[] next = {1_000};

      List<Expense> paged =
          readAll(
              reader,
              filter,
              random,
              page -> {
                if (next[0] < 1_200) {
                  history(random, next[0], next[0] + random.nextInt(4)).forEach(reader::put);
                  next[0] += 4;
                }
                if (!page.expenses().isEmpty()) { // The one that the cursor stands on goes.
                  Expense last = page.expenses().get(page.expenses().size() - 1);
                  reader.remove("asha", last.expenseId());
                }
              });

      Set<String> ids = new HashSet<>();
      assertThat(paged).as("seed %d", seed).allMatch(expense -> ids.add(expense.expenseId()));
      assertThat(paged)
          .as("seed %d", seed)
          .allMatch(filter::matches)
          .isSortedAccordingTo(
              (one, other) ->
                  InMemoryExpenseReader.ORDER.compare(Position.of(one), Position.of(other)))
          .containsAll(
              history.stream()
                  .filter(expense -> !expense.isDeleted() && filter.matches(expense))
                  .toList());
    }
  }

  /** What a client gets that follows every cursor, which goes through its text each time. */
  private static List<Expense> readAll(
      CountingReader reader, ExpenseFilter filter, Random random, Consumer<Page> between) {
    List<Expense> all = new ArrayList<>();
    Optional<Position> at = Optional.empty();
    do {
      int limit = 1 + random.nextInt(20);
      int maxLookedAt = 1 + random.nextInt(60);
      reader.reads.clear();
      Page page = ExpensePages.read(reader, "asha", filter, at, limit, maxLookedAt);
      assertThat(page.expenses()).hasSizeLessThanOrEqualTo(limit);
      assertThat(reader.reads.stream().mapToInt(read -> read).sum())
          .isLessThanOrEqualTo(maxLookedAt);
      all.addAll(page.expenses());
      at =
          page.next()
              .map(position -> Cursor.encode("asha", filter, position))
              .map(cursor -> Cursor.decode("asha", filter, cursor));
      between.accept(page);
    } while (at.isPresent());
    return all;
  }

  private static List<Expense> history(Random random, int from, int to) {
    List<Expense> history = new ArrayList<>();
    for (int number = from; number < to; number++) {
      ExpenseContent content =
          new ExpenseContent(
              random.nextInt(4) == 0 ? ExpenseType.INCOME : ExpenseType.EXPENSE,
              LocalDate.of(2026, 1, 1 + random.nextInt(9)),
              CATEGORIES.get(random.nextInt(CATEGORIES.size())),
              new Money(1 + random.nextInt(500), CURRENCIES.get(random.nextInt(2))),
              random.nextBoolean() ? "Thali" : "");
      // Ids are in no order of time: those of an idempotency key are hashes.
      int id = number + (random.nextInt(1_000) << 16);
      Expense expense = expense("asha", id, content);
      history.add(random.nextInt(5) == 0 ? expense.deleted(NOON) : expense);
    }
    return history;
  }

  private static ExpenseFilter filter(Random random) {
    LocalDate from = LocalDate.of(2026, 1, 1 + random.nextInt(9));
    return new ExpenseFilter(
        random.nextBoolean()
            ? DateRange.ALL
            : new DateRange(from, from.plusDays(random.nextInt(5))),
        sometimes(random, CATEGORIES.get(random.nextInt(CATEGORIES.size()))),
        sometimes(random, ExpenseType.EXPENSE),
        sometimes(random, INR),
        sometimes(random, new Folded(random.nextBoolean() ? "FOOD" : "thali")));
  }

  private static <T> Optional<T> sometimes(Random random, T value) {
    return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
  }
}
