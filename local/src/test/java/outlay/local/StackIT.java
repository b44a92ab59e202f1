package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real template on the real parts, in memory. Needs the functions' jars: {@code ./test}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackIT {
  @SuppressWarnings("NullAway.Init") // By startStack.
  private Stack stack;

  @BeforeAll
  void startStack(@TempDir Path data) throws Exception {
    stack = Stack.start(Settings.inMemory(Path.of(".."), data), Progress.silent());
  }

  @AfterAll
  void stopStack() {
    stack.close();
  }

  private Person person(String name, String... groups) {
    Addresses at = stack.addresses();
    return new Person(
        name, stack.accessToken(name, List.of(groups)), at.api(), at.mail(), at.edge());
  }

  @Test
  void expense_isCountedAndMailed() throws Exception {
    try (Person asha = person("asha")) {
      HttpResponse<String> answer = asha.spends("720.50", "Travel");

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      assertThat(answer.body()).contains("Expense added successfully");
      assertThat(asha.waitsForTotal("Travel", new BigDecimal("720.50")))
          .isEqualByComparingTo("720.5");
      assertThat(asha.waitsForMail()).contains("Alert: expense#").contains("720.50");
    }
  }

  @Test
  void drained_meansCounted() throws Exception {
    try (Person ravi = person("ravi")) {
      for (int i = 0; i < 20; i++) {
        assertThat(ravi.spends("1.25", "Food").statusCode()).isEqualTo(201);
      }

      assertThat(stack.awaitDrained(Duration.ofSeconds(60))).isTrue();
      assertThat(ravi.waitsForTotal("Food", new BigDecimal("25"))).isEqualByComparingTo("25");
    }
  }

  @Test
  void budget_isSetReachedAndMailedToTheSubscribed() throws Exception {
    try (Person mira = person("mira");
        Person omar = person("omar")) {
      assertThat(mira.puts("/budgets/INR/Food%2FDrink", "{\"limit\": 100}").statusCode())
          .isEqualTo(201);
      assertThat(mira.puts("/alert-subscription", "{}").body())
          .isEqualTo("{\"state\":\"pending\",\"email\":\"mira@outlay.example\"}");
      mira.followsTheLink();
      assertThat(mira.gets("/alert-subscription").body()).contains("\"confirmed\"");

      omar.spends("90", "Food/Drink");
      mira.spends("85", "Food/Drink");

      assertThat(mira.waitsForOwnMail("Food/Drink")).contains("85.00").doesNotContain("omar");
      assertThat(mira.gets("/budgets/INR/Food%2FDrink?month=2026-01").body())
          .contains("\"spent\":85.00,\"left\":15.00,\"percent\":85.0");
      assertThat(omar.gets("/budgets/INR/Food%2FDrink").statusCode()).isEqualTo(404);
      assertThat(mira.deletes("/alert-subscription").statusCode()).isEqualTo(204);
      assertThat(mira.gets("/alert-subscription").body()).contains("\"none\"");
    }
  }

  @Test
  void organization_isAddedUp_forFinanceOnly() throws Exception {
    try (Person noor = person("noor");
        Person pia = person("pia");
        Person fred = person("fred", "finance")) {
      noor.spends("30.25", "Stationery");
      pia.spends("12", "Stationery");
      assertThat(stack.awaitDrained(Duration.ofSeconds(60))).isTrue();
      stack.invoke("Organization", "{}".getBytes(StandardCharsets.UTF_8));

      assertThat(fred.gets("/organization/summary?month=2026-01").body())
          .contains("{\"category\":\"Stationery\",\"spent\":42.25,");
      assertThat(pia.gets("/organization/summary?month=2026-01").statusCode()).isEqualTo(403);
      assertThat(pia.gets("/reports").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void report_isListedAndOpened_byOperatorsOnly() throws Exception {
    try (Person wei = person("wei");
        Person oona = person("oona", "operators")) {
      wei.spends("3.75", "Stamps");
      assertThat(stack.awaitDrained(Duration.ofSeconds(60))).isTrue();
      stack.invoke("Report", "{\"month\": \"2026-01\"}".getBytes(StandardCharsets.UTF_8));

      assertThat(oona.waitsForReport("2026-01")).contains("\"name\":\"expenses.csv\"");
      assertThat(oona.opensReport("2026-01", "expenses.csv")).contains("Stamps");
      assertThat(oona.gets("/reports/2026-02/expenses.csv").statusCode()).isEqualTo(404);
      assertThat(wei.gets("/reports/2026-01/expenses.csv").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void alertHistory_isOnesOwn() throws Exception {
    try (Person tara = person("tara");
        Person umar = person("umar")) {
      tara.spends("900", "Travel");
      tara.waitsForMail();

      assertThat(tara.gets("/alerts?month=2026-01").body())
          .contains("\"kind\":\"large\"", "\"amount\":900.00");
      assertThat(umar.gets("/alerts?month=2026-01").body()).contains("\"items\":[]");
    }
  }

  @Test
  void api_withoutToken_refuses() throws Exception {
    Addresses at = stack.addresses();
    try (Person nobody = new Person("nobody", "no.token.here", at.api(), at.mail(), at.edge())) {
      assertThat(nobody.spends("1", "Food").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void accessToken_unknownGroup_complains() {
    assertThatThrownBy(() -> stack.accessToken("asha", List.of("pirates")))
        .isInstanceOf(Complaint.class)
        .hasMessageContaining("[pirates]");
  }

  @Test
  void invoke_unknownFunction_complains() {
    byte[] event = "{}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> stack.invoke("Nobody", event))
        .isInstanceOf(Complaint.class)
        .hasMessageContaining("Ingest");
  }
}
