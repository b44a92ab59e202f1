package outlay.jobs.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.jobs.backup.Fixtures.NIGHT;
import static outlay.jobs.backup.Fixtures.expense;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Rehearsal;
import outlay.model.Expense;

final class RestoreJobTest {
  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final InMemoryBackupTable table = new InMemoryBackupTable();
  private final InMemorySource target = new InMemorySource();

  @AfterEach
  void endPool() {
    pool.shutdownNow();
  }

  private Outcome restore(long seed, Map<String, Object> request) {
    return new Rehearsal(
            new RestoreJob(table, target, pool, Clock.fixed(NIGHT, ZoneOffset.UTC)),
            3,
            Clock.fixed(NIGHT, ZoneOffset.UTC),
            seed)
        .run(request);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void run_intoAnEmptyTable_bringsEverythingBack(long seed) {
    fill();

    Outcome outcome = restore(seed, Map.of());

    assertThat(outcome.ok()).isTrue();
    assertThat(target.items.values()).containsExactlyInAnyOrderElementsOf(table.rows.values());
  }

  @Test
  void run_twice_changesNothingMore() {
    fill();
    restore(1, Map.of());

    assertThat(restore(2, Map.of()).details())
        .containsEntry("added", 0L)
        .containsEntry("replaced", 0L)
        .containsEntry("kept", 40L);
  }

  @Test
  void run_intoADamagedTable_bringsBackWhatIsMissingOrOlder() {
    Expense recorded = expense("ann", 1, NIGHT);
    Expense edited = recorded.edited(expense("ann", 2, NIGHT).content(), NIGHT);
    Expense newer = expense("bob", 1, NIGHT);
    table.upsert(List.of(edited, newer, expense("bob", 2, NIGHT)));
    target.put(recorded);
    target.put(newer.deleted(NIGHT));

    restore(1, Map.of());

    assertThat(target.items.values())
        .containsExactlyInAnyOrder(edited, newer.deleted(NIGHT), expense("bob", 2, NIGHT));
  }

  @Test
  void run_dry_saysWhatItWouldDo_andWritesNothing() {
    fill();
    target.put(table.rows.firstEntry().getValue());

    Outcome outcome = restore(1, Map.of("dryRun", true));

    assertThat(outcome.details())
        .containsEntry("dryRun", true)
        .containsEntry("added", 39L)
        .containsEntry("kept", 1L);
    assertThat(target.items).hasSize(1);
  }

  @Test
  void run_leavesOutWhatWouldExpireAtOnce() {
    table.upsert(List.of(expense("ann", 1, NIGHT).deleted(NIGHT.minus(Duration.ofDays(91)))));

    assertThat(restore(1, Map.of()).details())
        .containsEntry("expired", 1L)
        .containsEntry("added", 0L);
    assertThat(target.items).isEmpty();
  }

  private void fill() {
    for (int number = 0; number < 10; number++) {
      for (String user : List.of("ann", "bob", "chloé", "dan")) {
        table.upsert(List.of(expense(user, number, NIGHT)));
      }
    }
  }
}
