package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.NOON;
import static outlay.query.OrganizationReaderContract.JANUARY;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.query.AlertReader.Raised;
import outlay.query.Gateway.Answer;

/** Asked on 2026-01-22. */
class AlertAndOrganizationQueriesTest {
  private final InMemoryAlertReader alerts = new InMemoryAlertReader();
  private final InMemoryOrganizationReader organization = new InMemoryOrganizationReader();
  private final Gateway gateway =
      new Gateway(
          new QueryHandler.Readers(
              new InMemoryExpenseReader(),
              new InMemoryTotalsReader(),
              new InMemoryBudgetReader(),
              alerts,
              organization));

  @Test
  void alerts_areTheUsersOfTheMonth() {
    alerts.put(new Raised(AlertReaderContract.budget("asha", JANUARY, 80), true, NOON));
    alerts.put(
        new Raised(
            AlertReaderContract.large("asha", "2026-01-02", "e1"), false, NOON.plusSeconds(1)));
    alerts.put(new Raised(AlertReaderContract.budget("ben", JANUARY, 100), true, NOON));

    assertThat(gateway.get("asha", "/alerts").body())
        .isEqualTo(
            "{\"month\":\"2026-01\",\"items\":["
                + "{\"kind\":\"large\",\"month\":\"2026-01\",\"currency\":\"INR\",\"category\":\"Fun\","
                + "\"expenseId\":\"e1\",\"amount\":900.00,\"state\":\"pending\","
                + "\"at\":\"2026-01-22T12:00:01.123456Z\"},"
                + "{\"kind\":\"budget\",\"month\":\"2026-01\",\"currency\":\"INR\",\"category\":\"Food\","
                + "\"level\":80,\"limit\":50.00,\"spent\":42.00,\"state\":\"sent\","
                + "\"at\":\"2026-01-22T12:00:00.123456Z\"}]}");
    assertThat(gateway.get("asha", "/alerts?month=2026-02").body())
        .isEqualTo("{\"month\":\"2026-02\",\"items\":[]}");
  }

  @Test
  void organization_forFinance_isTheMonthOverAllUsers() {
    organization.put(JANUARY, OrganizationReaderContract.SUMS, NOON);

    assertThat(gateway.get("fred", "[operators finance]", "/organization/summary").body())
        .isEqualTo(
            "{\"month\":\"2026-01\",\"asOf\":\"2026-01-22T12:00:00.123456Z\",\"currencies\":["
                + "{\"currency\":\"INR\",\"spent\":120.50,\"earned\":9000.00,\"balance\":8879.50,"
                + "\"count\":4,\"users\":2,\"byCategory\":["
                + "{\"category\":\"Food\",\"spent\":120.50,\"earned\":0.00,\"balance\":-120.50,\"count\":3},"
                + "{\"category\":\"Pay\",\"spent\":0.00,\"earned\":9000.00,\"balance\":9000.00,\"count\":1}]},"
                + "{\"currency\":\"JPY\",\"spent\":700,\"earned\":0,\"balance\":-700,\"count\":1,\"users\":1,"
                + "\"byCategory\":[{\"category\":\"Food\",\"spent\":700,\"earned\":0,\"balance\":-700,"
                + "\"count\":1}]}]}");
  }

  @Test
  void organization_neverAddedUp_saysSo() {
    assertThat(gateway.get("fred", "[finance]", "/organization/summary?month=2025-12").body())
        .isEqualTo("{\"month\":\"2025-12\",\"asOf\":null,\"currencies\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "[operators]", "[Finance]", "finance", "[finances]"})
  void organization_forOthers_isForbidden_whateverTheyAsk(String groups) {
    Answer answer = gateway.get("asha", groups, "/organization/summary?month=nonsense");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("forbidden");
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "/alerts?month=2026-13, month not_a_month",
    "/alerts?month=../../x, month not_a_month",
    "/alerts?month=2026-01&month=2026-02, month duplicate_parameter",
    "/alerts?userId=ben, userId unknown_parameter",
    "/organization/summary?month=2026-1, month not_a_month",
    "/organization/summary?user=ben, user unknown_parameter",
  })
  void wrong_isNamed(String path, String error) {
    Answer answer = gateway.get("fred", "[finance]", path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors()).containsExactly(error);
  }
}
