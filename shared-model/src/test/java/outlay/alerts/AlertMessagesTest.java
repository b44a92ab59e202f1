package outlay.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import outlay.model.Alert;
import outlay.model.Notice;

class AlertMessagesTest {
  @Test
  void aBudgetReached_isToldInFull() {
    AlertMessage message = only(AlertMessages.of("ann", List.of(AlertFixtures.FOOD_AT_80)));

    assertThat(message.subject()).isEqualTo("Outlay: 80% of a budget reached");
    assertThat(message.text())
        .isEqualTo(
            """
            80% of a budget is reached
              User: ann
              Month: 2026-01
              Budget: INR, Food
              Limit: 5000.00 INR
              Level: 80%
              Spent now: 4100.50 INR (82% of the limit)
              Led by: 2026-01-22, Food
            Alert: 2026-01#INR#Food#80#5000 of ann
            """);
    assertThat(message.json())
        .isEqualTo(
            "{\"userId\":\"ann\",\"alerts\":[{\"alert\":\"2026-01#INR#Food#80#5000\",\"kind\":\"budget\","
                + "\"month\":\"2026-01\",\"budget\":\"INR#Food\",\"currency\":\"INR\",\"limit\":5000.00,\"level\":80,"
                + "\"spent\":4100.50,\"percent\":82,\"date\":\"2026-01-22\",\"category\":\"Food\"}]}");
    assertThat(message.kind()).isEqualTo("budget");
    assertThat(message.level()).isEqualTo(80);
  }

  @Test
  void anExceededBudget_saysSo_andCountsPercentDown() {
    AlertMessage message = only(AlertMessages.of("ann", List.of(AlertFixtures.FOOD_EXCEEDED)));

    assertThat(message.subject()).isEqualTo("Outlay: budget exceeded");
    assertThat(message.text()).contains("A budget is exceeded\n", "(119% of the limit)");
  }

  @Test
  void aLargeExpense_isToldInFull() {
    AlertMessage message = only(AlertMessages.of("ann", List.of(AlertFixtures.RENT)));

    assertThat(message.subject()).isEqualTo("Outlay: large expense");
    assertThat(message.text())
        .isEqualTo(
            """
            A large expense was recorded
              User: ann
              Amount: 900.00 INR
              Date: 2026-01-22
              Category: Rent
              Large from: 500.00 INR
            Alert: expense#e1 of ann
            """);
    assertThat(message.kind()).isEqualTo("large-expense");
    assertThat(message.level()).isZero();
  }

  @Test
  void threeAlerts_areThreeMessages() {
    assertThat(AlertMessages.of("ann", larges(3, "Rent"))).hasSize(3);
  }

  @Test
  void fourAlerts_areOneDigest() {
    List<Notice> notices = new ArrayList<>(larges(3, "Rent"));
    notices.add(AlertFixtures.FOOD_AT_80);

    AlertMessage digest = only(AlertMessages.of("ann", notices));

    assertThat(digest.subject()).isEqualTo("Outlay: 4 alerts");
    assertThat(digest.kind()).isEqualTo("digest");
    assertThat(digest.level()).isEqualTo(80);
    assertThat(alertLines(digest)).hasSize(4);
  }

  @Test
  void aLargeDigest_isSplit_andHoldsEachAlertOnce() {
    List<AlertMessage> digests = AlertMessages.of("ann", larges(3_000, "\"".repeat(100)));

    assertThat(digests).hasSizeGreaterThan(1);
    assertThat(digests.stream().flatMap(digest -> alertLines(digest).stream()))
        .hasSize(3_000)
        .doesNotHaveDuplicates();
    assertThat(digests)
        .allSatisfy(
            digest ->
                assertThat(SnsAlertTopic.byProtocol(digest).getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThan(262_144));
  }

  @Test
  void none_isNoMessage() {
    assertThat(AlertMessages.of("ann", List.of())).isEmpty();
  }

  @Property
  void whateverAUserWrote_theSubjectIsFixed_andThereIsOneAlertLine(
      @ForAll String userId, @ForAll String category) {
    Notice notice =
        new Notice(
            new Alert.BudgetReached(
                userId,
                AlertFixtures.JANUARY,
                AlertFixtures.budget(Optional.of(category), "5000"),
                80,
                AlertFixtures.inr("4000")),
            Optional.of(new Notice.Trigger(AlertFixtures.JANUARY.atDay(2), category)));

    AlertMessage message = only(AlertMessages.of(userId, List.of(notice)));

    assertThat(message.subject()).isEqualTo("Outlay: 80% of a budget reached");
    assertThat(alertLines(message)).hasSize(1);
    assertThat(message.text().lines()).hasSize(9);
  }

  private static List<Notice> larges(int count, String category) {
    List<Notice> notices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      notices.add(AlertFixtures.large("ann", "e" + i, category));
    }
    return Collections.unmodifiableList(notices);
  }

  private static List<String> alertLines(AlertMessage message) {
    return message.text().lines().filter(line -> line.startsWith("Alert: ")).toList();
  }

  private static AlertMessage only(List<AlertMessage> messages) {
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }
}
