package outlay.ingest;

import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/** Why an expense could not be changed. */
final class Refusals {
  private Refusals() {}

  /**
   * The same for an expense that never was and for another user's, so that nobody learns of the
   * other.
   */
  static Refusal notFound() {
    return new Refusal(Reason.EXPENSE_NOT_FOUND, "You have no expense with this id.");
  }

  static Refusal deleted() {
    return new Refusal(Reason.EXPENSE_DELETED, "The expense was deleted; restore it first.");
  }

  static Refusal versionMismatch() {
    return new Refusal(
        Reason.VERSION_MISMATCH, "The expense was changed meanwhile; read it again.");
  }

  static Refusal keyReused() {
    return new Refusal(
        Reason.IDEMPOTENCY_KEY_REUSED,
        "Another expense was recorded under this idempotency key; use a new key for a new expense.");
  }
}
