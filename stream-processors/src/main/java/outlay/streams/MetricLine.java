package outlay.streams;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import outlay.edge.Json;
import outlay.store.Settings;

/**
 * One line a batch: its metrics in CloudWatch's embedded format, and beside them what a log line
 * would say. Written by hand: a line of log and one of Powertools' metrics are 900 bytes, this is
 * 390, and a lone expense makes three of them. A count of zero is left out, and so is a batch that
 * led to nothing. Namespace and service come from the environment: {@code
 * POWERTOOLS_METRICS_NAMESPACE}, {@code POWERTOOLS_SERVICE_NAME}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
 *     metric format</a>
 */
final class MetricLine implements Reporter {
  /** Where Powertools keeps it, for all lines of an invocation. */
  private static final String REQUEST_ID = "function_request_id";

  private final PrintStream out;
  private final Clock clock;
  private final String namespace;
  private final String service;

  MetricLine(PrintStream out, Clock clock, String namespace, String service) {
    this.out = out;
    this.clock = clock;
    this.namespace = namespace;
    this.service = service;
  }

  /** On standard output, as Lambda wants it. */
  static MetricLine fromEnvironment() {
    List<String> names =
        Settings.requireAll("POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME");
    return new MetricLine(System.out, Clock.systemUTC(), names.get(0), names.get(1));
  }

  @Override
  public void report(BatchReport report) {
    @Nullable String requestId = MDC.get(REQUEST_ID);
    List<BatchReport.Measure> measures = new ArrayList<>(report.measures());
    measures.add(BatchReport.Measure.count("Poison", report.poisoned()));
    measures.removeIf(
        measure -> measure.unit() == BatchReport.Measure.Unit.COUNT && measure.value() == 0);
    if (measures.isEmpty() && report.retried() == 0) {
      return;
    }
    out.println(
        Json.object(
            json -> {
              if (!measures.isEmpty()) {
                json.writeObjectFieldStart("_aws");
                json.writeNumberField("Timestamp", clock.millis());
                json.writeArrayFieldStart("CloudWatchMetrics");
                json.writeStartObject();
                json.writeStringField("Namespace", namespace);
                json.writeArrayFieldStart("Dimensions");
                json.writeStartArray();
                json.writeString("Service");
                json.writeEndArray();
                json.writeEndArray();
                json.writeArrayFieldStart("Metrics");
                for (BatchReport.Measure measure : measures) {
                  json.writeStartObject();
                  json.writeStringField("Name", measure.name());
                  json.writeStringField("Unit", unit(measure.unit()));
                  json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
                json.writeEndArray();
                json.writeEndObject();
              }
              json.writeStringField("Service", service);
              json.writeStringField("message", "batch_handled");
              if (requestId != null) {
                json.writeStringField(REQUEST_ID, requestId);
              }
              json.writeNumberField("records", report.records());
              json.writeNumberField("subjects", report.subjects());
              if (report.retried() > 0) {
                json.writeNumberField("retried", report.retried());
              }
              json.writeNumberField("millis", report.millis());
              for (BatchReport.Measure measure : measures) {
                json.writeNumberField(measure.name(), measure.value());
              }
            }));
  }

  private static String unit(BatchReport.Measure.Unit unit) {
    return switch (unit) {
      case COUNT -> "Count";
      case SECONDS -> "Seconds";
    };
  }
}
