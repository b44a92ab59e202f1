package outlay.query;

/**
 * A text without the difference between capitals and small letters. Letter by letter, as {@link
 * String#equalsIgnoreCase} does it: the same in every place, and no letter becomes two. Accents
 * count, however they are composed.
 */
final class Folded {
  private final String folded;

  Folded(String text) {
    folded = fold(text);
  }

  boolean isIn(String text) {
    return fold(text).contains(folded);
  }

  private static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints()
        .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Folded that && folded.equals(that.folded);
  }

  @Override
  public int hashCode() {
    return folded.hashCode();
  }

  @Override
  public String toString() {
    return folded;
  }
}
