package outlay.jobs.report;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import outlay.jobs.runs.InvalidRequest;
import outlay.jobs.runs.Request;
import outlay.jobs.runs.Run;

/**
 * Which month is reported: the one that {@code month} names, or else the one before the moment that
 * the schedule was due, or else the one before now.
 */
final class ReportMonth {
  /** The field of a request, and the parameter of a run. */
  private static final String MONTH = "month";

  private static final Pattern FORMAT = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");
  private static final YearMonth EARLIEST = YearMonth.of(1970, 1);

  private final ZoneId zone;

  /**
   * @param zone where the months begin and end that schedules speak of
   */
  ReportMonth(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * The parameters of a run.
   *
   * @throws InvalidRequest naming everything that is wrong with the request
   */
  Map<String, String> parameters(Request request) {
    Request.Reader fields = request.reader();
    Optional<String> asked = fields.text(MONTH);
    YearMonth thisMonth = monthOf(request.now());
    if (asked.isPresent() && !isReal(asked.get(), thisMonth)) {
      fields.violation(
          MONTH + " is no month from " + EARLIEST + " to " + thisMonth + " such as 2026-01.");
    }
    fields.check();
    Instant due = request.scheduledFor().orElse(request.now());
    return Map.of(MONTH, asked.orElseGet(() -> monthOf(due).minusMonths(1).toString()));
  }

  /** The month that a run is about. */
  static YearMonth of(Run run) {
    return Optional.ofNullable(run.parameters().get(MONTH))
        .map(YearMonth::parse)
        .orElseThrow(() -> new IllegalStateException("the run names no month"));
  }

  private YearMonth monthOf(Instant moment) {
    return YearMonth.from(moment.atZone(zone));
  }

  private static boolean isReal(String text, YearMonth thisMonth) {
    if (!FORMAT.matcher(text).matches()) {
      return false;
    }
    YearMonth month = YearMonth.parse(text);
    return !month.isBefore(EARLIEST) && !month.isAfter(thisMonth);
  }
}
