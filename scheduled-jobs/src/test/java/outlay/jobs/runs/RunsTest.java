package outlay.jobs.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planner, queue, and worker together, with a job that counts to ten in each segment. */
final class RunsTest {
  private static final Clock NIGHT =
      Clock.fixed(Instant.parse("2026-11-21T01:30:05Z"), ZoneOffset.UTC);
  private static final Map<String, Object> SCHEDULED =
      Map.of("scheduledFor", "2026-11-21T01:30:00Z");
  private static final int SEGMENTS = 4;

  private final InMemoryRunStore runs = new InMemoryRunStore();
  private final Deque<Step> queue = new ArrayDeque<>();
  private final CountingJob job = new CountingJob();
  private final List<String> journal = new ArrayList<>();
  private final Planner planner = new Planner(job, runs, queue::addAll, SEGMENTS, NIGHT);
  private final Worker worker = new Worker(job, runs, queue::addAll, new Lines(), NIGHT);

  @Test
  void open_bySchedule_isNamedAfterItsTime() {
    Run run = planner.open(SCHEDULED, "request-1");

    assertThat(run.id()).isEqualTo("count#2026-11-21T01:30:00Z");
    assertThat(queue).hasSize(SEGMENTS).allMatch(step -> step.cursor().isEmpty());
  }

  @Test
  void open_byPerson_isNamedAfterTheRequest() {
    assertThat(planner.open(Map.of(), "request-1").id()).isEqualTo("count#request-1");
  }

  @Test
  void open_again_sendsOnlyWhatIsNotDone() {
    planner.open(SCHEDULED, "request-1");
    worker.take(queue.remove(), () -> false);
    queue.clear();

    planner.open(SCHEDULED, "request-2");

    assertThat(queue).hasSize(SEGMENTS - 1).noneMatch(step -> step.segment().orElse(-1) == 0);
  }

  @Test
  void open_again_afterTheEnd_sendsNothing() {
    planner.open(SCHEDULED, "request-1");
    drain(new Random(1));

    Run again = planner.open(SCHEDULED, "request-2");

    assertThat(again.finished()).isTrue();
    assertThat(queue).isEmpty();
  }

  @Test
  void open_again_whenOnlyTheEndWasLost_sendsIt() {
    planner.open(SCHEDULED, "request-1");
    while (queue.peek() != null && queue.peek().segment().isPresent()) {
      worker.take(queue.remove(), () -> false);
    }
    queue.clear();

    planner.open(SCHEDULED, "request-2");

    assertThat(queue).containsExactly(Step.finish("count#2026-11-21T01:30:00Z"));
  }

  @Test
  void open_invalid_opensNothing() {
    assertThatThrownBy(() -> planner.open(Map.of("colour", "red", "to", 7), "request-1"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("to is no text")
        .hasMessageContaining("no field colour");

    assertThat(queue).isEmpty();
    assertThat(runs.find("count#request-1")).isEmpty();
  }

  @Test
  void take_toTheEnd_countsEachSegmentOnce() {
    planner.open(SCHEDULED, "request-1");

    drain(new Random(1));

    assertThat(job.finished).containsExactly(10L * SEGMENTS);
    assertThat(journal).filteredOn(line -> line.startsWith("completed")).hasSize(SEGMENTS);
    assertThat(journal.get(journal.size() - 1)).isEqualTo("finished true");
    assertThat(runs.lastCompletedAt("count")).contains(NIGHT.instant());
  }

  @Test
  void take_shortOfTime_goesOnFromTheCursor() {
    planner.open(SCHEDULED, "request-1");
    job.stepsPerCall = 3;

    drain(new Random(1));

    assertThat(job.finished).containsExactly(10L * SEGMENTS);
    assertThat(journal).filteredOn(line -> line.startsWith("paused")).hasSize(3 * SEGMENTS);
  }

  @Test
  void take_ofNoRun_fails() {
    assertThatThrownBy(() -> worker.take(Step.begin("count#none", 0), () -> false))
        .hasMessageContaining("count#none");
  }

  @Test
  void take_theEndBeforeAllIsDone_fails() {
    Run run = planner.open(SCHEDULED, "request-1");

    assertThatThrownBy(() -> worker.take(Step.finish(run.id()), () -> false))
        .hasMessageContaining("0 of 4 segments");
    assertThat(job.finished).isEmpty();
  }

  /** Every message may come again, at any later time, and any call may fail after its effect. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void take_twiceOutOfOrderAndKilled_countsTheSame(long seed) {
    Random random = new Random(seed);
    planner.open(SCHEDULED, "request-1");
    job.stepsPerCall = 3;
    job.random = random;

    drain(random);

    assertThat(runs.find("count#2026-11-21T01:30:00Z").orElseThrow().counts().get("counted"))
        .as("seed %d", seed)
        .isEqualTo(10L * SEGMENTS);
    assertThat(job.finished).as("seed %d", seed).isNotEmpty().containsOnly(10L * SEGMENTS);
    assertThat(journal).filteredOn(line -> line.startsWith("finished")).hasSize(1);
  }

  private void drain(Random random) {
    List<Step> pending = new ArrayList<>();
    while (true) {
      pending.addAll(queue);
      queue.clear();
      if (pending.isEmpty()) {
        return;
      }
      Collections.shuffle(pending, random);
      Step step = pending.get(0);
      if (survives(step) && !(job.random != null && random.nextInt(4) == 0)) {
        pending.remove(0); // Else the message comes back.
      }
    }
  }

  private boolean survives(Step step) {
    try {
      worker.take(step, () -> false);
      return true;
    } catch (Killed killed) {
      return false;
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final class CountingJob implements Job {
    private final List<Long> finished = new ArrayList<>();
    private int stepsPerCall = 10;
    private @org.jspecify.annotations.Nullable Random random;

    @Override
    public String name() {
      return "count";
    }

    @Override
    public Map<String, String> parameters(Request request) {
      Request.Reader reader = request.reader();
      reader.text("to");
      reader.check();
      return Map.of();
    }

    @Override
    public Progress work(Run run, int segment, Optional<String> cursor, Deadline deadline) {
      dieNowAndThen();
      int from = cursor.map(Integer::valueOf).orElse(0);
      int to = Math.min(10, from + stepsPerCall);
      Counts counts = Counts.of(Map.of("counted", (long) (to - from)));
      return to == 10
          ? new Progress.Done(counts, "")
          : new Progress.More(Integer.toString(to), counts);
    }

    @Override
    public Outcome finish(Run run, Deadline deadline) {
      finished.add(run.counts().get("counted"));
      dieNowAndThen();
      return Outcome.ok(Map.of());
    }

    private void dieNowAndThen() {
      if (random != null && random.nextInt(5) == 0) {
        throw new Killed();
      }
    }
  }

  private final class Lines implements Journal {
    @Override
    public void paused(Run run, int segment, Counts counts) {
      journal.add("paused " + segment);
    }

    @Override
    public void completed(Run run, int segment, Counts counts) {
      journal.add("completed " + segment);
    }

    @Override
    public void finished(Run run, Outcome outcome) {
      journal.add("finished " + outcome.ok());
    }
  }
}
