package outlay.ingest;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import outlay.edge.ExpenseJson;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Json;
import outlay.edge.RequestReader;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseId;
import outlay.model.ExpenseRequest;
import outlay.model.Refusal;
import outlay.model.Violation;

/**
 * What each route does: read, decide, write, answer. All that is wrong with a request is answered
 * at once.
 */
final class ExpenseCommands {
  private static final String ADDED = "Expense added successfully";

  private final ExpenseStore store;
  private final Currency defaultCurrency;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ExpenseCommands(ExpenseStore store, Currency defaultCurrency, Clock clock) {
    this.store = store;
    this.defaultCurrency = defaultCurrency;
    this.clock = clock;
  }

  /**
   * 201 for a new expense; 200 and {@code Idempotent-Replayed: true} for one that this key recorded
   * before.
   *
   * @throws Refusal 400, 409 if that one was deleted, 422 if it was recorded with other content
   */
  HttpResponse record(HttpRequest request) {
    Instant now = now();
    List<Violation> violations = new ArrayList<>();
    Optional<String> key = RequestHeaders.idempotencyKey(request, violations);
    ExpenseContent content = content(RequestReader.readExpense(request), now, violations);
    ExpenseStore.Recorded recorded = store(request.userId(), key, content, now);
    Expense stored = recorded.stored();
    Map<String, String> headers = new HashMap<>();
    headers.put("location", "/expenses/" + stored.expenseId());
    headers.put("etag", ExpenseJson.etag(stored));
    if (!recorded.isNew()) {
      headers.put("idempotent-replayed", "true");
    }
    return HttpResponse.json(
        recorded.isNew() ? 201 : 200,
        headers,
        Json.object(
            json -> {
              json.writeStringField("message", ADDED);
              ExpenseJson.writeMembers(json, stored);
            }));
  }

  /** 200 with a result for each item, in order. */
  HttpResponse recordBatch(HttpRequest request) {
    List<RequestReader.BatchItem> items = RequestReader.readBatch(request);
    List<BatchRecorder.Result> results =
        BatchRecorder.recordAll(
            items,
            item -> idempotencyScope(request.userId(), item),
            item -> recordItem(request.userId(), item));
    return HttpResponse.json(
        200, Map.of(), Json.object(json -> BatchRecorder.writeMembers(json, results)));
  }

  /** Items of a batch under the same key are one after the other, so that the first one wins. */
  private static String idempotencyScope(String userId, RequestReader.BatchItem item) {
    return item.idempotencyKey().map(key -> ExpenseId.ofKey(userId, key)).orElse("");
  }

  private ExpenseStore.Recorded recordItem(String userId, RequestReader.BatchItem item) {
    Instant now = now(); // Its own, so that no two items are taken for two attempts of one.
    List<Violation> violations = new ArrayList<>();
    item.idempotencyKey()
        .ifPresent(key -> RequestHeaders.checkKey("idempotencyKey", key, violations));
    ExpenseContent content = content(item.expense(), now, violations);
    return store(userId, item.idempotencyKey(), content, now);
  }

  /** 200 with the expense as it is now; 404, 409, or 412 as {@link ExpenseStore#edit} says. */
  HttpResponse edit(HttpRequest request) {
    Instant now = now();
    String id = expenseId(request);
    List<Violation> violations = new ArrayList<>();
    OptionalLong expected = RequestHeaders.ifMatch(request, violations);
    ExpenseContent content = content(RequestReader.readExpense(request), now, violations);
    return ok(store.edit(request.userId(), id, content, expected, now));
  }

  /** 204, also for an expense that is deleted already. */
  HttpResponse delete(HttpRequest request) {
    String id = expenseId(request);
    OptionalLong expected = ifMatch(request);
    Expense deleted = store.delete(request.userId(), id, expected, now());
    return new HttpResponse(204, Map.of("etag", ExpenseJson.etag(deleted)), "");
  }

  /** 200 with the expense, also for one that was not deleted. */
  HttpResponse restore(HttpRequest request) {
    String id = expenseId(request);
    OptionalLong expected = ifMatch(request);
    return ok(store.restore(request.userId(), id, expected, now()));
  }

  private ExpenseStore.Recorded store(
      String userId, Optional<String> key, ExpenseContent content, Instant now) {
    String id =
        key.map(text -> ExpenseId.ofKey(userId, text))
            .orElseGet(() -> ExpenseId.random(now, random));
    Expense expense = Expense.recorded(userId, id, content, now);
    ExpenseStore.Recorded recorded = store.record(expense);
    if (!recorded.stored().fingerprint().equals(expense.fingerprint())) {
      throw Refusals.keyReused();
    }
    if (recorded.stored().isDeleted()) {
      throw Refusals.deleted();
    }
    return recorded;
  }

  /** The content, if neither it nor anything before it was wrong. */
  private ExpenseContent content(ExpenseRequest request, Instant now, List<Violation> violations) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Optional<ExpenseContent> content = request.toContent(defaultCurrency, today, violations);
    if (!violations.isEmpty()) {
      throw Refusal.invalid(violations);
    }
    return content.orElseThrow();
  }

  private static OptionalLong ifMatch(HttpRequest request) {
    List<Violation> violations = new ArrayList<>();
    OptionalLong expected = RequestHeaders.ifMatch(request, violations);
    if (!violations.isEmpty()) {
      throw Refusal.invalid(violations);
    }
    return expected;
  }

  private static String expenseId(HttpRequest request) {
    String id = request.pathParameter("id");
    if (!ExpenseId.isWellFormed(id)) {
      throw Refusals.notFound();
    }
    return id;
  }

  private static HttpResponse ok(Expense expense) {
    return HttpResponse.json(
        200,
        Map.of("etag", ExpenseJson.etag(expense)),
        Json.object(json -> ExpenseJson.writeMembers(json, expense)));
  }

  /** Microseconds: what the table keeps must be equal to what was meant to be written. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
