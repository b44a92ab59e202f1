package outlay.query;

import java.time.Instant;
import java.time.LocalDate;
import outlay.model.DayTotals;

class InMemoryTotalsReaderTest extends TotalsReaderContract {
  private final InMemoryTotalsReader reader = new InMemoryTotalsReader();

  @Override
  TotalsReader reader() {
    return reader;
  }

  @Override
  void put(String userId, LocalDate date, DayTotals totals, Instant countedAt) {
    reader.put(userId, date, totals, countedAt);
  }
}
