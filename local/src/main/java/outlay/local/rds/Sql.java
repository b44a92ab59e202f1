package outlay.local.rds;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement with its named parameters ({@code :name}) as JDBC wants them. What stands in quotes
 * or comments is left alone.
 *
 * @param text the statement, with {@code ?} in place of each parameter
 * @param names the parameters' names in the order of their places; a name can stand in several
 */
record Sql(String text, List<String> names) {
  Sql {
    names = List.copyOf(names);
  }

  /**
   * Parses MySQL's lexical rules: backslashes escape in strings, a doubled quote is one, {@code #}
   * and {@code -- } begin comments.
   *
   * @throws Refusal if there is more than one statement; what creates a routine may hold some
   */
  static Sql of(String sql) throws Refusal {
    StringBuilder text = new StringBuilder(sql.length());
    List<String> names = new ArrayList<>();
    boolean ended = false;
    int at = 0;
    while (at < sql.length()) {
      int end = endOfOpaque(sql, at);
      if (end > at) {
        if (ended && !isComment(sql, at)) {
          throw multiple();
        }
        text.append(sql, at, end);
        at = end;
        continue;
      }
      char c = sql.charAt(at);
      if (ended && !Character.isWhitespace(c) && c != ';') {
        throw multiple();
      }
      ended |= c == ';' && !creates(sql);
      end = c == ':' ? endOfName(sql, at + 1) : at;
      if (end > at + 1) {
        names.add(sql.substring(at + 1, end));
        text.append('?');
        at = end;
      } else {
        text.append(c);
        at++;
      }
    }
    return new Sql(text.toString(), names);
  }

  private static Refusal multiple() {
    return Refusal.invalid("Multistatements aren't supported.");
  }

  /** Procedures and triggers consist of statements. */
  private static boolean creates(String sql) {
    return sql.stripLeading().toUpperCase(Locale.ROOT).startsWith("CREATE ");
  }

  /** Where the string, quoted name, or comment that begins at {@code at} ends; else {@code at}. */
  private static int endOfOpaque(String sql, int at) {
    char c = sql.charAt(at);
    if (c == '\'' || c == '"' || c == '`') {
      return endOfQuoted(sql, at);
    }
    if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      return end < 0 ? sql.length() : end + 2;
    }
    if (isComment(sql, at)) {
      int end = sql.indexOf('\n', at);
      return end < 0 ? sql.length() : end + 1;
    }
    return at;
  }

  private static boolean isComment(String sql, int at) {
    boolean isDashed =
        sql.startsWith("--", at)
            && (at + 2 == sql.length() || Character.isWhitespace(sql.charAt(at + 2)));
    return sql.charAt(at) == '#' || isDashed || sql.startsWith("/*", at);
  }

  private static int endOfQuoted(String sql, int at) {
    char quote = sql.charAt(at);
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && quote != '`') {
        i += 2;
      } else if (c == quote) {
        return i + 1; // A doubled quote begins the next string where this one ends.
      } else {
        i++;
      }
    }
    return sql.length();
  }

  private static int endOfName(String sql, int from) {
    int end = from;
    while (end < sql.length()
        && (sql.charAt(end) == '_'
            || isLetter(sql.charAt(end))
            || end > from && Character.isDigit(sql.charAt(end)))) {
      end++;
    }
    return end;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
