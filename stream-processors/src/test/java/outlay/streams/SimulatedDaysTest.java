package outlay.streams;

import java.util.HashMap;
import java.util.Random;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.totals.DayStore;
import outlay.totals.DayStoreContract;
import outlay.totals.UserDay;

class SimulatedDaysTest extends DayStoreContract {
  private final SimulatedDays days =
      new SimulatedDays(new Random(1), new Turns(new Random(1), 0), 0);

  @Override
  protected DayStore store() {
    return days;
  }

  @Override
  protected void record(UserDay day, DayEntry entry) {
    var expenses = days.expenses.computeIfAbsent(day.userId(), absent -> new HashMap<>());
    expenses.put("e" + expenses.size(), new SimulatedDays.Stored(day.day(), entry));
  }

  @Override
  protected DayTotals written(UserDay day) {
    return days.totals(day);
  }
}
