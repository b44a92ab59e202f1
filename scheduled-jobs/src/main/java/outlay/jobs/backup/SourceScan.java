package outlay.jobs.backup;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import outlay.model.Expense;

/** Reads all of {@code expenses}, deleted ones too, in segments and pages. */
interface SourceScan {
  /**
   * A page of a segment.
   *
   * @param cursor where the page before ended; empty for the first one
   * @param consistent whether every write that was answered before is in it; else those of the last
   *     second may not be, for half the price
   */
  Page page(int segment, int segments, Optional<String> cursor, boolean consistent);

  /**
   * A page.
   *
   * @param expenses each throws {@link outlay.store.CorruptItem} if its item is no expense
   * @param next the cursor of the next page; empty after the last one
   */
  record Page(List<Supplier<Expense>> expenses, Optional<String> next) {}
}
