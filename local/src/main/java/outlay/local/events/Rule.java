package outlay.local.events;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import outlay.local.targets.RetryPolicy;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.RuleCompiler;

/**
 * A rule of a bus.
 *
 * @param arn with the bus's name in it, unless that is the default bus
 * @param pattern JSON
 */
public record Rule(
    String name,
    String arn,
    String bus,
    String pattern,
    boolean enabled,
    String description,
    List<Target> targets) {
  public Rule {
    targets = List.copyOf(targets);
  }

  /**
   * Where events go that match.
   *
   * @param input what the target gets in place of the event
   * @param deadLetterArn a queue for events that could not be delivered
   */
  public record Target(
      String id, String arn, Input input, RetryPolicy retries, Optional<String> deadLetterArn) {}

  /**
   * Whether events match a pattern, as AWS's own event-ruler says.
   *
   * @param pattern JSON
   * @param event JSON
   * @throws IllegalArgumentException if the pattern is none; the message says why
   */
  static boolean matches(String pattern, String event) {
    Optional<String> wrong = wrongIn(pattern);
    if (wrong.isPresent()) {
      throw new IllegalArgumentException(wrong.get());
    }
    try {
      Machine machine = Machine.builder().build();
      machine.addRule("rule", pattern);
      return !machine.rulesForJSONEvent(event).isEmpty();
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (Exception e) { // event-ruler's own declaration.
      throw new IllegalStateException("An event cannot be matched.", e);
    }
  }

  /** What is wrong with a pattern, if anything is. */
  public static Optional<String> wrongIn(String pattern) {
    return Optional.ofNullable(RuleCompiler.check(pattern));
  }
}
