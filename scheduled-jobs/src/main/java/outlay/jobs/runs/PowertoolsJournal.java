package outlay.jobs.runs;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * One log line a segment and one a run, and a run's metrics in CloudWatch's embedded metric format:
 * {@code RunsCompleted} or {@code RunsFailed}, and the job's own. Namespace and service (which
 * names the job) come from the environment: {@code POWERTOOLS_METRICS_NAMESPACE}, {@code
 * POWERTOOLS_SERVICE_NAME}.
 */
final class PowertoolsJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(PowertoolsJournal.class);

  private final Metrics metrics = MetricsFactory.getMetricsInstance();

  @Override
  public void paused(Run run, int segment, Counts counts) {
    segment("segment_paused", run, segment, counts);
  }

  @Override
  public void completed(Run run, int segment, Counts counts) {
    segment("segment_completed", run, segment, counts);
  }

  private static void segment(String what, Run run, int segment, Counts counts) {
    LOG.info(
        what,
        entry("run", run.id()),
        entry("segment", segment),
        entry("segments_done", run.done().size()),
        entry("segments", run.segments()),
        entry("counts", counts.values()));
  }

  @Override
  public void finished(Run run, Outcome outcome) {
    if (outcome.ok()) {
      LOG.info("run_completed", entry("run", run.id()), entry("result", outcome.details()));
    } else {
      LOG.error("run_failed", entry("run", run.id()), entry("result", outcome.details()));
    }
    metrics.addMetric(outcome.ok() ? "RunsCompleted" : "RunsFailed", 1, MetricUnit.COUNT);
    outcome.metrics().forEach((name, value) -> metrics.addMetric(name, value, MetricUnit.COUNT));
    metrics.flush();
  }
}
