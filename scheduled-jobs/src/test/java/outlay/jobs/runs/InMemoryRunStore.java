package outlay.jobs.runs;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

final class InMemoryRunStore implements RunStore {
  private final Map<String, Run> runs = new HashMap<>();
  private final Map<String, Instant> lastCompleted = new HashMap<>();

  @Override
  public synchronized Optional<Run> find(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  @Override
  public synchronized Optional<Instant> lastCompletedAt(String job) {
    return Optional.ofNullable(lastCompleted.get(job));
  }

  @Override
  public synchronized Run open(Run run) {
    runs.putIfAbsent(run.id(), run);
    return runs.get(run.id());
  }

  @Override
  public synchronized Run complete(String id, int segment, Run.Segment done) {
    Run run = find(id).orElseThrow(() -> new IllegalStateException("there is no run " + id));
    SortedMap<Integer, Run.Segment> all = new TreeMap<>(run.done());
    all.putIfAbsent(segment, done);
    return put(run, all, run.finished());
  }

  @Override
  public synchronized boolean finish(Run run, Outcome outcome, Instant now) {
    Run before = find(run.id()).orElseThrow();
    if (before.finished()) {
      return false;
    }
    put(before, before.done(), true);
    Instant last = lastCompleted.get(run.job());
    if (last == null || last.isBefore(run.startedAt())) {
      if (outcome.ok()) {
        lastCompleted.put(run.job(), run.startedAt());
      } else {
        lastCompleted.remove(run.job());
      }
    }
    return true;
  }

  private Run put(Run run, SortedMap<Integer, Run.Segment> done, boolean finished) {
    Run after =
        new Run(
            run.id(), run.job(), run.startedAt(), run.segments(), run.parameters(), done, finished);
    runs.put(run.id(), after);
    return after;
  }
}
