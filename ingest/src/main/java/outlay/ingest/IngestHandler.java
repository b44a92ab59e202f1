package outlay.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import outlay.edge.HttpEdge;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Priming;
import outlay.model.Currency;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.store.DynamoDb;
import outlay.store.Settings;

/** Every route that writes expenses. */
public final class IngestHandler implements RequestStreamHandler {
  private final HttpEdge edge;
  private final ExpenseCommands commands;

  /** Wired from the environment, as Lambda makes it. */
  public IngestHandler() {
    this(new HttpEdge(), commandsFromEnvironment());
    if (Priming.isDue()) {
      prime();
    }
  }

  IngestHandler(HttpEdge edge, ExpenseCommands commands) {
    this.edge = edge;
    this.commands = commands;
  }

  private static ExpenseCommands commandsFromEnvironment() {
    List<String> settings = Settings.requireAll("EXPENSES_TABLE", "DEFAULT_CURRENCY");
    return new ExpenseCommands(
        new DynamoExpenseStore(DynamoDb.client(), settings.get(0)),
        Currency.of(settings.get(1)),
        Clock.systemUTC());
  }

  /** Refuses an expense with nothing in it, and finds one to delete that is not there. */
  void prime() {
    Priming.answer(
        this,
        Priming.request("POST /expenses", "", "{}"),
        Priming.request("DELETE /expenses/{id}", "00000000-0000-7000-8000-000000000000", ""));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    edge.respond(in, out, context, this::answer);
  }

  private HttpResponse answer(HttpRequest request) {
    return switch (request.routeKey()) {
      case "POST /expenses", "POST /add-expense", "POST /addExpense" -> commands.record(request);
      case "POST /expenses/batch" -> commands.recordBatch(request);
      case "PUT /expenses/{id}" -> commands.edit(request);
      case "DELETE /expenses/{id}" -> commands.delete(request);
      case "POST /expenses/{id}/restore" -> commands.restore(request);
      default -> throw new Refusal(Reason.NO_SUCH_ROUTE, "The function answers no such route.");
    };
  }
}
