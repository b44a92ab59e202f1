package outlay.jobs.report;

import java.time.YearMonth;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import outlay.model.CategoryTotals;
import outlay.model.Currency;
import outlay.model.Money;

/** What a month comes to, by currency. */
final class MonthFigures {
  private final YearMonth month;
  private final SortedMap<Currency, CurrencyFigures> currencies = new TreeMap<>();
  private long rows;
  private long users;

  MonthFigures(YearMonth month) {
    this.month = month;
  }

  /** Notes that the rows of another user follow. */
  void beginUser() {
    users++;
  }

  void add(ReportRow row) {
    rows++;
    currencies
        .computeIfAbsent(row.money().currency(), currency -> new CurrencyFigures(month))
        .add(row);
  }

  YearMonth month() {
    return month;
  }

  long rows() {
    return rows;
  }

  long users() {
    return users;
  }

  SortedMap<Currency, CurrencyFigures> currencies() {
    return Collections.unmodifiableSortedMap(currencies);
  }

  /** The sums as they are told to others, by the currency's code. */
  SortedMap<String, CurrencySum> sums() {
    TreeMap<String, CurrencySum> sums = new TreeMap<>();
    currencies.forEach(
        (currency, figures) -> sums.put(currency.code(), sum(figures.total(), currency)));
    return sums;
  }

  private static CurrencySum sum(CategoryTotals total, Currency currency) {
    return new CurrencySum(
        new Money(total.spent(), currency).toDecimal().toPlainString(),
        new Money(total.earned(), currency).toDecimal().toPlainString(),
        total.count());
  }
}
