package outlay.jobs.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a store of runs promises; {@code InMemoryRunStoreTest} and {@code DynamoRunStoreIT}. */
abstract class RunStoreContract {
  private static final Instant NIGHT = Instant.parse("2026-11-21T01:30:00Z");
  private static final Run BACKUP = run("backup#1", NIGHT);
  private static final Outcome WELL = Outcome.ok(Map.of("rows", 3));
  private static final Outcome BADLY = new Outcome(false, Map.of(), Map.of());

  private static Run run(String id, Instant startedAt) {
    return Run.opened(id, "backup", startedAt, 2, Map.of("full", "false"));
  }

  private static Run.Segment rows(long rows) {
    return new Run.Segment(Counts.of(Map.of("rows", rows)), "note " + rows);
  }

  abstract RunStore store();

  @Test
  void open_isFoundAsItWas() {
    RunStore store = store();

    Run opened = store.open(BACKUP);

    assertThat(opened).isEqualTo(BACKUP);
    assertThat(store.find(BACKUP.id())).contains(BACKUP);
    assertThat(store.find("backup#2")).isEmpty();
  }

  @Test
  void open_again_keepsTheFirstAndWhatIsDone() {
    RunStore store = store();
    store.open(BACKUP);
    store.complete(BACKUP.id(), 1, rows(7));

    Run opened = store.open(run(BACKUP.id(), NIGHT.plusSeconds(60)));

    assertThat(opened.startedAt()).isEqualTo(NIGHT);
    assertThat(opened.done()).containsOnlyKeys(1);
  }

  @Test
  void complete_everySegment_keepsCountsAndNotes() {
    RunStore store = store();
    store.open(BACKUP);

    store.complete(BACKUP.id(), 1, rows(7));
    Run after = store.complete(BACKUP.id(), 0, rows(5));

    assertThat(after.allDone()).isTrue();
    assertThat(after.counts().get("rows")).isEqualTo(12);
    assertThat(after.notes()).containsExactly("note 5", "note 7");
    assertThat(store.find(BACKUP.id())).contains(after);
  }

  @Test
  void complete_again_keepsTheFirst() {
    RunStore store = store();
    store.open(BACKUP);
    store.complete(BACKUP.id(), 0, rows(5));

    Run after = store.complete(BACKUP.id(), 0, rows(50));

    assertThat(after.counts().get("rows")).isEqualTo(5);
  }

  @Test
  void complete_ofNoRun_fails() {
    RunStore store = store();

    assertThatThrownBy(() -> store.complete("backup#none", 0, rows(5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("backup#none");
    assertThat(store.find("backup#none")).isEmpty();
  }

  @Test
  void finish_well_isTheLastCompleted() {
    RunStore store = store();
    store.open(BACKUP);

    assertThat(store.finish(BACKUP, WELL, NIGHT.plusSeconds(9))).isTrue();

    assertThat(store.find(BACKUP.id())).map(Run::finished).contains(true);
    assertThat(store.lastCompletedAt("backup")).contains(NIGHT);
    assertThat(store.lastCompletedAt("report")).isEmpty();
  }

  @Test
  void finish_again_changesNothing() {
    RunStore store = store();
    store.open(BACKUP);
    store.finish(BACKUP, BADLY, NIGHT);

    assertThat(store.finish(BACKUP, BADLY, NIGHT.plusSeconds(1))).isFalse();
  }

  @Test
  void finish_badly_leavesNoneToBuildUpon() {
    RunStore store = store();
    Run later = store.open(run("backup#2", NIGHT.plusSeconds(86_400)));
    store.open(BACKUP);
    store.finish(BACKUP, WELL, NIGHT);

    store.finish(later, BADLY, NIGHT);

    assertThat(store.lastCompletedAt("backup")).isEmpty();
  }

  @Test
  void finish_inAnotherOrderThanPlanned_keepsTheOnePlannedLast() {
    RunStore store = store();
    Run later = store.open(run("backup#2", NIGHT.plusSeconds(86_400)));
    Run earlier = store.open(BACKUP);

    store.finish(later, WELL, NIGHT);
    store.finish(earlier, WELL, NIGHT);

    assertThat(store.lastCompletedAt("backup")).contains(later.startedAt());
  }
}
