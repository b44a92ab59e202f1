package outlay.local.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement of a role's policy.
 *
 * @param sid its name, which a log can give
 * @param allows false if it denies
 * @param actions {@code *} and {@code ?} are wildcards; case does not matter
 * @param resources ARNs with the same wildcards
 * @param conditions operator → condition key → values, any of which will do; all keys must hold
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">Policy
 *     elements</a>
 */
public record Statement(
    String sid,
    boolean allows,
    List<String> actions,
    List<String> resources,
    Map<String, Map<String, List<String>>> conditions) {
  /** What compares texts as they are; the others know wildcards. */
  private static final Set<String> EXACT = Set.of("StringEquals", "Bool");

  /** By what they are compiled from: what policies contain, asked for with every call. */
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  public Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    conditions = Map.copyOf(conditions);
  }

  boolean matches(Access access) {
    return actions.stream().anyMatch(action -> isAction(action, access))
        && resources.stream().anyMatch(resource -> isLike(resource, access.resource()))
        && conditions.entrySet().stream()
            .allMatch(each -> holds(each.getKey(), each.getValue(), access.context()));
  }

  static boolean isAction(String pattern, Access access) {
    return isLike(pattern.toLowerCase(Locale.ROOT), access.action().toLowerCase(Locale.ROOT));
  }

  private static boolean holds(
      String operator, Map<String, List<String>> keys, Map<String, String> context) {
    return keys.entrySet().stream()
        .allMatch(
            each -> {
              String value = context.get(each.getKey().toLowerCase(Locale.ROOT));
              return value != null
                  && each.getValue().stream()
                      .anyMatch(
                          wanted ->
                              EXACT.contains(operator)
                                  ? wanted.equals(value)
                                  : isLike(wanted, value));
            });
  }

  static boolean isLike(String pattern, String text) {
    return COMPILED.computeIfAbsent(pattern, Statement::compiled).matcher(text).matches();
  }

  private static Pattern compiled(String pattern) {
    String regex =
        pattern
            .chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL);
  }
}
