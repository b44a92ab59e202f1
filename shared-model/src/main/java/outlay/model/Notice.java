package outlay.model;

import java.time.LocalDate;
import java.util.Optional;

/**
 * An alert as a person is told of it.
 *
 * @param trigger the change that led there; empty where it was found otherwise, as when a budget
 *     was set, and for a large expense, which says it all itself
 */
public record Notice(Alert alert, Optional<Trigger> trigger) {
  /** The day and category whose spending grew. */
  public record Trigger(LocalDate date, String category) {}
}
