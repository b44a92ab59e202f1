package outlay.bench.figures;

import java.util.List;
import java.util.Map;

/**
 * A function as it is started.
 *
 * @param name what it is
 * @param platform what runs it, such as {@code JDK 25.0.3}
 * @param event what it is asked
 * @param status what it answers
 */
record Contender(
    String name,
    String platform,
    List<String> command,
    Map<String, String> environment,
    String event,
    int status) {
  Contender {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** As unlike the others as its row in a table. */
  String label() {
    return name + ", " + platform;
  }
}
