package outlay.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where something is in an event: {@code $}, {@code $.detail.month}, {@code $.resources[0]}. */
final class EventPath {
  private static final Pattern STEP = Pattern.compile("\\.([A-Za-z0-9_-]+)|\\[(\\d{1,4})]");

  private EventPath() {}

  /** What is there; a missing node if nothing is. */
  static JsonNode at(String path, JsonNode event) {
    JsonNode found = event;
    Matcher step = STEP.matcher(path);
    while (step.find()) {
      found =
          step.group(1) == null
              ? found.path(Integer.parseInt(step.group(2)))
              : found.path(step.group(1));
    }
    return found;
  }

  /** What is wrong with a path, if anything is. */
  static Optional<String> wrongIn(String path) {
    return path.matches("\\$(?:" + STEP.pattern() + ")*")
        ? Optional.empty()
        : Optional.of("the path " + path + " is not understood");
  }
}
