package outlay.streams;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * One log line a batch, and its metrics as a line in CloudWatch's embedded metric format. Namespace
 * and service come from the environment: {@code POWERTOOLS_METRICS_NAMESPACE}, {@code
 * POWERTOOLS_SERVICE_NAME}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Embedded
 *     metric format</a>
 */
final class PowertoolsReporter implements Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(PowertoolsReporter.class);

  private final Metrics metrics = MetricsFactory.getMetricsInstance();

  @Override
  public void report(BatchReport report) {
    LOG.info(
        "batch_handled",
        entry("records", report.records()),
        entry("subjects", report.subjects()),
        entry("poisoned", report.poisoned()),
        entry("retried", report.retried()),
        entry("millis", report.millis()));
    report
        .measures()
        .forEach(measure -> metrics.addMetric(measure.name(), measure.value(), unit(measure)));
    metrics.addMetric("Poison", report.poisoned(), MetricUnit.COUNT);
    metrics.flush();
  }

  private static MetricUnit unit(BatchReport.Measure measure) {
    return switch (measure.unit()) {
      case COUNT -> MetricUnit.COUNT;
      case SECONDS -> MetricUnit.SECONDS;
    };
  }
}
