package outlay.jobs.report;

/** Text in HTML and SVG. */
final class Html {
  private Html() {}

  /** The text as it is safe in an element and in a quoted attribute. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** What a user wrote: escaped, and its direction kept from what is around it. */
  static String isolated(String text) {
    return "<bdi>" + escape(text) + "</bdi>";
  }

  /** The first code points of a text, with an ellipsis if there are more. */
  static String cut(String text, int maxCodePoints) {
    return text.codePointCount(0, text.length()) <= maxCodePoints
        ? text
        : text.substring(0, text.offsetByCodePoints(0, maxCodePoints - 1)) + "…";
  }
}
