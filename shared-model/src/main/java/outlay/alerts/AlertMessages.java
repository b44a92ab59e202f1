package outlay.alerts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import outlay.model.Alert;
import outlay.model.Notice;
import outlay.store.AlertItem;

/**
 * Makes a user's alerts into messages: up to {@value #SINGLE} one each, more into a digest, since
 * SNS suspends an address that gets over ten messages a second. A digest that would be too large is
 * split. Its kind is {@code digest} whatever is in it: who filters by kind asks for that one too.
 *
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/sns.html">SNS quotas</a>
 */
final class AlertMessages {
  static final int SINGLE = 3;

  /** Under SNS's 262,144 bytes, with room for what wraps the two texts and is escaped in them. */
  private static final int MAX_BYTES = 160_000;

  private AlertMessages() {}

  /**
   * The messages that tell of these alerts, each in one of them.
   *
   * @param notices of one user
   */
  static List<AlertMessage> of(String userId, List<Notice> notices) {
    List<AlertMessage> messages = new ArrayList<>();
    if (notices.size() <= SINGLE) {
      notices.forEach(notice -> messages.add(message(userId, List.of(notice))));
    } else {
      addDigests(userId, notices, messages);
    }
    return messages;
  }

  private static void addDigests(String userId, List<Notice> notices, List<AlertMessage> messages) {
    AlertMessage whole = message(userId, notices);
    if (notices.size() == 1 || bytes(whole) <= MAX_BYTES) {
      messages.add(whole);
      return;
    }
    int half = notices.size() / 2;
    addDigests(userId, notices.subList(0, half), messages);
    addDigests(userId, notices.subList(half, notices.size()), messages);
  }

  private static int bytes(AlertMessage message) {
    return message.text().getBytes(StandardCharsets.UTF_8).length
        + message.json().getBytes(StandardCharsets.UTF_8).length;
  }

  private static AlertMessage message(String userId, List<Notice> notices) {
    return new AlertMessage(
        userId,
        notices.size() > 1 ? "digest" : AlertItem.kind(notices.get(0).alert()),
        notices.stream().mapToInt(notice -> level(notice.alert())).max().orElse(0),
        AlertText.subject(notices),
        AlertText.of(notices),
        AlertJson.of(userId, notices),
        notices.stream().map(notice -> notice.alert().id()).toList());
  }

  private static int level(Alert alert) {
    return alert instanceof Alert.BudgetReached reached ? reached.level() : 0;
  }
}
