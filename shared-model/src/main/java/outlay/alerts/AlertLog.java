package outlay.alerts;

import java.time.Instant;
import outlay.model.Alert;
import outlay.model.Notice;

/** Which alerts were raised, and whose turn it is to send one that was not. */
public interface AlertLog {
  /** What became of a claim. */
  enum Claim {
    /** It is the caller's to send, until its lease is over. */
    OURS,
    /** It was sent; there is nothing to do. */
    SENT,
    /** Somebody else is about to send it, or died trying: ask again when that lease is over. */
    THEIRS
  }

  /**
   * A turn to send an alert.
   *
   * @param token random, and never used for another invocation
   * @param until when another may take the alert up
   */
  record Lease(String token, Instant until) {}

  /**
   * Takes the alert's turn, unless it was sent or somebody else's lease runs. Again with the same
   * token, it is still ours.
   */
  Claim claim(Notice notice, Lease lease, Instant now);

  /**
   * Marks a claimed alert as sent. Again it changes nothing; nor does it if the lease ran out and
   * another took the alert up.
   */
  void sent(Alert alert, String token, String messageId, Instant now);

  /**
   * Gives a claimed alert's turn up at once. Again, or after the lease ran out, it does nothing.
   */
  void release(Alert alert, String token);
}
