package outlay.jobs.runs;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Opens runs. The same request twice (a schedule's second delivery, Lambda's retry of an
 * asynchronous invocation) is the same run: its segments that are not done are sent again, which
 * workers survive.
 */
public final class Planner {
  private final Job job;
  private final RunStore runs;
  private final StepQueue queue;
  private final int segments;
  private final Clock clock;

  Planner(Job job, RunStore runs, StepQueue queue, int segments, Clock clock) {
    this.job = job;
    this.runs = runs;
    this.queue = queue;
    this.segments = segments;
    this.clock = clock;
  }

  /**
   * Opens the run that the request asks for, or opens it again.
   *
   * @param fields the request, a JSON object
   * @param requestId Lambda's id of the invocation, the same in its retries
   * @throws InvalidRequest naming everything that is wrong with the request
   */
  Run open(Map<String, Object> fields, String requestId) {
    Request request = new Request(fields, clock.instant(), runs.lastCompletedAt(job.name()));
    Map<String, String> parameters = job.parameters(request);
    String key = request.scheduledFor().map(Object::toString).orElse(requestId);
    Run run =
        runs.open(
            Run.opened(job.name() + "#" + key, job.name(), request.now(), segments, parameters));
    if (run.finished()) {
      return run;
    }
    if (run.allDone()) {
      queue.send(List.of(Step.finish(run.id())));
    } else {
      queue.send(
          IntStream.range(0, run.segments())
              .filter(segment -> !run.done().containsKey(segment))
              .mapToObj(segment -> Step.begin(run.id(), segment))
              .toList());
    }
    return run;
  }
}
