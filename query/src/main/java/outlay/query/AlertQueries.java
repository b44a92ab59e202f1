package outlay.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Json;
import outlay.model.Alert;
import outlay.model.Budget;

/** What is asked about alerts. */
final class AlertQueries {
  /** About 200 KB, and below the megabyte that one query reads. */
  static final int MOST = 500;

  private final AlertReader alerts;
  private final Clock clock;

  AlertQueries(AlertReader alerts, Clock clock) {
    this.alerts = alerts;
    this.clock = clock;
  }

  /**
   * 200 with the user's alerts of a month, the newest first: of the month's budgets, and of large
   * expenses dated in it. No more than the {@value #MOST} newest. Without {@code month}, of the
   * month it is in UTC.
   *
   * @throws outlay.model.Refusal 400
   */
  HttpResponse list(HttpRequest request) {
    Parameters parameters = new Parameters(request.query(), Set.of("month"));
    YearMonth now = YearMonth.from(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    YearMonth month = parameters.month(now);
    parameters.check();
    List<AlertReader.Raised> raised = alerts.newest(request.userId(), month, MOST);
    return Answers.json(
        Map.of(),
        Json.object(
            json -> {
              json.writeStringField("month", month.toString());
              json.writeArrayFieldStart("items");
              for (AlertReader.Raised each : raised) {
                json.writeStartObject();
                write(json, each);
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  private static void write(JsonGenerator json, AlertReader.Raised raised) throws IOException {
    if (raised.alert() instanceof Alert.BudgetReached reached) {
      write(json, reached);
    } else if (raised.alert() instanceof Alert.LargeExpense large) {
      write(json, large);
    }
    json.writeStringField("state", raised.sent() ? "sent" : "pending");
    json.writeStringField("at", raised.at().toString());
  }

  private static void write(JsonGenerator json, Alert.BudgetReached reached) throws IOException {
    Budget budget = reached.budget();
    json.writeStringField("kind", "budget");
    json.writeStringField("month", reached.month().toString());
    json.writeStringField("currency", budget.currency().code());
    if (budget.category().isPresent()) {
      json.writeStringField("category", budget.category().get());
    }
    json.writeNumberField("level", reached.level());
    json.writeNumberField("limit", budget.limit().toDecimal());
    json.writeNumberField("spent", reached.spent().toDecimal());
  }

  private static void write(JsonGenerator json, Alert.LargeExpense large) throws IOException {
    json.writeStringField("kind", "large");
    json.writeStringField("month", YearMonth.from(large.date()).toString());
    json.writeStringField("currency", large.money().currency().code());
    json.writeStringField("category", large.category());
    json.writeStringField("expenseId", large.expenseId());
    json.writeNumberField("amount", large.money().toDecimal());
  }
}
