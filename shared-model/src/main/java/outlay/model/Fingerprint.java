package outlay.model;

import java.util.Arrays;
import java.util.Base64;

/**
 * Tells whether two requests asked to record the same thing. It is stored with the expense and
 * survives edits, so that a retry that arrives after an edit is still known as a retry.
 */
final class Fingerprint {
  private static final int BYTES = 12;

  private Fingerprint() {}

  /**
   * 16 characters: 96 bits of a SHA-256 over the content. Amounts that are equal as numbers are
   * equal here.
   */
  static String of(ExpenseContent content) {
    byte[] hash =
        Sha256.of(
            content.type().wireName(),
            content.date().toString(),
            content.category(),
            content.money().toString(),
            content.description());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
  }
}
