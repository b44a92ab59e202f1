package outlay.query;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outlay.edge.ExpenseJson;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Json;
import outlay.model.Expense;
import outlay.model.ExpenseId;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/** What is asked about expenses. */
final class ExpenseQueries {
  private static final Set<String> FILTER_PARAMETERS =
      Set.of("from", "to", "category", "type", "currency", "text");
  private static final Set<String> LIST_PARAMETERS =
      Set.of("from", "to", "category", "type", "currency", "text", "limit", "cursor");
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 100;

  /** About a megabyte: what one request costs at most, however little passes the filter. */
  static final int MAX_LOOKED_AT = 2_000;

  /** About six megabytes, five years of ten expenses a day. */
  static final int MAX_DOWNLOAD = 20_000;

  private final ExpenseReader reader;

  ExpenseQueries(ExpenseReader reader) {
    this.reader = reader;
  }

  /**
   * 200 with a page, the latest date first, and a {@code nextCursor} unless it is the last. A page
   * is full unless it is the last, or {@value #MAX_LOOKED_AT} expenses were looked at: then it may
   * hold fewer, even none, and still have a next one.
   *
   * @throws Refusal 400
   */
  HttpResponse list(HttpRequest request) {
    Parameters parameters = new Parameters(request.query(), LIST_PARAMETERS);
    ExpenseFilter filter = parameters.filter();
    int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
    Optional<String> cursor = parameters.cursor();
    parameters.check();
    String user = request.userId();
    Optional<Position> after = cursor.map(text -> Cursor.decode(user, filter, text));
    ExpensePages.Page page = ExpensePages.read(reader, user, filter, after, limit, MAX_LOOKED_AT);
    return Answers.json(
        Map.of(),
        Json.object(
            json -> {
              json.writeArrayFieldStart("expenses");
              for (Expense expense : page.expenses()) {
                json.writeStartObject();
                ExpenseJson.writeMembers(json, expense);
                json.writeEndObject();
              }
              json.writeEndArray();
              if (page.next().isPresent()) {
                json.writeStringField("nextCursor", Cursor.encode(user, filter, page.next().get()));
              }
            }));
  }

  /**
   * 200 with the expense and its ETag.
   *
   * @throws Refusal 404, the same for one that is deleted, another user's, or never was
   */
  HttpResponse get(HttpRequest request) {
    new Parameters(request.query(), Set.of()).check();
    String id = request.pathParameter("id");
    Optional<Expense> found =
        ExpenseId.isWellFormed(id) ? reader.find(request.userId(), id) : Optional.empty();
    Expense expense =
        found.orElseThrow(
            () -> new Refusal(Reason.EXPENSE_NOT_FOUND, "You have no expense with this id."));
    return Answers.json(
        Map.of("etag", ExpenseJson.etag(expense)),
        Json.object(json -> ExpenseJson.writeMembers(json, expense)));
  }

  /**
   * 200 with all expenses that pass the filter as a CSV file: all, or none.
   *
   * @throws Refusal 400 {@code RESULT_TOO_LARGE} if more than {@value #MAX_DOWNLOAD} expenses would
   *     have to be looked at, or the file would not fit an answer
   */
  HttpResponse download(HttpRequest request) {
    Parameters parameters = new Parameters(request.query(), FILTER_PARAMETERS);
    ExpenseFilter filter = parameters.filter();
    parameters.check();
    ExpensePages.Page all =
        ExpensePages.read(
            reader, request.userId(), filter, Optional.empty(), MAX_DOWNLOAD, MAX_DOWNLOAD);
    if (all.next().isPresent()) {
      throw Answers.tooLarge();
    }
    return Answers.ok(
        Map.of(
            "content-type", "text/csv; charset=utf-8; header=present",
            "content-disposition", "attachment; filename=\"expenses.csv\""),
        ExpenseCsv.of(all.expenses()));
  }
}
