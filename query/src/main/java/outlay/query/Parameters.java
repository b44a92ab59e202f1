package outlay.query;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import outlay.edge.BudgetPath;
import outlay.edge.HttpRequest;
import outlay.edge.QueryParameters;
import outlay.model.CalendarDate;
import outlay.model.Currency;
import outlay.model.ExpenseType;
import outlay.model.Refusal;
import outlay.model.Text;
import outlay.model.Violation;

/**
 * Reads a request's query parameters. What is wrong is noted, so that all of it is answered at
 * once: {@link #check} must be called before anything read here is used.
 */
final class Parameters {
  private static final int MAX_TEXT_CODE_POINTS = 100;

  private final QueryParameters query;
  private final List<Violation> violations = new ArrayList<>();

  /**
   * Reads these.
   *
   * @param known the route's parameters; any other is a violation
   */
  Parameters(QueryParameters query, Set<String> known) {
    this.query = query;
    query.check(known, violations);
  }

  /**
   * Ends reading.
   *
   * @throws Refusal if anything was wrong
   */
  void check() {
    if (!violations.isEmpty()) {
      throw Refusal.invalid(violations);
    }
  }

  /** The parameters {@code from}, {@code to}, {@code category}, {@code type}, … of a list. */
  ExpenseFilter filter() {
    return new ExpenseFilter(
        dates(ignored -> DateRange.ALL.from(), DateRange.ALL.to()),
        category(),
        read("type", ExpenseType::find, "unknown_type", "must be expense or income"),
        currency(),
        text());
  }

  /**
   * The days from {@code from} to {@code to}.
   *
   * @param defaultFrom the first day, given the last, where none is named
   */
  DateRange dates(Function<LocalDate, LocalDate> defaultFrom, LocalDate defaultTo) {
    int before = violations.size();
    LocalDate to = date("to").orElse(defaultTo);
    LocalDate from = date("from").orElseGet(() -> defaultFrom.apply(to));
    if (from.isAfter(to) && violations.size() == before) {
      add("to", "before_from", "must not be before from");
    }
    return new DateRange(from.isAfter(to) ? to : from, to);
  }

  /** Notes a range of more than this many years. */
  void checkAtMost(int years, DateRange dates) {
    if (!dates.to().isBefore(dates.from().plusYears(years))) {
      add("from", "out_of_range", "must be less than " + years + " years before to");
    }
  }

  private Optional<LocalDate> date(String name) {
    Optional<LocalDate> date =
        read(name, CalendarDate::parse, "not_a_date", "must be a calendar date such as 2026-01-22");
    if (date.isPresent() && !DateRange.ALL.contains(date.get())) {
      add(name, "out_of_range", "must not be before 1970-01-01");
    }
    return date;
  }

  private Optional<String> category() {
    Optional<String> category = once("category");
    category.flatMap(Text::checkCategory).ifPresent(violations::add);
    return category;
  }

  Optional<Currency> currency() {
    return read(
        "currency",
        Currency::find,
        "unknown_currency",
        "must be the ISO 4217 code of a currency in use");
  }

  private Optional<Folded> text() {
    Optional<String> text = once("text");
    if (text.isPresent()) {
      int length = text.get().codePointCount(0, text.get().length());
      if (length == 0 || length > MAX_TEXT_CODE_POINTS) {
        add("text", "out_of_range", "must be 1 to " + MAX_TEXT_CODE_POINTS + " characters");
      }
    }
    return text.map(Folded::new);
  }

  /** The parameter {@code period}. */
  Period period() {
    return read("period", Period::find, "unknown_period", "must be day, week, or month")
        .orElse(Period.MONTH);
  }

  /** The parameter {@code month}. */
  YearMonth month(YearMonth defaultMonth) {
    return read(
            "month", Month::parse, "not_a_month", "must be a month such as 2026-01, from 1970 on")
        .orElse(defaultMonth);
  }

  /** The budget that the request names; one of which something was wrong is of no use. */
  BudgetPath budget(HttpRequest request) {
    return BudgetPath.of(request, violations);
  }

  /** The parameter {@code limit}: how many of a list. */
  int limit(int defaultLimit, int maxLimit) {
    return read(
            "limit",
            text -> number(text).filter(limit -> limit >= 1 && limit <= maxLimit),
            "out_of_range",
            "must be a whole number from 1 to " + maxLimit)
        .orElse(defaultLimit);
  }

  private static Optional<Integer> number(String text) {
    boolean isShortNumber =
        !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isShortNumber ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  /** The parameter {@code cursor}, as sent. */
  Optional<String> cursor() {
    return once("cursor");
  }

  private void add(String name, String code, String detail) {
    violations.add(new Violation(name, code, detail));
  }

  private <T> Optional<T> read(
      String name, Function<String, Optional<T>> as, String code, String detail) {
    Optional<String> text = once(name);
    Optional<T> value = text.flatMap(as);
    if (text.isPresent() && value.isEmpty()) {
      add(name, code, detail);
    }
    return value;
  }

  /** The parameter, unless it is given twice, which is a violation already. */
  private Optional<String> once(String name) {
    return query.repeated().contains(name) ? Optional.empty() : query.get(name);
  }
}
