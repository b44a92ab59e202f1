package outlay.query;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Json;
import outlay.model.Currency;

/** What is asked about totals: always one range of days, never an expense. */
final class TotalsQueries {
  private static final Set<String> SUMMARY_PARAMETERS = Set.of("period", "from", "to", "currency");
  private static final int MAX_YEARS = 5;

  private final TotalsReader reader;
  private final Clock clock;

  TotalsQueries(TotalsReader reader, Clock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * 200 with what was spent and earned, by period, currency, and category. Without {@code to}, it
   * ends with the month it is in UTC; without {@code from}, it is that month by days, or twelve
   * weeks or months. At most {@value #MAX_YEARS} years.
   *
   * @throws outlay.model.Refusal 400, also if the answer would not fit
   */
  HttpResponse summary(HttpRequest request) {
    Parameters parameters = new Parameters(request.query(), SUMMARY_PARAMETERS);
    Period period = parameters.period();
    LocalDate endOfMonth = today().withDayOfMonth(today().lengthOfMonth());
    DateRange range = parameters.dates(period::defaultFrom, endOfMonth);
    Optional<Currency> currency = parameters.currency();
    parameters.checkAtMost(MAX_YEARS, range);
    parameters.check();
    Summary summary = Summary.of(period, range, currency, reader.days(request.userId(), range));
    return Answers.json(Map.of(), Json.object(summary::writeMembers));
  }

  /**
   * 200 with the categories that the user used in the last twelve months or for days to come, the
   * most used first.
   */
  HttpResponse categories(HttpRequest request) {
    new Parameters(request.query(), Set.of()).check();
    // Later than two years from now there is nothing: ingest takes dates up to a year ahead.
    DateRange range = new DateRange(today().minusYears(1), today().plusYears(2));
    List<TotalsReader.CountedDay> days = reader.days(request.userId(), range);
    List<CategoryUse> uses = CategoryUse.mostUsedFirst(days);
    return Answers.json(
        Map.of(),
        Json.object(
            json -> {
              Summary.writeAsOf(json, Summary.newest(days));
              json.writeArrayFieldStart("categories");
              for (CategoryUse use : uses) {
                json.writeStartObject();
                json.writeStringField("category", use.category());
                json.writeNumberField("count", use.count());
                json.writeStringField("lastUsed", use.lastUsed().toString());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
