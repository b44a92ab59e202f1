package outlay.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An expense or an income as it is stored.
 *
 * @param userId the {@code sub} of the verified token it was recorded with, and nothing else
 * @param expenseId a UUID, unique for the user: see {@link ExpenseId}
 * @param version 1 when recorded, one more with each change; the HTTP {@code ETag}
 * @param fingerprint what {@link Fingerprint} makes of the content that it was first recorded with
 * @param deletedAt when it was deleted; null while it counts
 */
public record Expense(
    String userId,
    String expenseId,
    ExpenseContent content,
    long version,
    String fingerprint,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant deletedAt) {

  /** A new expense, not stored anywhere yet. */
  public static Expense recorded(
      String userId, String expenseId, ExpenseContent content, Instant now) {
    return new Expense(userId, expenseId, content, 1, Fingerprint.of(content), now, now, null);
  }

  public boolean isDeleted() {
    return deletedAt != null;
  }

  /** The next version, with other content. */
  public Expense edited(ExpenseContent newContent, Instant now) {
    return new Expense(
        userId, expenseId, newContent, version + 1, fingerprint, createdAt, now, deletedAt);
  }

  /** The next version, deleted. */
  public Expense deleted(Instant now) {
    return new Expense(userId, expenseId, content, version + 1, fingerprint, createdAt, now, now);
  }

  /** The next version, counting again. */
  public Expense restored(Instant now) {
    return new Expense(userId, expenseId, content, version + 1, fingerprint, createdAt, now, null);
  }
}
