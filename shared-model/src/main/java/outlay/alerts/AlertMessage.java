package outlay.alerts;

import java.util.List;

/**
 * What is published of a user's alerts.
 *
 * @param userId whose; an attribute of the message
 * @param kind {@code budget}, {@code large-expense}, or {@code digest}; an attribute
 * @param level the highest level of a budget among them, in percent; 0 if there is none; an
 *     attribute, so that a subscription can ask for exceeded budgets: {@code {"level": [{"numeric":
 *     [">=", 100]}]}}
 * @param subject fixed words and numbers, never a user's: under 100 ASCII characters
 * @param text for people
 * @param json for programs
 * @param alerts the ids of the alerts in it
 */
public record AlertMessage(
    String userId,
    String kind,
    int level,
    String subject,
    String text,
    String json,
    List<String> alerts) {
  public AlertMessage {
    alerts = List.copyOf(alerts);
  }
}
