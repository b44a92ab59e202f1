package outlay.jobs.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.CategoryTotals;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.model.OrganizationMonth;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.Item;
import outlay.store.OrganizationItem;
import outlay.store.TestTables;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoMonthsIT {
  private static final Currency INR = Currency.of("INR");
  private static final Currency JPY = Currency.of("JPY");
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00Z");

  private final DynamoDbClient dynamoDb;
  private final String totals;
  private final String organization;

  DynamoMonthsIT(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
    this.totals = TestTables.totals(dynamoDb);
    this.organization = TestTables.organization(dynamoDb);
  }

  @Test
  void run_addsAllUsersUp_byMonthAndCurrency() {
    for (int user = 0; user < 60; user++) {
      spend("user" + user, "2026-01-01", new Money(100, INR), "Food");
      spend("user" + user, "2026-01-31", new Money(11, INR), "Fun");
    }
    spend("user7", "2026-01-15", new Money(5, JPY), "Food");
    spend("user7", "2026-02-01", new Money(9, INR), "Food");

    DynamoMonths.Result result = run(NOON);

    assertThat(result.months()).isEqualTo(2);
    assertThat(result.days()).isEqualTo(122);
    assertThat(month("2026-01").currencies())
        .isEqualTo(
            Map.of(
                INR,
                sums(60, Map.of("Food", spent(6_000, 60), "Fun", spent(660, 60))),
                JPY,
                sums(1, Map.of("Food", spent(5, 1)))));
    assertThat(month("2026-02").currencies())
        .isEqualTo(Map.of(INR, sums(1, Map.of("Food", spent(9, 1)))));
    assertThat(OrganizationItem.asOf(item(OrganizationItem.LATEST)))
        .isEqualTo(NOON.minusSeconds(2));
  }

  @Test
  void run_again_isAsNewAsTheDays_andAnOlderRunReplacesNothing() {
    spend("asha", "2026-01-01", new Money(100, INR), "Food");
    run(NOON);
    dynamoDb.putItem(
        put ->
            put.tableName(totals)
                .item(TotalsItem.of("asha", LocalDate.of(2026, 1, 1), 2, DayTotals.NONE, NOON)));
    run(NOON.plusSeconds(60));
    spend("asha", "2026-01-02", new Money(7, INR), "Food");
    run(NOON.plusSeconds(30));

    assertThat(month("2026-01")).isEqualTo(OrganizationMonth.NONE);
    assertThat(OrganizationItem.asOf(item("2026-01"))).isEqualTo(NOON.plusSeconds(58));
  }

  @Test
  void run_manyCategories_areBounded_andTheSumsExact() {
    for (int user = 0; user < 5; user++) {
      String name = "user" + user;
      dynamoDb.putItem(
          put ->
              put.tableName(totals)
                  .item(
                      TotalsItem.of(
                          name,
                          LocalDate.of(2026, 1, 3),
                          1,
                          DayTotals.of(
                              IntStream.range(0, 200)
                                  .mapToObj(number -> entry(name + number, new Money(1, INR)))
                                  .toList()),
                          NOON)));
    }
    run(NOON);

    Map<String, CategoryTotals> categories =
        month("2026-01").currencies().values().iterator().next().categories();
    assertThat(categories).hasSize(DayTotals.MAX_CATEGORIES + 1).containsKey(DayTotals.OTHER);
    assertThat(categories.values().stream().mapToLong(CategoryTotals::spent).sum())
        .isEqualTo(1_000);
  }

  @Test
  void run_unreadableDay_isLeftOutAndCounted() {
    spend("asha", "2026-01-01", new Money(100, INR), "Food");
    Map<String, AttributeValue> corrupt = TotalsItem.key("ben", LocalDate.of(2026, 1, 1));
    corrupt.put("currencies", Item.s("none"));
    dynamoDb.putItem(put -> put.tableName(totals).item(corrupt));

    assertThat(run(NOON).unreadable()).isEqualTo(1);
    assertThat(month("2026-01").currencies())
        .isEqualTo(Map.of(INR, sums(1, Map.of("Food", spent(100, 1)))));
  }

  @Test
  void run_nothing_saysWhen() {
    assertThat(run(NOON).months()).isZero();
    assertThat(item(JANUARY.toString())).isEmpty();
    assertThat(item(OrganizationItem.LATEST)).isNotEmpty();
  }

  private DynamoMonths.Result run(Instant now) {
    return new DynamoMonths(dynamoDb, totals, organization, Clock.fixed(now, ZoneOffset.UTC)).run();
  }

  private OrganizationMonth month(String month) {
    return OrganizationItem.read(item(month));
  }

  private Map<String, AttributeValue> item(String month) {
    return dynamoDb
        .getItem(
            get ->
                get.tableName(organization).key(OrganizationItem.key(month)).consistentRead(true))
        .item();
  }

  private void spend(String user, String date, Money money, String category) {
    DayTotals day = DayTotals.of(List.of(entry(category, money)));
    dynamoDb.putItem(
        put ->
            put.tableName(totals).item(TotalsItem.of(user, LocalDate.parse(date), 1, day, NOON)));
  }

  private static DayEntry entry(String category, Money money) {
    return new DayEntry(ExpenseType.EXPENSE, category, money, false);
  }

  private static CategoryTotals spent(long minorUnits, long count) {
    return new CategoryTotals(minorUnits, 0, count);
  }

  private static OrganizationMonth.Sums sums(long users, Map<String, CategoryTotals> categories) {
    return new OrganizationMonth.Sums(users, new TreeMap<>(categories));
  }
}
