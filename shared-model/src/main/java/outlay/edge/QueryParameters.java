package outlay.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outlay.model.Violation;

/**
 * What follows the question mark.
 *
 * @param values by name, decoded. API Gateway joins the values of a name that is given twice by
 *     commas, which a single value may hold as well: hence {@code repeated}.
 * @param repeated the names that are given more than once
 */
public record QueryParameters(Map<String, String> values, Set<String> repeated) {
  public static final QueryParameters NONE = new QueryParameters(Map.of(), Set.of());

  public QueryParameters {
    values = Map.copyOf(values);
    repeated = Set.copyOf(repeated);
  }

  /**
   * The parameters of an event.
   *
   * @param rawQuery the query as it was sent; only its names are looked at
   */
  static QueryParameters of(Map<String, String> values, String rawQuery) {
    Set<String> seen = new HashSet<>();
    Set<String> repeated = new HashSet<>();
    for (int at = 0; at < rawQuery.length(); ) {
      int end = indexOf('&', rawQuery, at, rawQuery.length());
      String name = decode(rawQuery.substring(at, indexOf('=', rawQuery, at, end)));
      if (!seen.add(name)) {
        repeated.add(name);
      }
      at = end + 1;
    }
    return new QueryParameters(values, repeated);
  }

  private static int indexOf(char wanted, String text, int from, int end) {
    int at = text.indexOf(wanted, from);
    return at < 0 || at > end ? end : at;
  }

  private static String decode(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return name;
    }
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Adds a violation for each parameter that is not among {@code known}, or is given twice. */
  public void check(Set<String> known, List<Violation> violations) {
    for (String name : new TreeSet<>(values.keySet())) {
      if (!known.contains(name)) {
        violations.add(
            new Violation(
                RequestReader.isPlain(name) ? name : "",
                "unknown_parameter",
                "there is no such parameter here"));
      } else if (repeated.contains(name)) {
        violations.add(new Violation(name, "duplicate_parameter", "is given twice"));
      }
    }
  }
}
