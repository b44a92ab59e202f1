package outlay.reports;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Json;
import outlay.model.CalendarDate;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.model.Violation;

/** What operators and finance ask about reports. */
final class ReportQueries {
  /** Two years: a manifest is read for each. */
  static final int MOST = 24;

  private static final Set<String> GROUPS = Set.of("operators", "finance");
  private static final Duration LINK_LIFE = Duration.ofMinutes(5);

  private final Reports reports;
  private final Clock clock;

  ReportQueries(Reports reports, Clock clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /**
   * 200 with the reports of the last {@value #MOST} months that have one, the newest first. Of one
   * that was archived, it is only told that it is.
   *
   * @throws Refusal 400, 403 for who is neither operator nor in finance
   */
  HttpResponse list(HttpRequest request) {
    check(request);
    List<Report> found =
        reports.months(MOST).stream().flatMap(month -> reports.find(month).stream()).toList();
    return json(
        json -> {
          json.writeArrayFieldStart("items");
          for (Report report : found) {
            write(json, report);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Report report) throws IOException {
    json.writeStartObject();
    json.writeStringField("month", report.month().toString());
    if (report.isArchived()) {
      json.writeBooleanField("archived", true);
      json.writeArrayFieldStart("files");
      json.writeEndArray();
    } else {
      writeMembers(json, report);
    }
    json.writeEndObject();
  }

  private static void writeMembers(JsonGenerator json, Report report) throws IOException {
    json.writeNumberField("revision", report.revision());
    json.writeStringField("publishedAt", report.publishedAt());
    json.writeNumberField("rows", report.rows());
    json.writeNumberField("users", report.users());
    json.writeArrayFieldStart("files");
    for (Report.File file : report.files()) {
      json.writeStartObject();
      json.writeStringField("name", file.name());
      json.writeNumberField("bytes", file.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * 200 with a link to a file, which is good for five minutes, for whoever has it.
   *
   * @throws Refusal 400, 403, 404 for what no manifest names, whatever lies in the bucket, 409 for
   *     what was archived
   */
  HttpResponse link(HttpRequest request) {
    check(request);
    String name = request.pathParameter("name");
    Report report =
        month(request.pathParameter("month"))
            .flatMap(reports::find)
            .filter(found -> found.isArchived() || found.file(name).isPresent())
            .orElseThrow(() -> new Refusal(Reason.REPORT_NOT_FOUND, "No report has such a file."));
    if (report.isArchived()) {
      throw Reports.archived();
    }
    Instant expiresAt = clock.instant().plus(LINK_LIFE).truncatedTo(ChronoUnit.SECONDS);
    URI link = reports.link(report.month(), name, LINK_LIFE);
    return json(
        json -> {
          json.writeStringField("url", link.toString());
          json.writeStringField("expiresAt", expiresAt.toString());
        });
  }

  private static Optional<YearMonth> month(String text) {
    return text.length() == 7
        ? CalendarDate.parse(text + "-01").map(YearMonth::from)
        : Optional.empty();
  }

  private static void check(HttpRequest request) {
    request.requireGroup(GROUPS);
    List<Violation> violations = new ArrayList<>();
    request.query().check(Set.of(), violations);
    if (!violations.isEmpty()) {
      throw Refusal.invalid(violations);
    }
  }

  private static HttpResponse json(Json.Writing members) {
    return HttpResponse.json(
        200,
        Map.of("cache-control", "no-store", "x-content-type-options", "nosniff"),
        Json.object(members));
  }
}
