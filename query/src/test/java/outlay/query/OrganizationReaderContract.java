package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.INR;
import static outlay.query.Fixtures.JPY;
import static outlay.query.Fixtures.NOON;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import outlay.model.CategoryTotals;
import outlay.model.OrganizationMonth;
import outlay.query.OrganizationReader.Added;

/**
 * What every reader of the organization's months does; the fake and its real twin pass it alike.
 */
abstract class OrganizationReaderContract {
  static final YearMonth JANUARY = YearMonth.of(2026, 1);
  static final OrganizationMonth SUMS =
      new OrganizationMonth(
          new TreeMap<>(
              Map.of(
                  INR,
                  new OrganizationMonth.Sums(
                      2,
                      new TreeMap<>(
                          Map.of(
                              "Food", new CategoryTotals(12_050, 0, 3),
                              "Pay", new CategoryTotals(0, 900_000, 1)))),
                  JPY,
                  new OrganizationMonth.Sums(
                      1, new TreeMap<>(Map.of("Food", new CategoryTotals(700, 0, 1)))))));

  abstract OrganizationReader reader();

  abstract void put(YearMonth month, OrganizationMonth sums, Instant at);

  @Test
  void month_never_isNothingAsOfNever() {
    assertThat(reader().month(JANUARY))
        .isEqualTo(new Added(OrganizationMonth.NONE, Optional.empty()));
  }

  @Test
  void month_isAsItWasAddedUp_andAnotherIsNothing() {
    put(JANUARY, SUMS, NOON);

    assertThat(reader().month(JANUARY)).isEqualTo(new Added(SUMS, Optional.of(NOON)));
    assertThat(reader().month(JANUARY.plusMonths(1)))
        .isEqualTo(new Added(OrganizationMonth.NONE, Optional.of(NOON)));
  }
}
