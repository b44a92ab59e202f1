package outlay.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static outlay.ingest.Fixtures.DINNER;
import static outlay.ingest.Fixtures.ID;
import static outlay.ingest.Fixtures.LATER;
import static outlay.ingest.Fixtures.LUNCH;
import static outlay.ingest.Fixtures.NOON;
import static outlay.ingest.Fixtures.recordedBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import outlay.ingest.ExpenseStore.Recorded;
import outlay.model.Expense;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/** What every expense store does; the fake and its real twin pass it alike. */
abstract class ExpenseStoreContract {
  private static final OptionalLong ANY = OptionalLong.empty();

  abstract ExpenseStore store();

  @Test
  void record_first_isNew() {
    assertThat(store().record(recordedBy("asha")))
        .isEqualTo(new Recorded(recordedBy("asha"), true));
  }

  @Test
  void record_sameAttemptAgain_isStillNew() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));

    assertThat(store.record(recordedBy("asha")).isNew()).isTrue();
  }

  @Test
  void record_laterUnderTheSameId_keepsTheFirst() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));

    assertThat(store.record(Expense.recorded("asha", ID, DINNER, LATER)))
        .isEqualTo(new Recorded(recordedBy("asha"), false));
  }

  @Test
  void record_sameIdOfAnotherUser_isAnotherExpense() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));

    assertThat(store.record(recordedBy("ben")).isNew()).isTrue();
  }

  @Test
  void edit_replacesContentAndRaisesVersion() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));

    Expense edited = store.edit("asha", ID, DINNER, OptionalLong.of(1), LATER);

    assertThat(edited).isEqualTo(recordedBy("asha").edited(DINNER, LATER));
    assertThat(edited.version()).isEqualTo(2);
  }

  @Test
  void edit_sameAttemptAgain_changesNothing() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));
    Expense edited = store.edit("asha", ID, DINNER, OptionalLong.of(1), LATER);

    assertThat(store.edit("asha", ID, DINNER, OptionalLong.of(1), LATER)).isEqualTo(edited);
    assertThat(store.edit("asha", ID, DINNER, ANY, LATER)).isEqualTo(edited);
  }

  @Test
  void edit_oldVersion_isRefusedAndChangesNothing() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));
    Expense edited = store.edit("asha", ID, DINNER, ANY, LATER);

    assertRefused(
        Reason.VERSION_MISMATCH,
        () -> store.edit("asha", ID, LUNCH, OptionalLong.of(1), LATER.plusSeconds(1)));
    assertThat(store.record(recordedBy("asha")).stored()).isEqualTo(edited);
  }

  @Test
  void edit_absentOrAnothers_isNotFound() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));

    assertRefused(Reason.EXPENSE_NOT_FOUND, () -> store.edit("ben", ID, DINNER, ANY, LATER));
  }

  @Test
  void edit_deleted_isRefused() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));
    store.delete("asha", ID, ANY, LATER);

    assertRefused(
        Reason.EXPENSE_DELETED, () -> store.edit("asha", ID, DINNER, ANY, LATER.plusSeconds(1)));
  }

  @Test
  void delete_keepsTheExpenseMarked() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));

    assertThat(store.delete("asha", ID, OptionalLong.of(1), LATER))
        .isEqualTo(recordedBy("asha").deleted(LATER));
  }

  @Test
  void delete_again_changesNothing() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));
    Expense deleted = store.delete("asha", ID, ANY, LATER);

    assertThat(store.delete("asha", ID, OptionalLong.of(1), LATER.plusSeconds(9)))
        .isEqualTo(deleted);
  }

  @Test
  void delete_oldVersion_isRefused() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));
    store.edit("asha", ID, DINNER, ANY, LATER);

    assertRefused(
        Reason.VERSION_MISMATCH, () -> store.delete("asha", ID, OptionalLong.of(1), LATER));
  }

  @Test
  void delete_absent_isNotFound() {
    assertRefused(Reason.EXPENSE_NOT_FOUND, () -> store().delete("asha", ID, ANY, NOON));
  }

  @Test
  void restore_makesItCountAgain() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));
    store.delete("asha", ID, ANY, LATER);

    Expense restored = store.restore("asha", ID, OptionalLong.of(2), LATER.plusSeconds(1));

    assertThat(restored)
        .isEqualTo(recordedBy("asha").deleted(LATER).restored(LATER.plusSeconds(1)));
    assertThat(store.edit("asha", ID, DINNER, ANY, LATER.plusSeconds(2)).version()).isEqualTo(4);
  }

  @Test
  void restore_notDeleted_changesNothing() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));

    assertThat(store.restore("asha", ID, ANY, LATER)).isEqualTo(recordedBy("asha"));
  }

  @Test
  void restore_oldVersion_isRefused() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));
    store.delete("asha", ID, ANY, LATER);

    assertRefused(
        Reason.VERSION_MISMATCH, () -> store.restore("asha", ID, OptionalLong.of(1), LATER));
  }

  @Test
  void change_appliedAfterALaterOne_isRefusedAndUndoesNothing() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));
    Instant earlier = LATER.minusNanos(1_000);
    Expense edited = store.edit("asha", ID, DINNER, ANY, LATER);

    assertRefused(Reason.VERSION_MISMATCH, () -> store.edit("asha", ID, LUNCH, ANY, earlier));
    assertRefused(Reason.VERSION_MISMATCH, () -> store.delete("asha", ID, ANY, earlier));
    assertThat(store.record(recordedBy("asha")).stored()).isEqualTo(edited);

    Expense deleted = store.delete("asha", ID, ANY, LATER.plusSeconds(9));
    assertRefused(Reason.VERSION_MISMATCH, () -> store.restore("asha", ID, ANY, LATER));
    assertThat(store.record(recordedBy("asha")).stored()).isEqualTo(deleted);
  }

  @Test
  void change_aMicrosecondLater_isApplied() {
    ExpenseStore store = store();
    store.record(recordedBy("asha"));
    Instant wholeSecond = LATER.truncatedTo(ChronoUnit.SECONDS);
    store.edit("asha", ID, DINNER, ANY, wholeSecond);

    Expense edited = store.edit("asha", ID, LUNCH, ANY, wholeSecond.plusNanos(1_000));

    assertThat(edited.version()).isEqualTo(3);
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
