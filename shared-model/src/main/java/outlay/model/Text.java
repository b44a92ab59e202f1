package outlay.model;

import java.util.Optional;

/**
 * What may stand in a user's text. What is accepted is kept byte for byte: nothing is trimmed or
 * normalised.
 */
public final class Text {
  private Text() {}

  /** A description: up to 1,000 code points, on several lines. */
  static Optional<Violation> checkDescription(String text) {
    return check("description", text, 1000, true);
  }

  /** A category: 1 to 100 code points on one line, not all blank. */
  public static Optional<Violation> checkCategory(String text) {
    if (text.isBlank()) {
      return Optional.of(new Violation("category", "blank", "must not be empty or blank"));
    }
    return check("category", text, 100, false);
  }

  private static Optional<Violation> check(
      String field, String text, int maxCodePoints, boolean multiline) {
    if (text.codePointCount(0, text.length()) > maxCodePoints) {
      return Optional.of(
          new Violation(field, "too_long", "must be at most " + maxCodePoints + " characters"));
    }
    if (text.codePoints().anyMatch(c -> isRefused(c, multiline))) {
      return Optional.of(
          new Violation(
              field,
              "invalid_character",
              multiline
                  ? "must hold no control character but tab and line feed, no lone surrogate, and no bidirectional"
                      + " override"
                  : "must hold no control character, no lone surrogate, and no bidirectional override"));
    }
    return Optional.empty();
  }

  private static boolean isRefused(int c, boolean multiline) {
    if (c == '\t' || c == '\n') {
      return !multiline;
    }
    return Character.isISOControl(c)
        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
        || isBidirectionalOverride(c);
  }

  /**
   * Embeddings, overrides, and isolates, which make text read as what it is not. Marks, which
   * right-to-left text needs, are not among them.
   *
   * @see <a href="https://www.unicode.org/reports/tr9/">Unicode TR 9</a>
   */
  private static boolean isBidirectionalOverride(int c) {
    return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
  }
}
