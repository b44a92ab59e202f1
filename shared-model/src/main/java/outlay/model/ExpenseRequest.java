package outlay.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An expense as a client sent it, nothing checked. Only {@link #toContent} makes it the real thing.
 *
 * @param amount the number's or string's text
 * @param malformed what the reader already found: fields of a wrong type, unknown, or given twice
 */
public record ExpenseRequest(
    @Nullable String date,
    @Nullable String type,
    @Nullable String category,
    @Nullable String amount,
    @Nullable String currency,
    @Nullable String description,
    List<Violation> malformed) {
  public ExpenseRequest {
    malformed = List.copyOf(malformed);
  }

  /**
   * The expense that is meant, or everything that is wrong with it.
   *
   * @param defaultCurrency the currency where none was sent
   * @param today the day it is; dates lie between 1970 and a year after it
   * @param violations where what is wrong is added; the content counts only if nothing was
   */
  public Optional<ExpenseContent> toContent(
      Currency defaultCurrency, LocalDate today, List<Violation> violations) {
    Check check = new Check(new ArrayList<>(malformed));
    Optional<LocalDate> checkedDate = check.date(date, today);
    Optional<ExpenseType> checkedType = check.type(type);
    Optional<String> checkedCategory = check.category(category);
    Optional<Currency> checkedCurrency = check.currency(currency, defaultCurrency);
    Optional<Money> checkedMoney = check.money(amount, checkedCurrency);
    String checkedDescription = check.description(description);
    violations.addAll(check.violations);
    if (!check.violations.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ExpenseContent(
            checkedType.orElseThrow(),
            checkedDate.orElseThrow(),
            checkedCategory.orElseThrow(),
            checkedMoney.orElseThrow(),
            checkedDescription));
  }

  /** One request's checks. A field that is malformed already is not complained about twice. */
  private record Check(List<Violation> violations) {

    Optional<LocalDate> date(@Nullable String date, LocalDate today) {
      if (isMissing("date", date) || date == null) {
        return Optional.empty();
      }
      Optional<LocalDate> parsed = CalendarDate.parse(date);
      if (parsed.isEmpty()) {
        add("date", "not_a_date", "must be a calendar date such as 2026-01-22");
      } else if (parsed.get().isBefore(CalendarDate.EARLIEST)
          || parsed.get().isAfter(today.plusYears(1))) {
        add("date", "out_of_range", "must lie between 1970-01-01 and a year from today");
      }
      return parsed;
    }

    Optional<ExpenseType> type(@Nullable String type) {
      if (type == null) {
        return Optional.of(ExpenseType.EXPENSE);
      }
      Optional<ExpenseType> found = ExpenseType.find(type);
      if (found.isEmpty()) {
        add("type", "unknown_type", "must be expense or income");
      }
      return found;
    }

    Optional<String> category(@Nullable String category) {
      if (isMissing("category", category) || category == null) {
        return Optional.empty();
      }
      Text.checkCategory(category).ifPresent(violations::add);
      return Optional.of(category);
    }

    Optional<Currency> currency(@Nullable String currency, Currency defaultCurrency) {
      if (currency == null) {
        return isMalformed("currency") ? Optional.empty() : Optional.of(defaultCurrency);
      }
      Optional<Currency> found = Currency.find(currency);
      if (found.isEmpty()) {
        add("currency", "unknown_currency", "must be the ISO 4217 code of a currency in use");
      }
      return found;
    }

    Optional<Money> money(@Nullable String amount, Optional<Currency> currency) {
      if (isMissing("amount", amount) || amount == null) {
        return Optional.empty();
      }
      return AmountText.money("amount", amount, currency, violations);
    }

    String description(@Nullable String description) {
      if (description == null) {
        return "";
      }
      Text.checkDescription(description).ifPresent(violations::add);
      return description;
    }

    private boolean isMissing(String field, @Nullable String value) {
      if (value == null && !isMalformed(field)) {
        add(field, "required", "is required");
      }
      return value == null;
    }

    private boolean isMalformed(String field) {
      return violations.stream().anyMatch(violation -> violation.field().equals(field));
    }

    private void add(String field, String code, String detail) {
      violations.add(new Violation(field, code, detail));
    }
  }
}
