package outlay.model;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * Where an expense's id comes from.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562">RFC 9562: UUIDs</a>
 */
public final class ExpenseId {
  private static final long VERSION_MASK = 0xffff_ffff_ffff_0fffL;
  private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final int MAX_SEQUENCE = 0xfff;

  private ExpenseId() {}

  /**
   * A new id, in the order of time (UUIDv7). Never made before a snapshot: each call asks the
   * system for randomness.
   */
  public static String random(Instant now, SecureRandom random) {
    long high = (now.toEpochMilli() << 16) | random.nextInt(MAX_SEQUENCE + 1);
    return uuid(high, random.nextLong(), 7);
  }

  /** The one id that this user's idempotency key stands for, at every attempt (UUIDv8). */
  public static String ofKey(String userId, String idempotencyKey) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(userId, idempotencyKey));
    return uuid(hash.getLong(), hash.getLong(), 8);
  }

  /** Whether this could be an id at all; what could not is never looked up. */
  public static boolean isWellFormed(String id) {
    if (id.length() != 36) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String uuid(long high, long low, long version) {
    return new UUID(high & VERSION_MASK | version << 12, low & VARIANT_MASK | VARIANT).toString();
  }
}
