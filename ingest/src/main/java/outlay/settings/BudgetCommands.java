package outlay.settings;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outlay.edge.BudgetJson;
import outlay.edge.BudgetPath;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Json;
import outlay.edge.RequestReader;
import outlay.model.Budget;
import outlay.model.BudgetRequest;
import outlay.model.Refusal;
import outlay.model.Violation;

/** Sets and removes budgets. All that is wrong with a request is answered at once. */
final class BudgetCommands {
  private final BudgetStore store;
  private final List<Integer> defaultLevels;
  private final Clock clock;

  /**
   * With these defaults.
   *
   * @param defaultLevels the alert levels of a budget that names none, in percent
   */
  BudgetCommands(BudgetStore store, List<Integer> defaultLevels, Clock clock) {
    this.store = store;
    this.defaultLevels = List.copyOf(defaultLevels);
    this.clock = clock;
  }

  /**
   * 201 for a new budget, 200 for one that was there; the same again changes nothing.
   *
   * @throws Refusal 400, 409 if the user has too many
   */
  HttpResponse put(HttpRequest request) {
    List<Violation> violations = new ArrayList<>();
    BudgetPath path = path(request, violations);
    BudgetRequest sent = RequestReader.readBudget(request);
    Optional<Budget> budget =
        sent.toBudget(path.currency(), path.category(), defaultLevels, violations);
    check(violations);
    boolean isNew =
        store.put(request.userId(), budget.orElseThrow(), sent.alertLevels() != null, now());
    return HttpResponse.json(
        isNew ? 201 : 200,
        Map.of(),
        Json.object(json -> BudgetJson.writeMembers(json, budget.get())));
  }

  /**
   * 204, also for a budget that is not there: what was asked for holds.
   *
   * @throws Refusal 400
   */
  HttpResponse delete(HttpRequest request) {
    List<Violation> violations = new ArrayList<>();
    BudgetPath path = path(request, violations);
    check(violations);
    store.delete(request.userId(), path.key(), now());
    return new HttpResponse(204, Map.of(), "");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static BudgetPath path(HttpRequest request, List<Violation> violations) {
    request.query().check(Set.of(BudgetPath.CATEGORY), violations);
    return BudgetPath.of(request, violations);
  }

  private static void check(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Refusal.invalid(violations);
    }
  }
}
