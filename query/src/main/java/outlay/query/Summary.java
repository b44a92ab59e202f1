package outlay.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outlay.model.Currency;

/** Counted days, added up by period and over all; also the periods in which nothing was. */
final class Summary {
  private final Period period;
  private final DateRange range;
  private final Sums all = new Sums();
  private final Map<LocalDate, Sums> byStart = new TreeMap<>();
  private Optional<Instant> asOf = Optional.empty();

  private Summary(Period period, DateRange range) {
    this.period = period;
    this.range = range;
    LocalDate start = period.startOf(range.from());
    while (!start.isAfter(range.to())) {
      byStart.put(start, new Sums());
      start = period.after(start);
    }
  }

  /**
   * The summary of these days.
   *
   * @param days within {@code range}
   * @param only nothing in another currency, if there is one
   * @throws ArithmeticException if a sum does not fit a {@code long}
   */
  static Summary of(
      Period period, DateRange range, Optional<Currency> only, List<TotalsReader.CountedDay> days) {
    Summary summary = new Summary(period, range);
    for (TotalsReader.CountedDay day : days) {
      summary.all.add(day.totals(), only);
      summary
          .byStart
          .computeIfAbsent(period.startOf(day.date()), absent -> new Sums())
          .add(day.totals(), only);
    }
    summary.asOf = newest(days);
    return summary;
  }

  /** When the last of these days was counted. */
  static Optional<Instant> newest(List<TotalsReader.CountedDay> days) {
    return days.stream().map(TotalsReader.CountedDay::countedAt).max(Instant::compareTo);
  }

  /** Writes its members. A period at either end is cut to the range. */
  void writeMembers(JsonGenerator json) throws IOException {
    json.writeStringField("period", period.wireName());
    json.writeStringField("from", range.from().toString());
    json.writeStringField("to", range.to().toString());
    writeAsOf(json, asOf);
    all.writeMember(json);
    json.writeArrayFieldStart("periods");
    for (Map.Entry<LocalDate, Sums> entry : byStart.entrySet()) {
      LocalDate start = entry.getKey();
      LocalDate end = period.after(start).minusDays(1);
      json.writeStartObject();
      json.writeStringField("name", period.name(start));
      json.writeStringField("from", later(start, range.from()).toString());
      json.writeStringField("to", earlier(end, range.to()).toString());
      entry.getValue().writeMember(json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the member {@code asOf}: null if nothing was ever counted. */
  static void writeAsOf(JsonGenerator json, Optional<Instant> asOf) throws IOException {
    if (asOf.isPresent()) {
      json.writeStringField("asOf", asOf.get().toString());
    } else {
      json.writeNullField("asOf");
    }
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }
}
