package outlay.jobs.runs;

import java.util.Map;

/**
 * How a run ended.
 *
 * @param ok false if someone must look: a backup that does not equal its source
 * @param details what to tell whoever started it; values that JSON can hold, no amounts or names
 * @param metrics what CloudWatch is told, by metric name
 */
public record Outcome(boolean ok, Map<String, Object> details, Map<String, Double> metrics) {
  public Outcome {
    details = Map.copyOf(details);
    metrics = Map.copyOf(metrics);
  }

  public static Outcome ok(Map<String, Object> details) {
    return new Outcome(true, details, Map.of());
  }
}
