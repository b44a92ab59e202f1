package outlay.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import outlay.model.Expense;
import outlay.model.ExpenseContent;

/** An expense as clients see it. */
public final class ExpenseJson {
  private ExpenseJson() {}

  /** The ETag of this version: a strong one. */
  public static String etag(Expense expense) {
    return "\"" + expense.version() + "\"";
  }

  /** Writes the expense's members; the amount with all of its currency's fraction digits. */
  public static void writeMembers(JsonGenerator json, Expense expense) throws IOException {
    ExpenseContent content = expense.content();
    json.writeStringField("expenseId", expense.expenseId());
    json.writeStringField("type", content.type().wireName());
    json.writeStringField("date", content.date().toString());
    json.writeStringField("category", content.category());
    json.writeNumberField("amount", content.money().toDecimal());
    json.writeStringField("currency", content.money().currency().code());
    json.writeStringField("description", content.description());
    json.writeNumberField("version", expense.version());
    json.writeStringField("createdAt", expense.createdAt().toString());
    json.writeStringField("updatedAt", expense.updatedAt().toString());
    if (expense.deletedAt() != null) {
      json.writeStringField("deletedAt", expense.deletedAt().toString());
    }
  }
}
