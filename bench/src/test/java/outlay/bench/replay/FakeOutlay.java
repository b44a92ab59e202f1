package outlay.bench.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import outlay.bench.FakeServer;
import outlay.bench.Row;

/**
 * As much of Outlay as the replay sees, in memory and at once: the API, the tables, the queues, and
 * the inbox, at one address. Everything is counted when it is looked at. A token is the user's
 * name.
 */
final class FakeOutlay implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Day(String userId, String date) {}

  private final Map<String, Row> expenses = new TreeMap<>();
  private final FakeServer server;
  private final BigDecimal tooMuch;
  private int failures;

  private FakeOutlay(BigDecimal tooMuch) throws IOException {
    this.tooMuch = tooMuch;
    server = FakeServer.start(this::answer);
  }

  static FakeOutlay start() throws IOException {
    return new FakeOutlay(BigDecimal.ZERO);
  }

  /** One that counts so much too much for each expense. */
  static FakeOutlay startMiscounting(String tooMuch) throws IOException {
    return new FakeOutlay(new BigDecimal(tooMuch));
  }

  synchronized void failOnce() {
    failures++;
  }

  URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }

  private synchronized FakeServer.Reply answer(FakeServer.Request request) {
    try {
      if (request.target().startsWith("/messages")) {
        return reply(
            200, request.target().contains("before=") ? JSON.createArrayNode() : messages());
      }
      if (request.target().equals("/expenses")) {
        return record(request, JSON.readTree(request.body()));
      }
      String operation = request.awsTarget().substring(request.awsTarget().indexOf('.') + 1);
      return switch (operation) {
        case "Scan" -> reply(200, scan(JSON.readTree(request.body()).path("TableName").asText()));
        case "GetItem" -> reply(200, getTotals(JSON.readTree(request.body()).path("Key")));
        case "GetQueueAttributes" -> reply(200, queue());
        default -> throw new IllegalArgumentException("not played here: " + request);
      };
    } catch (JsonProcessingException invalid) {
      throw new IllegalArgumentException(invalid);
    }
  }

  private FakeServer.Reply record(FakeServer.Request request, JsonNode body) {
    if (body.path("date").asText().isEmpty()) {
      return new FakeServer.Reply(
          400,
          Map.of("Content-Type", "application/problem+json"),
          "{\"errors\":[{\"field\":\"date\",\"code\":\"not_a_date\",\"detail\":\"must be a date\"}]}");
    }
    String id = request.token() + "-" + request.key();
    boolean replayed = expenses.containsKey(id);
    expenses.putIfAbsent(
        id,
        new Row(
            "",
            expenses.size(),
            request.token(),
            body.path("date").asText(),
            body.path("type").asText(),
            body.path("category").asText(),
            body.path("amount").asText(),
            body.path("currency").asText(),
            body.path("description").asText()));
    return new FakeServer.Reply(
        replayed ? 200 : 201,
        replayed ? Map.of("Idempotent-Replayed", "true") : Map.of(),
        "{\"expenseId\":\"" + id + "\"}");
  }

  private ObjectNode scan(String table) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode items = answer.putArray("Items");
    switch (table) {
      case "expenses" -> expenses.forEach((id, row) -> addExpense(items.addObject(), id, row));
      case "totals" ->
          expenses.values().stream()
              .map(row -> new Day(row.userId(), row.date()))
              .distinct()
              .forEach(day -> addTotals(items.addObject(), day.userId(), day.date()));
      case "alerts" ->
          expenses.forEach(
              (id, row) -> {
                if (isLarge(row)) {
                  ObjectNode item = items.addObject();
                  item.putObject("userId").put("S", row.userId());
                  item.putObject("alert").put("S", "expense#" + id);
                  item.putObject("state").put("S", "sent");
                }
              });
      default -> throw new IllegalArgumentException("no table " + table);
    }
    return answer;
  }

  private static void addExpense(ObjectNode item, String id, Row row) {
    item.putObject("userId").put("S", row.userId());
    item.putObject("expenseId").put("S", id);
    item.putObject("date").put("S", row.date());
    item.putObject("type").put("S", row.type());
    item.putObject("category").put("S", row.category());
    item.putObject("amount").put("N", row.amount());
    item.putObject("currency").put("S", row.currency());
    item.putObject("description").put("S", row.description());
    item.putObject("version").put("N", "1");
  }

  private ObjectNode getTotals(JsonNode key) {
    ObjectNode answer = JSON.createObjectNode();
    String userId = key.path("userId").path("S").asText();
    String date = key.path("date").path("S").asText();
    if (expenses.values().stream().anyMatch(row -> isOf(row, userId, date))) {
      addTotals(answer.putObject("Item"), userId, date);
    }
    return answer;
  }

  private void addTotals(ObjectNode item, String userId, String date) {
    item.putObject("userId").put("S", userId);
    item.putObject("date").put("S", date);
    ObjectNode currencies = item.putObject("currencies").putObject("M");
    expenses.values().stream()
        .filter(row -> isOf(row, userId, date))
        .forEach(
            row -> {
              ObjectNode cell =
                  currencies.withObject("/" + row.currency() + "/M/" + row.category() + "/M");
              add(cell, "spent", row.isExpense() ? row.money().add(tooMuch) : BigDecimal.ZERO);
              add(cell, "earned", row.isExpense() ? BigDecimal.ZERO : row.money());
              add(cell, "count", BigDecimal.ONE);
            });
  }

  private static void add(ObjectNode cell, String name, BigDecimal amount) {
    BigDecimal before = new BigDecimal(cell.path(name).path("N").asText("0"));
    cell.putObject(name).put("N", before.add(amount).toPlainString());
  }

  private ArrayNode messages() {
    ArrayNode messages = JSON.createArrayNode();
    expenses.forEach(
        (id, row) -> {
          if (isLarge(row)) {
            messages
                .insertObject(0)
                .put("id", id)
                .put("text", "Large\n\nAlert: expense#%s of %s\n".formatted(id, row.userId()));
          }
        });
    return messages;
  }

  private ObjectNode queue() {
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("Attributes").put("ApproximateNumberOfMessages", failures + "");
    return answer;
  }

  private static boolean isLarge(Row row) {
    return row.isExpense() && row.money().intValue() >= 500;
  }

  private static boolean isOf(Row row, String userId, String date) {
    return row.userId().equals(userId) && row.date().equals(date);
  }

  private static FakeServer.Reply reply(int status, JsonNode body) {
    return new FakeServer.Reply(
        status, Map.of("Content-Type", "application/x-amz-json-1.0"), body.toString());
  }
}
