package outlay.jobs.backup;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32;
import outlay.model.Expense;

/** The backup as a map by user and id. Pages are small, so that tests turn many. */
class InMemoryBackupTable implements BackupTable {
  private static final int PAGE = 2;

  final ConcurrentNavigableMap<String, Expense> rows = new ConcurrentSkipListMap<>();

  @Override
  public void prepare() {}

  @Override
  public void upsert(List<Expense> expenses) {
    for (Expense expense : expenses) {
      rows.merge(key(expense), expense, (old, sent) -> sent.version() > old.version() ? sent : old);
    }
  }

  @Override
  public Tally tally(int first, int last, Instant deletedSince) {
    return rows.values().stream()
        .filter(expense -> bucket(expense) >= first && bucket(expense) <= last)
        .filter(
            expense -> expense.deletedAt() == null || !expense.deletedAt().isBefore(deletedSince))
        .map(Tally::of)
        .reduce(Tally.NONE, Tally::plus);
  }

  @Override
  public List<Expense> page(int bucket, Optional<Position> after) {
    return new TreeMap<>(rows)
            .tailMap(after.map(at -> at.userId() + " " + at.expenseId()).orElse(""), false)
            .values()
            .stream()
            .filter(expense -> bucket(expense) == bucket)
            .limit(PAGE)
            .toList();
  }

  static String key(Expense expense) {
    return expense.userId() + " " + expense.expenseId();
  }

  private static int bucket(Expense expense) {
    CRC32 crc = new CRC32();
    crc.update(expense.userId().getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() & (BUCKETS - 1));
  }
}
