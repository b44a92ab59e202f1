package outlay.alerts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import outlay.model.Alert;
import outlay.model.Notice;
import outlay.store.AlertItem;

/**
 * Alerts for programs. Amounts are numbers in the currency's own unit.
 *
 * <pre>
 * {"userId": "ann", "alerts": [
 *   {"alert": "2026-01#INR#Food#80#5000", "kind": "budget", "month": "2026-01", "budget": "INR#Food",
 *    "currency": "INR", "limit": 5000.00, "level": 80, "spent": 4100.00, "percent": 82,
 *    "date": "2026-01-22", "category": "Food"},
 *   {"alert": "expense#018…", "kind": "large-expense", "expenseId": "018…", "date": "2026-01-22",
 *    "category": "Rent", "currency": "INR", "amount": 900.00, "threshold": 500.00}]}
 * </pre>
 *
 * <p>A budget's {@code date} and {@code category} are of the change that led there, and may be
 * absent.
 */
final class AlertJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private AlertJson() {}

  static String of(String userId, List<Notice> notices) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("userId", userId);
      json.writeArrayFieldStart("alerts");
      for (Notice notice : notices) {
        write(json, notice);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Notice notice) throws IOException {
    Alert alert = notice.alert();
    json.writeStartObject();
    json.writeStringField("alert", alert.id());
    json.writeStringField("kind", AlertItem.kind(alert));
    if (alert instanceof Alert.BudgetReached reached) {
      write(json, reached);
    } else if (alert instanceof Alert.LargeExpense large) {
      write(json, large);
    }
    if (notice.trigger().isPresent()) {
      json.writeStringField("date", notice.trigger().get().date().toString());
      json.writeStringField("category", notice.trigger().get().category());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Alert.BudgetReached reached) throws IOException {
    json.writeStringField("month", reached.month().toString());
    json.writeStringField("budget", reached.budget().key());
    json.writeStringField("currency", reached.budget().currency().code());
    json.writeNumberField("limit", reached.budget().limit().toDecimal());
    json.writeNumberField("level", reached.level());
    json.writeNumberField("spent", reached.spent().toDecimal());
    json.writeNumberField("percent", AlertText.percent(reached));
  }

  private static void write(JsonGenerator json, Alert.LargeExpense large) throws IOException {
    json.writeStringField("expenseId", large.expenseId());
    json.writeStringField("date", large.date().toString());
    json.writeStringField("category", large.category());
    json.writeStringField("currency", large.money().currency().code());
    json.writeNumberField("amount", large.money().toDecimal());
    json.writeNumberField("threshold", large.threshold().toDecimal());
  }
}
