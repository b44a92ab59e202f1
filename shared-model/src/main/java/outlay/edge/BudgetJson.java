package outlay.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import outlay.model.Budget;

/** A budget as clients see it. */
public final class BudgetJson {
  private BudgetJson() {}

  /** Writes what the budget says; amounts with all of their currency's fraction digits. */
  public static void writeMembers(JsonGenerator json, Budget budget) throws IOException {
    json.writeStringField("currency", budget.currency().code());
    if (budget.category().isPresent()) {
      json.writeStringField("category", budget.category().get());
    }
    json.writeNumberField("limit", budget.limit().toDecimal());
    json.writeArrayFieldStart("alertLevels");
    for (int level : budget.levels()) {
      json.writeNumber(level);
    }
    json.writeEndArray();
    if (budget.largeExpense().isPresent()) {
      json.writeNumberField("largeExpense", budget.largeExpense().get().toDecimal());
    }
  }
}
