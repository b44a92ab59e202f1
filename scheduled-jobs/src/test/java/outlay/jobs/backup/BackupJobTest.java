package outlay.jobs.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static outlay.jobs.backup.Fixtures.NIGHT;
import static outlay.jobs.backup.Fixtures.expense;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.jobs.runs.InvalidRequest;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Rehearsal;
import outlay.model.Expense;

final class BackupJobTest {
  private static final Instant LAST_WEEK = NIGHT.minus(Duration.ofDays(7));
  private static final int SEGMENTS = 3;

  private final InMemorySource source = new InMemorySource();
  private final InMemoryBackupTable table = new InMemoryBackupTable();
  private final MovedClock clock = new MovedClock();
  private final Rehearsal backup = new Rehearsal(new BackupJob(source, table), SEGMENTS, clock, 1);

  @Test
  void run_first_copiesEverything() {
    fill();

    Outcome outcome = backup.run(Map.of());

    assertThat(outcome.ok()).isTrue();
    assertThat(outcome.details())
        .containsEntry("expenses", 40L)
        .containsEntry("rows", 40L)
        .containsEntry("verified", true);
    assertThat(table.rows.values()).containsExactlyInAnyOrderElementsOf(source.items.values());
  }

  @Test
  void run_again_sendsOnlyWhatChanged() {
    fill();
    backup.run(Map.of());
    clock.now = NIGHT.plus(Duration.ofDays(1));
    Expense deleted = expense("ann", 3, LAST_WEEK).deleted(clock.now.minusSeconds(60));
    source.put(deleted);
    source.put(expense("eve", 99, clock.now.minusSeconds(30)));

    Outcome outcome = backup.run(Map.of());

    assertThat(outcome.ok()).isTrue();
    assertThat(outcome.details()).containsEntry("sent", 2L).containsEntry("rows", 41L);
    assertThat(table.rows.values()).containsExactlyInAnyOrderElementsOf(source.items.values());
  }

  @Test
  void run_again_sendsWhatWasWrittenWhileTheLastOneBegan() {
    backup.run(Map.of());
    source.put(expense("ann", 1, NIGHT.minus(Duration.ofMinutes(10)))); // It took effect late.
    clock.now = NIGHT.plus(Duration.ofDays(1));

    assertThat(backup.run(Map.of()).details()).containsEntry("sent", 1L);
  }

  @Test
  void run_ofTheSchedule_readsAtHalfThePrice_andWhoAsksDoesNot() {
    fill();

    backup.run(Map.of());
    assertThat(source.reads).containsExactly(true);
    source.reads.clear();
    backup.run(Map.of("scheduledFor", NIGHT.toString()));
    assertThat(source.reads).containsExactly(false);
  }

  @Test
  void run_whenTheCopyLostARow_endsBadly_andTheNextMendsIt() {
    fill();
    backup.run(Map.of());
    table.rows.remove(table.rows.firstKey());
    clock.now = NIGHT.plus(Duration.ofDays(1));

    Outcome outcome = backup.run(Map.of());

    assertThat(outcome.ok()).isFalse();
    assertThat(outcome.details()).containsEntry("verified", false);
    assertThat(backup.run(Map.of()).ok()).isTrue();
    assertThat(table.rows.values()).containsExactlyInAnyOrderElementsOf(source.items.values());
  }

  @Test
  void run_whenOneContentDiffers_endsBadly() {
    fill();
    backup.run(Map.of());
    Expense changed = table.rows.firstEntry().getValue();
    table.rows.put(
        table.rows.firstKey(),
        new Expense(
            changed.userId(),
            changed.expenseId(),
            expense("ann", 12, NIGHT).content(),
            changed.version(),
            changed.fingerprint(),
            changed.createdAt(),
            changed.updatedAt(),
            null));
    clock.now = NIGHT.plus(Duration.ofDays(1));

    assertThat(backup.run(Map.of()).details()).containsEntry("verified", false);
  }

  @Test
  void run_whenExpensesExpired_keepsThemAndEndsWell() {
    Expense old = expense("ann", 1, LAST_WEEK).deleted(NIGHT.minus(Duration.ofDays(95)));
    Expense young = expense("ann", 2, LAST_WEEK).deleted(NIGHT.minus(Duration.ofDays(5)));
    table.upsert(List.of(old));
    source.put(young);

    Outcome outcome = backup.run(Map.of());

    assertThat(outcome.ok()).isTrue();
    assertThat(outcome.details()).containsEntry("rows", 1L);
    assertThat(table.rows.values()).containsExactly(old, young);
  }

  @Test
  void run_withAnUnreadableItem_copiesTheRestAndEndsBadly() {
    fill();
    source.corrupt = 1;

    Outcome outcome = backup.run(Map.of());

    assertThat(outcome.ok()).isFalse();
    assertThat(outcome.details()).containsEntry("unreadable", 1L).containsEntry("rows", 40L);
  }

  @Test
  void run_full_sendsEverything() {
    fill();
    backup.run(Map.of());

    assertThat(backup.run(Map.of("full", true)).details()).containsEntry("sent", 40L);
  }

  @Test
  void run_withUnknownFields_isTurnedDown() {
    assertThatThrownBy(() -> backup.run(Map.of("full", "yes", "month", "2026-01")))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("full is neither true nor false")
        .hasMessageContaining("no field month");
  }

  /** Calls fail before and after they were applied; messages come twice and in any order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void run_whileTheDatabaseFails_endsTheSame(long seed) {
    fill();
    Random random = new Random(seed);
    InMemoryBackupTable failing =
        new InMemoryBackupTable() {
          @Override
          public void upsert(List<Expense> expenses) {
            failNowAndThen();
            super.upsert(expenses);
            failNowAndThen();
          }

          private void failNowAndThen() {
            if (random.nextInt(5) == 0) {
              throw new IllegalStateException("the connection was dropped");
            }
          }
        };

    Outcome outcome =
        new Rehearsal(new BackupJob(source, failing), SEGMENTS, clock, seed).run(Map.of());

    assertThat(outcome.ok()).as("seed %d", seed).isTrue();
    assertThat(failing.rows.values()).containsExactlyInAnyOrderElementsOf(source.items.values());
  }

  private void fill() {
    for (int number = 0; number < 10; number++) {
      for (String user : List.of("ann", "bob", "chloé", "dan")) {
        source.put(expense(user, number, LAST_WEEK));
      }
    }
  }

  private static final class MovedClock extends Clock {
    private Instant now = NIGHT;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
