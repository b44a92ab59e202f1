package outlay.jobs.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.jobs.backup.Fixtures.NIGHT;
import static outlay.jobs.backup.Fixtures.expense;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;

/** What holds for every {@link BackupTable}. */
abstract class BackupTableContract {
  private static final Instant EPOCH = Instant.EPOCH;
  private static final Comparator<Expense> BY_USER_AND_ID =
      Comparator.comparing(Expense::userId).thenComparing(Expense::expenseId);

  /** Some of a few users, every seventh edited, every eleventh deleted. */
  static final List<Expense> EXPENSES =
      IntStream.range(0, 600).mapToObj(BackupTableContract::some).toList();

  /** The table, prepared and empty. */
  abstract BackupTable table();

  private static Expense some(int number) {
    Expense expense = expense("user-" + number % 9, number, NIGHT.plusSeconds(number));
    if (number % 7 == 0) {
      expense = expense.edited(expense.content(), NIGHT.plusSeconds(10_000));
    }
    return number % 11 == 0 ? expense.deleted(NIGHT.plusSeconds(20_000 + number)) : expense;
  }

  private static int bucket(Expense expense) {
    CRC32 crc = new CRC32();
    crc.update(expense.userId().getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % BackupTable.BUCKETS);
  }

  /** All that the table holds, in its order within each bucket. */
  static List<Expense> all(BackupTable table) {
    List<Expense> all = new ArrayList<>();
    for (int bucket = 0; bucket < BackupTable.BUCKETS; bucket++) {
      Optional<BackupTable.Position> after = Optional.empty();
      List<Expense> page = table.page(bucket, after);
      while (!page.isEmpty()) {
        all.addAll(page);
        Expense last = page.get(page.size() - 1);
        after = Optional.of(new BackupTable.Position(last.userId(), last.expenseId()));
        page = table.page(bucket, after);
      }
    }
    return all;
  }

  private static List<Expense> sorted(List<Expense> expenses) {
    return expenses.stream().sorted(BY_USER_AND_ID).toList();
  }

  @Test
  void prepare_again_keepsWhatIsThere() {
    BackupTable table = table();
    table.upsert(EXPENSES);

    table.prepare();

    assertThat(sorted(all(table))).isEqualTo(sorted(EXPENSES));
  }

  @Test
  void page_byPage_givesEveryExpenseAsItWas_inOrder() {
    BackupTable table = table();
    table.upsert(EXPENSES);

    List<Expense> ordered =
        EXPENSES.stream()
            .sorted(
                Comparator.comparingInt(BackupTableContract::bucket).thenComparing(BY_USER_AND_ID))
            .toList();
    assertThat(all(table)).isEqualTo(ordered);
  }

  @Test
  void tally_ofEachBucket_equalsThatOfItsExpenses() {
    BackupTable table = table();
    table.upsert(EXPENSES);

    for (int bucket = 0; bucket < BackupTable.BUCKETS; bucket++) {
      int each = bucket;
      Tally expected =
          EXPENSES.stream()
              .filter(expense -> bucket(expense) == each)
              .map(Tally::of)
              .reduce(Tally.NONE, Tally::plus);
      assertThat(table.tally(bucket, bucket, EPOCH)).as("bucket %d", bucket).isEqualTo(expected);
    }
  }

  @Test
  void tally_ofManyBuckets_isThatOfAllTheirExpenses() {
    BackupTable table = table();
    table.upsert(EXPENSES);

    Tally all = EXPENSES.stream().map(Tally::of).reduce(Tally.NONE, Tally::plus);
    int half = BackupTable.BUCKETS / 2;
    assertThat(table.tally(0, BackupTable.BUCKETS - 1, EPOCH)).isEqualTo(all);
    assertThat(
            table.tally(0, half - 1, EPOCH).plus(table.tally(half, BackupTable.BUCKETS - 1, EPOCH)))
        .isEqualTo(all);
  }

  @Test
  void tally_leavesOutWhatWasDeletedBefore() {
    BackupTable table = table();
    Expense early = expense("ann", 1, NIGHT).deleted(NIGHT);
    Expense late = expense("ann", 2, NIGHT).deleted(NIGHT.plusNanos(1_000));
    Expense kept = expense("ann", 3, NIGHT);
    table.upsert(List.of(early, late, kept));

    assertThat(table.tally(bucket(kept), bucket(kept), NIGHT.plusNanos(1_000)))
        .isEqualTo(Tally.of(late).plus(Tally.of(kept)));
    assertThat(table.tally(bucket(kept), bucket(kept), NIGHT))
        .isEqualTo(Tally.of(early).plus(Tally.of(late)).plus(Tally.of(kept)));
  }

  @Test
  void upsert_again_changesNothing() {
    BackupTable table = table();
    table.upsert(EXPENSES);

    table.upsert(EXPENSES);
    table.upsert(List.of());

    assertThat(sorted(all(table))).isEqualTo(sorted(EXPENSES));
  }

  @Test
  void upsert_keepsTheLatestVersion_whateverTheOrder() {
    BackupTable table = table();
    Expense first = expense("ann", 1, NIGHT);
    Expense edited = first.edited(expense("ann", 5, NIGHT).content(), NIGHT.plusSeconds(60));
    Expense deleted = edited.deleted(NIGHT.plusSeconds(120));
    Expense back = deleted.restored(NIGHT.plusSeconds(180));

    table.upsert(List.of(edited));
    table.upsert(List.of(first));
    assertThat(all(table)).containsExactly(edited);

    table.upsert(List.of(deleted));
    table.upsert(List.of(edited));
    assertThat(all(table)).containsExactly(deleted);

    table.upsert(List.of(back));
    table.upsert(List.of(deleted));
    assertThat(all(table)).containsExactly(back);
  }

  @Test
  void anyContent_comesBackAsItWas() {
    BackupTable table = table();
    List<Expense> strange =
        List.of(
            strange(1, "a", " ends with blanks  ", 1, "JPY"),
            strange(2, "😀".repeat(100), "😀".repeat(1_000), Money.MAX_MINOR_UNITS, "EUR"),
            strange(
                3, "\\'\"`|;:a?", "tab\tline\n\\0 \\n '' \\' %_ ?", Money.MAX_MINOR_UNITS, "JPY"),
            strange(4, "e\u0301", "\u00e9 e\u0301 \u05d0\u0628 \ufeff", 1, "JOD"),
            strange(5, "ß", "NULL", 12_345, "INR"));
    table.upsert(strange);

    assertThat(all(table)).isEqualTo(strange);
    assertThat(table.tally(bucket(strange.get(0)), bucket(strange.get(0)), EPOCH))
        .isEqualTo(strange.stream().map(Tally::of).reduce(Tally.NONE, Tally::plus));
  }

  private static Expense strange(
      int number, String category, String description, long minorUnits, String currency) {
    return Expense.recorded(
        "eve",
        expense("eve", number, NIGHT).expenseId(),
        new ExpenseContent(
            ExpenseType.EXPENSE,
            LocalDate.of(1970, 1, number),
            category,
            new Money(minorUnits, Currency.of(currency)),
            description),
        NIGHT.plusNanos(number * 1_000L));
  }
}
