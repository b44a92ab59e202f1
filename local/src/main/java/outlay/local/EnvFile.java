package outlay.local;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code . .local/env} sets: all that a client of a running stack needs to know. */
final class EnvFile {
  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private EnvFile() {}

  /**
   * Lines that a shell sources.
   *
   * @param outputs the template's outputs: {@code ExpensesTable} becomes {@code
   *     OUTLAY_EXPENSES_TABLE}
   * @param operator the credentials of a person with a terminal
   */
  static String text(Addresses addresses, Map<String, String> outputs, Credentials operator) {
    Map<String, String> variables = new LinkedHashMap<>();
    outputs.forEach((name, value) -> variables.put("OUTLAY_" + upperSnake(name), value));
    variables.put("OUTLAY_API", addresses.api().toString());
    variables.put("OUTLAY_WEB", addresses.web().toString());
    variables.put("OUTLAY_MAIL", addresses.mail().toString());
    variables.put("OUTLAY_LOGIN", addresses.signIn().toString());
    variables.put("AWS_ENDPOINT_URL", addresses.edge().toString());
    variables.putAll(operator.environment());
    return variables.entrySet().stream()
        .map(variable -> "export " + variable.getKey() + "=" + quoted(variable.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  static String upperSnake(String camelCase) {
    return WORD_START.matcher(camelCase).replaceAll("_").toUpperCase(Locale.ROOT);
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
