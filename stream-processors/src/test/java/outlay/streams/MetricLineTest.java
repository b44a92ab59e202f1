package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class MetricLineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final MetricLine line =
      new MetricLine(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          Clock.fixed(Instant.ofEpochMilli(1_769_076_935_000L), ZoneOffset.UTC),
          "Outlay",
          "totals");

  @Test
  void report_isOneLineOfMetricsAndWhatWasDone() {
    MDC.put("function_request_id", "bc6579f2-32b4-4e20-9255-aa2f7b3f1406");
    line.report(
        new BatchReport(
            1,
            1,
            0,
            0,
            17,
            List.of(
                BatchReport.Measure.count("DaysCounted", 1),
                BatchReport.Measure.count("Conflicts", 0),
                new BatchReport.Measure(
                    "SecondsToCounted", 0.175, BatchReport.Measure.Unit.SECONDS))));
    MDC.clear();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            """
            {"_aws":{"Timestamp":1769076935000,"CloudWatchMetrics":[{"Namespace":"Outlay",\
            "Dimensions":[["Service"]],"Metrics":[{"Name":"DaysCounted","Unit":"Count"},\
            {"Name":"SecondsToCounted","Unit":"Seconds"}]}]},"Service":"totals",\
            "message":"batch_handled","function_request_id":"bc6579f2-32b4-4e20-9255-aa2f7b3f1406",\
            "records":1,"subjects":1,"millis":17,"DaysCounted":1.0,\
            "SecondsToCounted":0.175}
            """)
        .hasSizeLessThan(400);
  }

  @Test
  void report_ofWhatIsTriedAgain_isNoMetric() {
    line.report(
        new BatchReport(3, 1, 0, 1, 5, List.of(BatchReport.Measure.count("AlertsTold", 0))));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            """
            {"Service":"totals","message":"batch_handled","records":3,"subjects":1,\
            "retried":1,"millis":5}
            """);
  }

  @Test
  void report_ofABatchThatLedToNothing_isNoLine() {
    line.report(
        new BatchReport(3, 1, 0, 0, 5, List.of(BatchReport.Measure.count("AlertsTold", 0))));

    assertThat(out.size()).isZero();
  }

  @Test
  void report_ofPoison_isAMetric() {
    line.report(new BatchReport(1, 0, 1, 0, 5, List.of()));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("{\"Name\":\"Poison\",\"Unit\":\"Count\"}", "\"Poison\":1.0");
  }
}
