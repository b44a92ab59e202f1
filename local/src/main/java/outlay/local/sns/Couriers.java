package outlay.local.sns;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import outlay.local.mail.Email;
import outlay.local.mail.Mail;

/**
 * Brings messages to subscriptions, in the <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html">forms that SNS
 * has</a>. Beyond SNS, a mail's headers name the message's id and attributes.
 */
final class Couriers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FROM = "AWS Notifications <no-reply@sns.amazonaws.com>";

  private final Mail mail;
  private final QueueSender queues;
  private final URI edge;

  Couriers(Mail mail, QueueSender queues, URI edge) {
    this.mail = mail;
    this.queues = queues;
    this.edge = edge;
  }

  /** Returns when the inbox or queue holds the message. */
  void deliver(Subscription subscription, String id, Message message) throws IOException {
    String body = message.body(subscription.protocol());
    switch (subscription.protocol()) {
      case "email" -> mail(subscription, id, message, body + footer(subscription));
      case "email-json" ->
          mail(subscription, id, message, notification(subscription, id, message, body));
      default -> {
        boolean raw = subscription.isRaw();
        queues.send(
            subscription.endpoint(),
            raw ? body : notification(subscription, id, message, body),
            raw ? message.attributes() : Map.of());
      }
    }
  }

  /** Sends the mail with the link that confirms a subscription. */
  void askToConfirm(Subscription subscription) throws IOException {
    String link =
        "%s/?Action=ConfirmSubscription&TopicArn=%s&Token=%s"
            .formatted(edge, encoded(subscription.topic()), encoded(subscription.token()));
    String text =
        """
        You have chosen to subscribe to the topic:
        %s

        To confirm this subscription, visit the link below. (If this was in error, no action is necessary.)
        %s
        """
            .formatted(subscription.topic(), link);
    send(subscription.endpoint(), "AWS Notification - Subscription Confirmation", text, Map.of());
  }

  private void mail(Subscription subscription, String id, Message message, String text)
      throws IOException {
    Map<String, String> headers = new TreeMap<>();
    headers.put("X-Sns-Message-Id", id);
    headers.put("X-Sns-Topic-Arn", subscription.topic());
    for (var attribute : message.attributes().entrySet()) {
      headers.put("X-Sns-Attribute-" + attribute.getKey(), header(attribute.getValue().value()));
    }
    String subject = message.subject().orElse("AWS Notification Message");
    send(subscription.endpoint(), subject, text, headers);
  }

  private void send(String to, String subject, String text, Map<String, String> headers)
      throws IOException {
    try {
      mail.deliver(new Email(FROM, to, subject, text, headers));
    } catch (MessagingException e) {
      throw new IOException("The mail was not taken.", e);
    }
  }

  private static String notification(
      Subscription subscription, String id, Message message, String body) {
    ObjectNode json = JSON.createObjectNode();
    json.put("Type", "Notification").put("MessageId", id).put("TopicArn", subscription.topic());
    message.subject().ifPresent(subject -> json.put("Subject", subject));
    json.put("Message", body)
        .put("Timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    if (!message.attributes().isEmpty()) {
      ObjectNode attributes = json.putObject("MessageAttributes");
      message
          .attributes()
          .forEach(
              (name, attribute) ->
                  attributes
                      .putObject(name)
                      .put("Type", attribute.type())
                      .put("Value", attribute.value()));
    }
    return json.toString();
  }

  private String footer(Subscription subscription) {
    return """


        --
        If you wish to stop receiving notifications from this topic, please visit the link below to unsubscribe:
        %s/?Action=Unsubscribe&SubscriptionArn=%s
        """
        .formatted(edge, encoded(subscription.arn()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The value on one line of ASCII. */
  private static String header(String value) {
    try {
      return MimeUtility.encodeText(value.replaceAll("\\p{Cntrl}", " "), "UTF-8", null);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("This JVM does not know UTF-8.", e);
    }
  }
}
