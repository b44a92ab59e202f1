package outlay.query;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.model.Sha256;

/**
 * Where a list goes on, as clients hold it: 44 characters of base64url over
 *
 * <pre>
 * version    1 byte   1
 * digest    12 bytes  SHA-256 of the user, the filter, and the position, cut short
 * date       4 bytes  days since 1970-01-01
 * expenseId 16 bytes
 * </pre>
 *
 * It stands on a position, not on a count, so that expenses that are recorded or removed meanwhile
 * move nothing. The digest ties it to its user and query. It is no secret and need not be: a list
 * is read from the partition of the token's own user, whatever a cursor says, so that one who
 * computes a cursor can only start his own list elsewhere. What is decoded is a day within the
 * filter and a UUID, which is all that the store wants to be sure of.
 */
final class Cursor {
  private static final byte VERSION = 1;
  private static final int DIGEST_BYTES = 12;
  private static final int BYTES = 1 + DIGEST_BYTES + Integer.BYTES + 2 * Long.BYTES;
  private static final int CHARACTERS = BYTES * 4 / 3;

  private Cursor() {}

  static String encode(String userId, ExpenseFilter filter, Position position) {
    UUID id = UUID.fromString(position.expenseId());
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .put(VERSION)
            .put(digest(userId, filter, position))
            .putInt(Math.toIntExact(position.date().toEpochDay()))
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  /**
   * The position in a cursor that {@link #encode} made for this user and filter.
   *
   * @throws Refusal {@code INVALID_CURSOR} for anything else, always the same
   */
  static Position decode(String userId, ExpenseFilter filter, String cursor) {
    if (cursor.length() != CHARACTERS) {
      throw invalid();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      byte version = bytes.get();
      byte[] digest = new byte[DIGEST_BYTES];
      bytes.get(digest);
      LocalDate date = LocalDate.ofEpochDay(bytes.getInt());
      Position position = new Position(date, new UUID(bytes.getLong(), bytes.getLong()).toString());
      if (version == VERSION
          && filter.dates().contains(date)
          && Arrays.equals(digest, digest(userId, filter, position))) {
        return position;
      }
    } catch (IllegalArgumentException | DateTimeException | java.nio.BufferUnderflowException no) {
      // Not base64, cut short by padding, or no date: as invalid as a wrong digest.
    }
    throw invalid();
  }

  private static byte[] digest(String userId, ExpenseFilter filter, Position position) {
    String[] parts = filter.parts();
    String[] texts = Arrays.copyOf(parts, parts.length + 3);
    texts[parts.length] = userId;
    texts[parts.length + 1] = position.date().toString();
    texts[parts.length + 2] = position.expenseId();
    return Arrays.copyOf(Sha256.of(texts), DIGEST_BYTES);
  }

  private static Refusal invalid() {
    return new Refusal(
        Reason.INVALID_CURSOR, "Use a cursor as it was answered, for the same query; or none.");
  }
}
