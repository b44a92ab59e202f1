package outlay.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import outlay.model.BudgetRequest;
import outlay.model.ExpenseRequest;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.model.Violation;

/**
 * Reads expenses and budgets from a request's body. Whatever is not as it should be is noted, not
 * thrown, while it is still JSON.
 */
public final class RequestReader {
  /** One expense with every character of its texts escaped, and some air. */
  private static final int MAX_EXPENSE_CHARACTERS = 32 * 1024;

  private static final int MAX_BATCH_CHARACTERS = 2 * 1024 * 1024;
  private static final int MAX_BATCH = 100;
  private static final String IDEMPOTENCY_KEY = "idempotencyKey";
  private static final Set<String> FIELDS =
      Set.of("date", "type", "category", "amount", "currency", "description");
  private static final Set<String> BUDGET_FIELDS = Set.of("limit", "alertLevels", "largeExpense");
  private static final int MAX_LEVEL_CHARACTERS = 6;
  private static final Violation NO_LEVELS =
      new Violation("alertLevels", "wrong_type", "must be a list of whole percentages");
  private static final Violation NO_OBJECT =
      new Violation("", "wrong_type", "must be a JSON object");

  /**
   * One item of a batch.
   *
   * @param idempotencyKey the item's own, not checked
   */
  public record BatchItem(ExpenseRequest expense, Optional<String> idempotencyKey) {}

  private RequestReader() {}

  /**
   * The expense in the body.
   *
   * @throws Refusal if the body is no JSON, too large, or declared as something else
   */
  public static ExpenseRequest readExpense(HttpRequest request) {
    return parse(
        request, MAX_EXPENSE_CHARACTERS, json -> readFields(json, FIELDS).toExpenseRequest());
  }

  /**
   * The budget in the body.
   *
   * @throws Refusal as {@link #readExpense}
   */
  public static BudgetRequest readBudget(HttpRequest request) {
    return parse(request, MAX_EXPENSE_CHARACTERS, RequestReader::readBudget);
  }

  /**
   * Returns if there is no body, or an object without members.
   *
   * @throws Refusal otherwise
   */
  public static void readNothing(HttpRequest request) {
    if (request.body().isBlank()) {
      return;
    }
    List<Violation> violations =
        parse(request, MAX_EXPENSE_CHARACTERS, json -> readFields(json, Set.of()).malformed());
    if (!violations.isEmpty()) {
      throw Refusal.invalid(violations);
    }
  }

  private static BudgetRequest readBudget(JsonParser json) throws IOException {
    Map<String, String> values = new HashMap<>();
    List<Violation> malformed = new ArrayList<>();
    @Nullable List<Integer> levels = null;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return new BudgetRequest(null, null, null, List.of(NO_OBJECT));
    }
    Set<String> seen = new HashSet<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (!BUDGET_FIELDS.contains(name)) {
        malformed.add(unknown(name));
      } else if (!seen.add(name)) {
        malformed.add(twice(name));
      } else if (name.equals("alertLevels") && value == JsonToken.START_ARRAY) {
        levels = readLevels(json, malformed);
      } else if (!name.equals("alertLevels")
          && (value == JsonToken.VALUE_STRING || value.isNumeric())) {
        values.put(name, json.getText());
      } else if (value != JsonToken.VALUE_NULL) {
        malformed.add(
            name.equals("alertLevels")
                ? NO_LEVELS
                : new Violation(name, "wrong_type", "must be a number or a string"));
      }
      json.skipChildren();
    }
    return new BudgetRequest(values.get("limit"), levels, values.get("largeExpense"), malformed);
  }

  /** The levels, no more than it takes to see that they are too many. */
  private static @Nullable List<Integer> readLevels(JsonParser json, List<Violation> malformed)
      throws IOException {
    List<Integer> levels = new ArrayList<>();
    boolean areWhole = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean isWhole =
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && json.getTextLength() <= MAX_LEVEL_CHARACTERS;
      areWhole &= isWhole;
      if (isWhole && levels.size() <= BudgetRequest.MAX_LEVELS) {
        levels.add(json.getIntValue());
      }
      json.skipChildren();
    }
    if (!areWhole) {
      malformed.add(NO_LEVELS);
      return null;
    }
    return levels;
  }

  /**
   * The items of a batch, in order.
   *
   * @throws Refusal as {@link #readExpense}, or if there is no list of 1 to 100 items
   */
  public static List<BatchItem> readBatch(HttpRequest request) {
    return parse(request, MAX_BATCH_CHARACTERS, RequestReader::readItems);
  }

  private static List<BatchItem> readItems(JsonParser json) throws IOException {
    List<Violation> violations = new ArrayList<>();
    List<BatchItem> items = new ArrayList<>();
    boolean hasItems = false;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Refusal.invalid(List.of(NO_OBJECT));
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (!name.equals("expenses")) {
        violations.add(unknown(name));
        json.skipChildren();
      } else if (hasItems) {
        violations.add(twice(name));
        json.skipChildren();
      } else if (json.currentToken() != JsonToken.START_ARRAY) {
        hasItems = true;
        violations.add(new Violation("expenses", "wrong_type", "must be a list of expenses"));
        json.skipChildren();
      } else {
        hasItems = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(readItem(json));
          if (items.size() > MAX_BATCH) {
            throw Refusal.invalid(List.of(outOfRange()));
          }
        }
      }
    }
    if (!hasItems) {
      violations.add(new Violation("expenses", "required", "is required"));
    } else if (items.isEmpty() && violations.isEmpty()) {
      violations.add(outOfRange());
    }
    if (!violations.isEmpty()) {
      throw Refusal.invalid(violations);
    }
    return items;
  }

  private static Violation outOfRange() {
    return new Violation(
        "expenses", "out_of_range", "must hold between 1 and " + MAX_BATCH + " expenses");
  }

  private static BatchItem readItem(JsonParser json) throws IOException {
    Set<String> fields = new HashSet<>(FIELDS);
    fields.add(IDEMPOTENCY_KEY);
    Fields read = readFields(json, fields);
    return new BatchItem(
        read.toExpenseRequest(), Optional.ofNullable(read.values.get(IDEMPOTENCY_KEY)));
  }

  private record Fields(Map<String, String> values, List<Violation> malformed) {
    ExpenseRequest toExpenseRequest() {
      return new ExpenseRequest(
          values.get("date"),
          values.get("type"),
          values.get("category"),
          values.get("amount"),
          values.get("currency"),
          values.get("description"),
          malformed);
    }
  }

  private static Fields readFields(JsonParser json, Set<String> known) throws IOException {
    Fields fields = new Fields(new HashMap<>(), new ArrayList<>());
    if (json.currentToken() != JsonToken.START_OBJECT) {
      fields.malformed.add(NO_OBJECT);
      json.skipChildren();
      return fields;
    }
    Set<String> seen = new HashSet<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (!known.contains(name)) {
        fields.malformed.add(unknown(name));
      } else if (!seen.add(name)) {
        fields.malformed.add(twice(name));
      } else if (value == JsonToken.VALUE_STRING || name.equals("amount") && value.isNumeric()) {
        fields.values.put(name, json.getText());
      } else if (value != JsonToken.VALUE_NULL) {
        fields.malformed.add(
            new Violation(
                name,
                "wrong_type",
                name.equals("amount") ? "must be a number or a string" : "must be a string"));
      }
      json.skipChildren();
    }
    return fields;
  }

  private static Violation unknown(String name) {
    return new Violation(
        isPlain(name) ? name : "", "unknown_field", "there is no such field in a request");
  }

  private static Violation twice(String name) {
    return new Violation(name, "duplicate_field", "is given twice");
  }

  /** Whether a name that a client made up may stand in an answer. */
  static boolean isPlain(String name) {
    return name.length() <= 64
        && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_'));
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(JsonParser json) throws IOException;
  }

  private static <T> T parse(HttpRequest request, int maxCharacters, Reading<T> reading) {
    checkContentType(request.header("content-type").orElse(""));
    String body = request.body();
    if (body.length() > maxCharacters) {
      throw new Refusal(
          Reason.BODY_TOO_LARGE, "The body must be at most " + maxCharacters + " characters long.");
    }
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      if (json.nextToken() == null) {
        throw new Refusal(Reason.MALFORMED_JSON, "The body is empty.");
      }
      T value = reading.from(json);
      if (json.nextToken() != null) {
        throw new Refusal(Reason.MALFORMED_JSON, "Something follows the JSON document.");
      }
      return value;
    } catch (IOException malformed) {
      throw new Refusal(Reason.MALFORMED_JSON, "The body must be one JSON document.", malformed);
    }
  }

  private static void checkContentType(String contentType) {
    String[] parts = contentType.toLowerCase(java.util.Locale.ROOT).split(";", -1);
    boolean json = parts[0].strip().equals("application/json");
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      json &= !parameter.startsWith("charset=") || parameter.matches("charset=\"?utf-8\"?");
    }
    if (!json) {
      throw new Refusal(
          Reason.UNSUPPORTED_MEDIA_TYPE, "Send the header Content-Type: application/json.");
    }
  }
}
