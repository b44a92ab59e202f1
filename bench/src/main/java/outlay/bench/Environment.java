package outlay.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file that {@code ./run} writes for its clients: lines {@code export NAME='value'} or {@code
 * export NAME=value}, meant to be sourced by a shell.
 *
 * @param folder the data folder it lies in
 */
public record Environment(Path folder, Map<String, String> values) {
  private static final List<String> NEEDED =
      List.of(
          "OUTLAY_API",
          "OUTLAY_MAIL",
          "AWS_ENDPOINT_URL",
          "AWS_REGION",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "OUTLAY_EXPENSES_TABLE",
          "OUTLAY_TOTALS_TABLE",
          "OUTLAY_ALERTS_TABLE",
          "OUTLAY_TOTALS_FAILURES_URL",
          "OUTLAY_ALERTS_FAILURES_URL");

  public Environment {
    values = Map.copyOf(values);
    List<String> missing = new ArrayList<>(NEEDED);
    missing.removeAll(values.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "The environment file lacks " + String.join(", ", missing) + ".");
    }
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is not there, or something is missing in it; names all
   *     that is
   */
  public static Environment read(Path file) throws IOException {
    try {
      Path folder = file.toAbsolutePath().normalize().getParent();
      return new Environment(folder == null ? file : folder, parse(Files.readAllLines(file)));
    } catch (NoSuchFileException absent) {
      throw new IllegalArgumentException(
          "There is no " + file + ". Start ./run first, or name its file with --env.", absent);
    }
  }

  static Map<String, String> parse(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines) {
      String assignment = line.startsWith("export ") ? line.substring("export ".length()) : line;
      int equals = assignment.indexOf('=');
      if (equals > 0 && !assignment.startsWith("#")) {
        values.put(
            assignment.substring(0, equals).strip(), unquote(assignment.substring(equals + 1)));
      }
    }
    return values;
  }

  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The environment file lacks " + name + ".");
    }
    return value;
  }

  public URI uri(String name) {
    return URI.create(get(name));
  }

  // Within single quotes a shell takes everything as it is; a quote itself is written '\''.
  private static String unquote(String text) {
    String stripped = text.strip();
    boolean isQuoted = stripped.length() >= 2 && stripped.startsWith("'") && stripped.endsWith("'");
    return isQuoted ? stripped.substring(1, stripped.length() - 1).replace("'\\''", "'") : stripped;
  }
}
