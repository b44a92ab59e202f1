package outlay.local.streams;

import java.io.IOException;
import java.util.List;
import software.amazon.event.ruler.Machine;

/**
 * A mapping's <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html">filters</a>.
 */
interface Filter {
  /** Whether one of the patterns matches the record's JSON. */
  boolean matches(String record);

  /**
   * The filters of some patterns; without any, everything matches.
   *
   * @throws IllegalArgumentException if a pattern is not one; the message shows it
   */
  static Filter of(List<String> patterns) {
    if (patterns.isEmpty()) {
      return record -> true;
    }
    Machine machine = Machine.builder().build();
    for (String pattern : patterns) {
      try {
        machine.addRule(pattern, pattern);
      } catch (IOException e) {
        throw new IllegalArgumentException("Not a filter pattern: " + pattern, e);
      }
    }
    return record -> matches(machine, record);
  }

  private static boolean matches(Machine machine, String record) {
    try {
      return !machine.rulesForJSONEvent(record).isEmpty();
    } catch (Exception e) { // Its own declaration; it throws on what is not JSON.
      throw new IllegalArgumentException("The filters cannot read a record.", e);
    }
  }
}
