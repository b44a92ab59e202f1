package outlay.local.sns;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import outlay.local.edge.Answer;
import outlay.local.edge.Backend;
import outlay.local.edge.Call;
import outlay.local.edge.Errors;
import outlay.local.edge.Xml;
import outlay.local.mail.Mail;

/**
 * <a href="https://docs.aws.amazon.com/sns/latest/api/welcome.html">SNS</a>'s standard topics with
 * subscriptions of the protocols {@code email}, {@code email-json}, and {@code sqs}. A message is
 * published when every subscription has it: where one cannot be reached the caller gets an error,
 * and the others have the message already.
 */
public final class Sns implements Backend {
  private static final int LARGEST_BATCH = 10;

  private final Subscriptions subscriptions;
  private final Couriers couriers;
  private final String arnPrefix;
  private final Set<String> topics = new ConcurrentSkipListSet<>();

  private Sns(Subscriptions subscriptions, Couriers couriers, String arnPrefix) {
    this.subscriptions = subscriptions;
    this.couriers = couriers;
    this.arnPrefix = arnPrefix;
  }

  /**
   * Starts it, without topics, with the subscriptions that calls made before.
   *
   * @param data the folder for those; empty: in memory
   * @param edge where the links in mails lead
   * @param account the twelve digits in ARNs
   */
  public static Sns start(
      Optional<Path> data, URI edge, String region, String account, Mail mail, QueueSender queues)
      throws IOException {
    if (data.isPresent()) {
      Files.createDirectories(data.get());
    }
    return new Sns(
        new Subscriptions(data.map(folder -> folder.resolve("subscriptions.json"))),
        new Couriers(mail, queues, edge),
        "arn:aws:sns:" + region + ":" + account + ":");
  }

  /** Makes the topic if there is none of its name, and returns its ARN. */
  public String createTopic(String name) {
    if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
      throw Refusal.invalid("Topic Name");
    }
    topics.add(arnPrefix + name);
    return arnPrefix + name;
  }

  /**
   * Makes a subscription of the template: it needs no confirmation, and has the same ARN after each
   * start.
   *
   * @param protocol {@code email}, {@code email-json}, or {@code sqs}
   * @param endpoint an e-mail address, or a queue's ARN
   * @param attributes {@code FilterPolicy}, {@code FilterPolicyScope}, {@code RawMessageDelivery}
   * @throws RuntimeException naming what SNS would refuse
   */
  public String subscribe(
      String topicArn, String protocol, String endpoint, Map<String, String> attributes) {
    UUID id =
        UUID.nameUUIDFromBytes(
            String.join("\n", topicArn, protocol, endpoint).getBytes(StandardCharsets.UTF_8));
    String arn = topic(topicArn) + ":" + id;
    subscriptions.put(new Subscription(arn, topicArn, protocol, endpoint, "", attributes, true));
    return arn;
  }

  /** Whether there is a topic with this ARN. */
  public boolean hasTopic(String topicArn) {
    return topics.contains(topicArn);
  }

  /**
   * Publishes a text, as another service does.
   *
   * @throws IOException if a subscription could not be reached
   * @throws RuntimeException naming what SNS would refuse
   */
  public void publish(String topicArn, String text) throws IOException {
    publish(topic(topicArn), Message.of(Map.of("Message", text), ""));
  }

  @Override
  public Answer answer(Call call) throws IOException {
    Map<String, String> form = call.request().form();
    boolean browser = call.request().header("authorization").isEmpty();
    try {
      String result = result(call.action(), form);
      return browser ? page(200, "Done: " + call.action() + ".") : xml(call.action(), result);
    } catch (Refusal e) {
      return browser
          ? page(e.status(), e.explanation())
          : Errors.xml(e.status(), e.code(), e.explanation());
    }
  }

  /** The content of the answer's result element. */
  private String result(String action, Map<String, String> form) throws IOException {
    return switch (action) {
      case "CreateTopic" -> element("TopicArn", createTopic(required(form, "Name")));
      case "ListTopics" -> listTopics();
      case "GetTopicAttributes" -> topicAttributes(topic(form));
      case "Publish" -> element("MessageId", publish(topic(form), Message.of(form, "")));
      case "PublishBatch" -> publishBatch(form);
      case "Subscribe" -> subscribe(form);
      case "ConfirmSubscription" -> confirm(form);
      case "Unsubscribe" -> unsubscribe(required(form, "SubscriptionArn"));
      case "ListSubscriptions" -> list(subscriptions.all());
      case "ListSubscriptionsByTopic" -> list(subscriptions.of(topic(form)));
      case "GetSubscriptionAttributes" -> subscriptionAttributes(subscription(form));
      case "SetSubscriptionAttributes" -> setAttribute(form);
      default -> throw Refusal.unknownAction(action);
    };
  }

  private String publish(String topic, Message message) throws IOException {
    String id = UUID.randomUUID().toString();
    for (Subscription subscription : subscriptions.of(topic)) {
      String body = message.body(subscription.protocol());
      if (subscription.isConfirmed() && subscription.filter().passes(message.attributes(), body)) {
        couriers.deliver(subscription, id, message);
      }
    }
    return id;
  }

  private String publishBatch(Map<String, String> form) throws IOException {
    String topic = topic(form);
    Map<String, String> prefixes = new LinkedHashMap<>();
    for (int i = 1; form.containsKey(batchEntry(i) + "Id"); i++) {
      if (prefixes.put(form.getOrDefault(batchEntry(i) + "Id", ""), batchEntry(i)) != null) {
        throw Refusal.batch("BatchEntryIdsNotDistinct", "Two or more entries have the same Id.");
      }
    }
    if (prefixes.isEmpty()) {
      throw Refusal.batch("EmptyBatchRequest", "The batch request doesn't contain any entries.");
    }
    if (prefixes.size() > LARGEST_BATCH) {
      throw Refusal.batch(
          "TooManyEntriesInBatchRequest", "The batch request contains more than 10 entries.");
    }
    List<String> successful = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (var entry : prefixes.entrySet()) {
      String id = element("Id", entry.getKey());
      try {
        String message = publish(topic, Message.of(form, entry.getValue()));
        successful.add("<member>" + id + element("MessageId", message) + "</member>");
      } catch (Refusal e) {
        failed.add(
            "<member>%s%s%s<SenderFault>true</SenderFault></member>"
                .formatted(id, element("Code", e.code()), element("Message", e.explanation())));
      }
    }
    return "<Successful>%s</Successful><Failed>%s</Failed>"
        .formatted(String.join("", successful), String.join("", failed));
  }

  private static String batchEntry(int index) {
    return "PublishBatchRequestEntries.member." + index + ".";
  }

  private String subscribe(Map<String, String> form) throws IOException {
    String topic = topic(form);
    String protocol = required(form, "Protocol");
    String endpoint = required(form, "Endpoint");
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 1; form.containsKey("Attributes.entry." + i + ".key"); i++) {
      attributes.put(
          form.getOrDefault("Attributes.entry." + i + ".key", ""),
          form.getOrDefault("Attributes.entry." + i + ".value", ""));
    }
    Optional<Subscription> same =
        subscriptions.of(topic).stream()
            .filter(s -> s.protocol().equals(protocol) && s.endpoint().equals(endpoint))
            .findFirst();
    if (same.isPresent() && same.get().isConfirmed()) {
      if (!same.get().attributes().equals(attributes)) {
        throw Refusal.invalid(
            "Attributes Reason: Subscription already exists with different attributes");
      }
      return element("SubscriptionArn", same.get().arn());
    }
    boolean mail = protocol.startsWith("email");
    Subscription made =
        new Subscription(
            same.map(Subscription::arn).orElse(topic + ":" + UUID.randomUUID()),
            topic,
            protocol,
            endpoint,
            mail ? UUID.randomUUID().toString() : "",
            attributes,
            false);
    subscriptions.put(made);
    if (mail) {
      couriers.askToConfirm(made);
    }
    boolean arn = !mail || form.getOrDefault("ReturnSubscriptionArn", "").equals("true");
    return element("SubscriptionArn", arn ? made.arn() : "pending confirmation");
  }

  private String confirm(Map<String, String> form) {
    String topic = topic(form);
    String token = required(form, "Token");
    Subscription pending =
        subscriptions.of(topic).stream()
            .filter(s -> s.token().equals(token))
            .findFirst()
            .orElseThrow(() -> Refusal.invalid("Token"));
    subscriptions.put(pending.confirmed());
    return element("SubscriptionArn", pending.arn());
  }

  private String unsubscribe(String arn) {
    subscriptions.remove(arn);
    return "";
  }

  private String setAttribute(Map<String, String> form) {
    Subscription subscription = subscription(form);
    String name = required(form, "AttributeName");
    subscriptions.put(subscription.with(name, form.getOrDefault("AttributeValue", "")));
    return "";
  }

  private String listTopics() {
    StringBuilder members = new StringBuilder();
    topics.forEach(
        topic -> members.append("<member>").append(element("TopicArn", topic)).append("</member>"));
    return "<Topics>" + members + "</Topics>";
  }

  private String topicAttributes(String topic) {
    List<Subscription> all = subscriptions.of(topic);
    long confirmed = all.stream().filter(Subscription::isConfirmed).count();
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("TopicArn", topic);
    attributes.put("SubscriptionsConfirmed", Long.toString(confirmed));
    attributes.put("SubscriptionsPending", Long.toString(all.size() - confirmed));
    return entries(attributes);
  }

  private static String subscriptionAttributes(Subscription subscription) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("SubscriptionArn", subscription.arn());
    attributes.put("TopicArn", subscription.topic());
    attributes.put("Protocol", subscription.protocol());
    attributes.put("Endpoint", subscription.endpoint());
    attributes.put("PendingConfirmation", Boolean.toString(!subscription.isConfirmed()));
    attributes.put("RawMessageDelivery", "false");
    attributes.putAll(subscription.attributes());
    return entries(attributes);
  }

  private static String list(List<Subscription> subscriptions) {
    StringBuilder members = new StringBuilder();
    for (Subscription subscription : subscriptions) {
      String arn = subscription.isConfirmed() ? subscription.arn() : "PendingConfirmation";
      members
          .append("<member>")
          .append(element("SubscriptionArn", arn))
          .append(element("Owner", subscription.topic().split(":", -1)[4]))
          .append(element("Protocol", subscription.protocol()))
          .append(element("Endpoint", subscription.endpoint()))
          .append(element("TopicArn", subscription.topic()))
          .append("</member>");
    }
    return "<Subscriptions>" + members + "</Subscriptions>";
  }

  private String topic(Map<String, String> form) {
    return topic(form.getOrDefault("TopicArn", form.getOrDefault("TargetArn", "")));
  }

  private String topic(String arn) {
    if (!topics.contains(arn)) {
      throw Refusal.notFound("Topic does not exist: " + arn);
    }
    return arn;
  }

  private Subscription subscription(Map<String, String> form) {
    return subscriptions
        .find(required(form, "SubscriptionArn"))
        .orElseThrow(() -> Refusal.notFound("Subscription does not exist"));
  }

  private static String required(Map<String, String> form, String name) {
    String value = form.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw Refusal.invalid(name);
    }
    return value;
  }

  private static String entries(Map<String, String> attributes) {
    StringBuilder entries = new StringBuilder();
    Consumer<Map.Entry<String, String>> append =
        entry ->
            entries
                .append("<entry>")
                .append(element("key", entry.getKey()))
                .append(element("value", entry.getValue()))
                .append("</entry>");
    attributes.entrySet().forEach(append);
    return "<Attributes>" + entries + "</Attributes>";
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + Xml.escaped(text) + "</" + name + ">";
  }

  private static Answer xml(String action, String result) {
    String body =
        """
        <%1$sResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">\
        <%1$sResult>%2$s</%1$sResult>\
        <ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata></%1$sResponse>
        """
            .formatted(action, result, UUID.randomUUID());
    return Answer.of(200, "text/xml", body);
  }

  /** For whoever followed a link in a mail. */
  private static Answer page(int status, String text) {
    String body =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>SNS</title></head>
        <body><main><p>%s</p></main></body></html>
        """
            .formatted(Xml.escaped(text));
    return Answer.of(status, "text/html; charset=utf-8", body);
  }
}
