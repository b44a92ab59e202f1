package outlay.edge;

import java.util.List;
import java.util.Optional;
import outlay.model.Budget;
import outlay.model.Currency;
import outlay.model.Text;
import outlay.model.Violation;

/**
 * Which budget a request is about: {@code /budgets/{currency}} and {@code
 * /budgets/{currency}/{category+}}.
 *
 * <p>API Gateway decodes a path before it looks for the route, so that a category with a slash has
 * several segments, and what follows a question mark in it is lost. A browser drops {@code .} and
 * {@code ..}. For such a category, {@code /budgets/{currency}?category=…} names the same budget.
 *
 * @param currency empty if what was sent is none
 * @param category empty for all spending
 */
public record BudgetPath(Optional<Currency> currency, Optional<String> category) {
  /** The query parameter that may stand for the last part of the path. */
  public static final String CATEGORY = "category";

  /** The budget that the request names, or what is wrong with it. */
  public static BudgetPath of(HttpRequest request, List<Violation> violations) {
    Optional<Currency> currency = Currency.find(request.pathParameter("currency"));
    if (currency.isEmpty()) {
      violations.add(
          new Violation(
              "currency", "unknown_currency", "must be the ISO 4217 code of a currency in use"));
    }
    Optional<String> inPath = Optional.ofNullable(request.pathParameters().get(CATEGORY));
    Optional<String> inQuery = request.query().get(CATEGORY);
    if (inPath.isPresent() && inQuery.isPresent()) {
      violations.add(new Violation(CATEGORY, "duplicate_parameter", "is given twice"));
    }
    Optional<String> category = inPath.or(() -> inQuery);
    category.flatMap(Text::checkCategory).ifPresent(violations::add);
    return new BudgetPath(currency, category);
  }

  /** The budget's key in the table; only where nothing was wrong. */
  public String key() {
    return Budget.key(currency.orElseThrow(), category);
  }
}
