package outlay.jobs.backup;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import outlay.model.Expense;

/**
 * What a set of expenses comes to, in whatever order: how many, and a sum of checksums over all of
 * their contents. Two sets with the same tally are the same but for a chance of one in four
 * thousand million. SQL makes the same tally: see {@link RdsDataBackupTable}.
 *
 * @param checksums the sum of the CRC-32 of each one's {@link #text}; 2,000 million of them fit
 */
record Tally(long expenses, long checksums) {
  static final Tally NONE = new Tally(0, 0);

  /** What the digits after the point are filled up to, as in the table. */
  private static final int SCALE = 4;

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static Tally of(Expense expense) {
    CRC32 crc = new CRC32();
    crc.update(text(expense).getBytes(StandardCharsets.UTF_8));
    return new Tally(1, crc.getValue());
  }

  Tally plus(Tally other) {
    return new Tally(
        Math.addExact(expenses, other.expenses), Math.addExact(checksums, other.checksums));
  }

  /** Everything that the table holds of an expense, in one line. */
  static String text(Expense expense) {
    return String.join(
        "|",
        expense.userId(),
        expense.expenseId(),
        expense.content().type().wireName(),
        expense.content().date().toString(),
        expense.content().category(),
        amount(expense).toPlainString(),
        expense.content().money().currency().code(),
        expense.content().description(),
        Long.toString(expense.version()),
        expense.fingerprint(),
        moment(expense.createdAt()),
        moment(expense.updatedAt()),
        deletedAt(expense.deletedAt()));
  }

  static BigDecimal amount(Expense expense) {
    return expense.content().money().toDecimal().setScale(SCALE, RoundingMode.UNNECESSARY);
  }

  /** As SQL writes it: UTC, to the microsecond. */
  static String moment(Instant moment) {
    return MICROSECONDS.format(moment);
  }

  private static String deletedAt(@Nullable Instant moment) {
    return moment == null ? "" : moment(moment);
  }
}
