package outlay.jobs.runs;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Does one step of a run: a segment, or the rest of one, or the run's end. A segment that is short
 * of time goes back to the queue with a cursor. Whoever completes the set of segments sends the
 * step that finishes the run: not within the same invocation, so that finishing has an invocation's
 * whole time, and is delivered again if it fails.
 *
 * <p>A step may come twice. A segment that is done is not done again; but if its run then has all
 * segments done and is not over, the step that finishes it may have been lost, so it is sent again.
 */
final class Worker {
  private final Job job;
  private final RunStore runs;
  private final StepQueue queue;
  private final Journal journal;
  private final Clock clock;

  Worker(Job job, RunStore runs, StepQueue queue, Journal journal, Clock clock) {
    this.job = job;
    this.runs = runs;
    this.queue = queue;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Does the step.
   *
   * @throws RuntimeException if it cannot be done now; it is to be delivered again
   */
  void take(Step step, Deadline deadline) {
    Run run =
        runs.find(step.run())
            .orElseThrow(() -> new IllegalStateException("there is no run " + step.run()));
    if (run.finished()) {
      return;
    }
    if (step.segment().isEmpty()) {
      finish(run, deadline);
    } else if (run.done().containsKey(step.segment().getAsInt())) {
      finishIfAllDone(run);
    } else {
      work(run, step, step.segment().getAsInt(), deadline);
    }
  }

  private void work(Run run, Step step, int segment, Deadline deadline) {
    Progress progress = job.work(run, segment, step.cursor(), deadline);
    Counts counts = step.counts().plus(progress.counts());
    if (progress instanceof Progress.More more) {
      queue.send(List.of(new Step(run.id(), step.segment(), Optional.of(more.cursor()), counts)));
      journal.paused(run, segment, counts);
    } else if (progress instanceof Progress.Done done) {
      Run after = runs.complete(run.id(), segment, new Run.Segment(counts, done.note()));
      journal.completed(after, segment, counts);
      finishIfAllDone(after);
    }
  }

  private void finishIfAllDone(Run run) {
    if (run.allDone()) {
      queue.send(List.of(Step.finish(run.id())));
    }
  }

  private void finish(Run run, Deadline deadline) {
    if (!run.allDone()) {
      throw new IllegalStateException(
          run.done().size() + " of " + run.segments() + " segments are done, not all");
    }
    Outcome outcome = job.finish(run, deadline);
    if (runs.finish(run, outcome, clock.instant())) {
      journal.finished(run, outcome);
    }
  }
}
