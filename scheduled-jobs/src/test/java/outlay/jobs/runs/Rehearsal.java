package outlay.jobs.runs;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs a job as its function and its queue do, in one thread: messages out of order, some twice,
 * time always near, and calls that fail taken again.
 */
public final class Rehearsal {
  private static final int MAX_FAILURES = 1_000;

  private final Job job;
  private final InMemoryRunStore runs = new InMemoryRunStore();
  private final List<Step> queue = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Planner planner;
  private final Worker worker;
  private final Random random;
  private int requests;

  public Rehearsal(Job job, int segments, Clock clock, long seed) {
    this.job = job;
    this.planner = new Planner(job, runs, queue::addAll, segments, clock);
    this.worker = new Worker(job, runs, queue::addAll, new Outcomes(), clock);
    this.random = new Random(seed);
  }

  /** Runs the job to its end. */
  public Outcome run(Map<String, Object> request) {
    planner.open(request, job.name() + " " + requests++);
    int failures = 0;
    while (!queue.isEmpty()) {
      Collections.shuffle(queue, random);
      Step step = queue.remove(0);
      if (random.nextInt(4) == 0) {
        queue.add(step);
      }
      try {
        worker.take(step, () -> true);
      } catch (IllegalStateException again) {
        if (failures++ > MAX_FAILURES) {
          throw again;
        }
        queue.add(step);
      }
    }
    return outcomes.get(outcomes.size() - 1);
  }

  private final class Outcomes implements Journal {
    @Override
    public void paused(Run run, int segment, Counts counts) {}

    @Override
    public void completed(Run run, int segment, Counts counts) {}

    @Override
    public void finished(Run run, Outcome outcome) {
      outcomes.add(outcome);
    }
  }
}
