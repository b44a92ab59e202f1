package outlay.jobs.report;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import outlay.jobs.runs.DynamoScan;
import outlay.jobs.runs.Job;
import outlay.jobs.runs.JobHandler;
import outlay.store.Aws;
import outlay.store.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/**
 * The report of a month: {@code {"month": "2026-01"}}, or {@code {}} for the month before. Reads
 * {@code EXPENSES_TABLE}, {@code TOTALS_TABLE}, {@code REPORTS_BUCKET}, {@code EVENT_BUS_NAME}, and
 * {@code REPORT_TIME_ZONE} (such as {@code Asia/Kolkata}) besides what {@link JobHandler} does.
 */
public final class ReportHandler extends JobHandler {
  /** A page of the scan and a part to write; or, at the end, what follows the last row. */
  private static final Duration RESERVE = Duration.ofSeconds(30);

  /** What Lambda calls. */
  public ReportHandler() {
    super(job(), RESERVE);
  }

  private static Job job() {
    List<String> settings =
        Settings.requireAll(
            "EXPENSES_TABLE",
            "TOTALS_TABLE",
            "REPORTS_BUCKET",
            "EVENT_BUS_NAME",
            "REPORT_TIME_ZONE");
    DynamoDbClient dynamoDb = DynamoScan.client();
    MonthTotals totals = new DynamoMonthTotals(dynamoDb, settings.get(1));
    ReportStore store = new S3ReportStore(S3ReportStore.client(), settings.get(2));
    return new ReportJob(
        new ReportMonth(ZoneId.of(settings.get(4))),
        store,
        new SegmentReader(store, new DynamoRowScan(dynamoDb, settings.get(0)), totals),
        totals,
        new Publisher(store, Clock.systemUTC()),
        new EventBridgeReportEvents(Aws.client(EventBridgeClient.builder()), settings.get(3)),
        settings.get(2));
  }
}
