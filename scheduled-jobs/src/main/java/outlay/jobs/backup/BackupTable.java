package outlay.jobs.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import outlay.model.Expense;

/** The backup: a table of expenses in a SQL database. */
interface BackupTable {
  /** How many parts the table has; each user's expenses are in one of them. */
  int BUCKETS = 64;

  /** Makes the table if it is not there. */
  void prepare();

  /**
   * Writes the expenses, none twice, except where the table holds the same version or a later one.
   * A second attempt changes nothing; a late one replaces nothing that is newer.
   */
  void upsert(List<Expense> expenses);

  /**
   * What the expenses of some buckets come to.
   *
   * @param first the first of the buckets
   * @param last the last of them
   * @param deletedSince those deleted before this moment are left out
   */
  Tally tally(int first, int last, Instant deletedSince);

  /**
   * A page of a bucket's expenses, by user and id.
   *
   * @param after where the page before ended; empty for the first one
   * @return empty after the last one
   */
  List<Expense> page(int bucket, Optional<Position> after);

  /** Where a page ended. */
  record Position(String userId, String expenseId) {}
}
