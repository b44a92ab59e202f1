package outlay.query;

import java.util.Map;
import outlay.edge.HttpResponse;
import outlay.edge.Json;

/** Whether the tables can be read. Reads nothing that is anybody's. */
final class HealthCheck {
  /** The partition that is read. It is empty: no token's {@code sub}, a UUID, is such. */
  static final String NOBODY = "nobody:health";

  private final ExpenseReader expenses;
  private final TotalsReader totals;

  HealthCheck(ExpenseReader expenses, TotalsReader totals) {
    this.expenses = expenses;
    this.totals = totals;
  }

  /**
   * 200.
   *
   * @throws outlay.model.Refusal 429 or 503 if a table does not answer
   */
  HttpResponse check() {
    expenses.reach();
    totals.reach();
    return Answers.json(Map.of(), Json.object(json -> json.writeStringField("status", "ok")));
  }
}
