package outlay.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import outlay.edge.BudgetPath;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Json;
import outlay.model.Budget;
import outlay.model.Budgets;
import outlay.model.MonthSpending;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/** What is asked about budgets: how each stands in a month. */
final class BudgetQueries {
  private static final Comparator<BudgetStatus> BY_KEY =
      Comparator.comparing(status -> status.budget().key());

  private final BudgetReader budgets;
  private final TotalsReader totals;
  private final Budgets.Defaults defaults;
  private final Clock clock;

  BudgetQueries(BudgetReader budgets, TotalsReader totals, Budgets.Defaults defaults, Clock clock) {
    this.budgets = budgets;
    this.totals = totals;
    this.defaults = defaults;
    this.clock = clock;
  }

  /**
   * 200 with the user's budgets, by currency and category, and the default one of each currency in
   * which there is spending and no budget of it all. Without {@code month}, of the month it is in
   * UTC.
   *
   * @throws Refusal 400
   */
  HttpResponse list(HttpRequest request) {
    LocalDate today = today();
    Parameters parameters = new Parameters(request.query(), Set.of("month"));
    YearMonth month = parameters.month(YearMonth.from(today));
    parameters.check();
    List<Budget> own = budgets.own(request.userId());
    List<TotalsReader.CountedDay> days = totals.days(request.userId(), Month.days(month));
    MonthSpending spending =
        MonthSpending.of(days.stream().map(TotalsReader.CountedDay::totals).toList());
    List<BudgetStatus> statuses =
        Stream.concat(
                own.stream().map(each -> BudgetStatus.of(each, false, days, month, today)),
                new Budgets(own, defaults)
                    .defaulted(spending).stream()
                        .map(each -> BudgetStatus.of(each, true, days, month, today)))
            .sorted(BY_KEY)
            .toList();
    return Answers.json(
        Map.of(),
        Json.object(
            json -> {
              json.writeStringField("month", month.toString());
              writeItems(json, statuses);
            }));
  }

  private static void writeItems(JsonGenerator json, List<BudgetStatus> statuses)
      throws IOException {
    json.writeArrayFieldStart("items");
    for (BudgetStatus status : statuses) {
      json.writeStartObject();
      status.writeMembers(json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * 200 with one budget that the user set.
   *
   * @throws Refusal 400, 404
   */
  HttpResponse get(HttpRequest request) {
    LocalDate today = today();
    Parameters parameters = new Parameters(request.query(), Set.of("month", BudgetPath.CATEGORY));
    BudgetPath path = parameters.budget(request);
    YearMonth month = parameters.month(YearMonth.from(today));
    parameters.check();
    Budget budget =
        budgets
            .find(request.userId(), path.key())
            .orElseThrow(
                () -> new Refusal(Reason.BUDGET_NOT_FOUND, "You have set no such budget."));
    BudgetStatus status =
        BudgetStatus.of(
            budget, false, totals.days(request.userId(), Month.days(month)), month, today);
    return Answers.json(
        Map.of(),
        Json.object(
            json -> {
              json.writeStringField("month", month.toString());
              status.writeMembers(json);
            }));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
