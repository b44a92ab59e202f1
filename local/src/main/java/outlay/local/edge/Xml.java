package outlay.local.edge;

/** Text in XML and HTML. */
public final class Xml {
  private Xml() {}

  /**
   * The text as the content of an element or of a quoted attribute. Control characters that XML 1.0
   * cannot express become U+FFFD.
   */
  public static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> escaped.append(escaped(point)));
    return escaped.toString();
  }

  private static String escaped(int point) {
    return switch (point) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> isXml(point) ? Character.toString(point) : "\uFFFD";
    };
  }

  /** See <a href="https://www.w3.org/TR/xml/#charsets">XML 1.0, characters</a>. */
  private static boolean isXml(int point) {
    boolean control = point < 0x20 && point != '\t' && point != '\n' && point != '\r';
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return !control && !surrogate && point != 0xFFFE && point != 0xFFFF;
  }
}
