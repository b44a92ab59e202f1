package outlay.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A budget as a client sent it, nothing checked. Only {@link #toBudget} makes it the real thing.
 *
 * @param limit the number's or string's text
 * @param alertLevels in percent; null for the default ones
 * @param largeExpense the number's or string's text; null for the default
 * @param malformed what the reader already found: fields of a wrong type, unknown, or given twice
 */
public record BudgetRequest(
    @Nullable String limit,
    @Nullable List<Integer> alertLevels,
    @Nullable String largeExpense,
    List<Violation> malformed) {
  /** How many levels a budget can have: each is an alert a month. */
  public static final int MAX_LEVELS = 10;

  /** The highest level, in percent. */
  public static final int MAX_LEVEL = 1000;

  public BudgetRequest {
    alertLevels = alertLevels == null ? null : List.copyOf(alertLevels);
    malformed = List.copyOf(malformed);
  }

  /**
   * The budget that is meant, or everything that is wrong with it.
   *
   * @param currency empty if what the client sent is none, which is a violation already
   * @param category empty for all spending; checked by the caller
   * @param defaultLevels the levels where none were sent
   * @param violations where what is wrong is added; the budget counts only if nothing was
   */
  public Optional<Budget> toBudget(
      Optional<Currency> currency,
      Optional<String> category,
      List<Integer> defaultLevels,
      List<Violation> violations) {
    List<Violation> found = new ArrayList<>(malformed);
    Optional<Money> checkedLimit = limit(currency, found);
    checkLevels(found);
    Optional<Money> threshold = threshold(currency, category, found);
    violations.addAll(found);
    if (!violations.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Budget(
            currency.orElseThrow(),
            category,
            checkedLimit.orElseThrow(),
            alertLevels == null ? defaultLevels : alertLevels,
            threshold));
  }

  private Optional<Money> limit(Optional<Currency> currency, List<Violation> found) {
    if (limit != null) {
      return AmountText.money("limit", limit, currency, found);
    }
    if (found.stream().noneMatch(violation -> violation.field().equals("limit"))) {
      found.add(new Violation("limit", "required", "is required"));
    }
    return Optional.empty();
  }

  private void checkLevels(List<Violation> found) {
    if (alertLevels == null) {
      return;
    }
    if (alertLevels.isEmpty() || alertLevels.size() > MAX_LEVELS) {
      found.add(
          new Violation(
              "alertLevels", "out_of_range", "must hold between 1 and " + MAX_LEVELS + " levels"));
    } else if (alertLevels.stream().anyMatch(level -> level < 1 || level > MAX_LEVEL)) {
      found.add(
          new Violation(
              "alertLevels", "out_of_range", "must be percentages from 1 to " + MAX_LEVEL));
    }
  }

  private Optional<Money> threshold(
      Optional<Currency> currency, Optional<String> category, List<Violation> found) {
    if (largeExpense == null) {
      return Optional.empty();
    }
    if (category.isPresent()) {
      found.add(
          new Violation(
              "largeExpense", "not_allowed", "is for the budget of all spending in a currency"));
      return Optional.empty();
    }
    return AmountText.money("largeExpense", largeExpense, currency, found);
  }
}
