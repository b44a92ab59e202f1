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
import outlay.model.CategoryTotals;
import outlay.model.Currency;
import outlay.model.OrganizationMonth;

/** What finance asks about all users together. */
final class OrganizationQueries {
  private static final Set<String> GROUPS = Set.of("finance");

  private final OrganizationReader organization;
  private final Clock clock;

  OrganizationQueries(OrganizationReader organization, Clock clock) {
    this.organization = organization;
    this.clock = clock;
  }

  /**
   * 200 with what a month comes to over all users, by currency and category, the most spent first,
   * and as of when. Without {@code month}, the month it is in UTC.
   *
   * @throws outlay.model.Refusal 400, 403 for who is not in finance
   */
  HttpResponse summary(HttpRequest request) {
    request.requireGroup(GROUPS);
    Parameters parameters = new Parameters(request.query(), Set.of("month"));
    YearMonth now = YearMonth.from(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    YearMonth month = parameters.month(now);
    parameters.check();
    OrganizationReader.Added added = organization.month(month);
    return Answers.json(
        Map.of(),
        Json.object(
            json -> {
              json.writeStringField("month", month.toString());
              Summary.writeAsOf(json, added.asOf());
              json.writeArrayFieldStart("currencies");
              for (Map.Entry<Currency, OrganizationMonth.Sums> each :
                  added.month().currencies().entrySet()) {
                json.writeStartObject();
                write(json, each.getKey(), each.getValue());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  private static void write(JsonGenerator json, Currency currency, OrganizationMonth.Sums sums)
      throws IOException {
    CategoryTotals all =
        sums.categories().values().stream()
            .reduce(new CategoryTotals(0, 0, 0), CategoryTotals::plus);
    json.writeStringField("currency", currency.code());
    Sums.writeTotals(json, currency, all);
    json.writeNumberField("users", sums.users());
    json.writeArrayFieldStart("byCategory");
    List<Map.Entry<String, CategoryTotals>> categories =
        sums.categories().entrySet().stream().sorted(Sums.MOST_SPENT_FIRST).toList();
    for (Map.Entry<String, CategoryTotals> category : categories) {
      json.writeStartObject();
      json.writeStringField("category", category.getKey());
      Sums.writeTotals(json, currency, category.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
