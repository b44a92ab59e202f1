package outlay.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.edge.Answer;
import outlay.local.edge.Call;
import outlay.local.edge.Request;
import outlay.local.mail.Mail;

final class SnsTest {
  private static final URI EDGE = URI.create("http://127.0.0.1:1");

  @TempDir private Path folder;
  private final List<String> queued = new ArrayList<>();
  private Mail mail;
  private Sns sns;
  private String topic;

  @BeforeEach
  void start() throws IOException {
    mail = Mail.start(0, Optional.empty());
    restart();
  }

  @AfterEach
  void stop() {
    mail.close();
  }

  @Test
  void publish_mailHasSubjectTextAndFooter() throws Exception {
    sns.subscribe(topic, "email", "a@x.example", Map.of());

    call("Publish", Map.of("TopicArn", topic, "Subject", "Large expense", "Message", "500 INR"));

    JsonNode message = mails("a@x.example").get(0);
    assertThat(message.path("subject").asText()).isEqualTo("Large expense");
    assertThat(message.path("text").asText()).startsWith("500 INR\n").contains("Unsubscribe");
    assertThat(message.path("from").asText()).contains("AWS Notifications");
  }

  @Test
  void publish_filterPolicies_chooseSubscriptions() throws Exception {
    sns.subscribe(topic, "email", "all@x.example", Map.of());
    sns.subscribe(topic, "email", "ana@x.example", filter("{\"userId\":[\"ana\"]}"));
    sns.subscribe(topic, "email", "bo@x.example", filter("{\"userId\":[\"bo\"]}"));
    sns.subscribe(
        topic, "email", "high@x.example", filter("{\"level\":[{\"numeric\":[\">=\",100]}]}"));
    sns.subscribe(
        topic,
        "email",
        "body@x.example",
        Map.of("FilterPolicy", "{\"kind\":[\"large\"]}", "FilterPolicyScope", "MessageBody"));

    Map<String, String> form =
        new TreeMap<>(Map.of("TopicArn", topic, "Message", "{\"kind\":\"large\"}"));
    attribute(form, 1, "userId", "String", "ana");
    attribute(form, 2, "level", "Number", "80");
    call("Publish", form);

    assertThat(mails(""))
        .extracting(message -> message.path("to").asText())
        .containsExactlyInAnyOrder("all@x.example", "ana@x.example", "body@x.example");
    assertThat(mails("all@x.example").get(0).at("/headers/X-Sns-Attribute-userId").asText())
        .isEqualTo("ana");
  }

  @Test
  void publish_jsonStructure_givesEachProtocolItsBody() throws Exception {
    sns.subscribe(topic, "email", "a@x.example", Map.of());
    sns.subscribe(topic, "email-json", "b@x.example", Map.of());
    sns.subscribe(topic, "sqs", "arn:aws:sqs:eu-west-1:000000000000:q", Map.of());

    call(
        "Publish",
        Map.of(
            "TopicArn", topic,
            "MessageStructure", "json",
            "Message", "{\"default\":\"machine\",\"email\":\"people\"}"));

    assertThat(mails("a@x.example").get(0).path("text").asText()).startsWith("people\n");
    JsonNode json = new ObjectMapper().readTree(mails("b@x.example").get(0).path("text").asText());
    assertThat(json.path("Message").asText()).isEqualTo("machine");
    assertThat(json.path("Type").asText()).isEqualTo("Notification");
    assertThat(new ObjectMapper().readTree(queued.get(0)).path("Message").asText())
        .isEqualTo("machine");
  }

  @Test
  void publish_againstARule_isRefusedAndNothingSent() throws Exception {
    sns.subscribe(topic, "email", "a@x.example", Map.of());
    Map<String, String> good = Map.of("TopicArn", topic, "Message", "m");

    assertRefused(with(good, "Message", ""), "Empty message");
    assertRefused(with(good, "Message", "m".repeat(262_145)), "Message too long");
    assertRefused(with(good, "Subject", "s".repeat(100)), "Invalid parameter: Subject");
    assertRefused(with(good, "Subject", "two\nlines"), "Invalid parameter: Subject");
    assertRefused(with(good, "Subject", "caf\u00e9"), "Invalid parameter: Subject");
    assertRefused(with(good, "Subject", " leading"), "Invalid parameter: Subject");
    assertRefused(with(good, "MessageStructure", "json"), "failed to parse");
    assertRefused(
        with(with(good, "MessageStructure", "json"), "Message", "{\"email\":\"x\"}"),
        "No default entry in JSON message body");
    assertRefused(with(good, "TopicArn", topic + "x"), "Topic does not exist");

    assertThat(mails("")).isEmpty();
    call("Publish", with(good, "Subject", "s".repeat(99)));
    assertThat(mails("")).hasSize(1);
  }

  @Test
  void subscribe_byACall_isConfirmedByTheLinkAndKept() throws Exception {
    Map<String, String> form =
        Map.of("TopicArn", topic, "Protocol", "email", "Endpoint", "a@x.example");
    assertThat(call("Subscribe", form)).contains("pending confirmation");
    call("Publish", Map.of("TopicArn", topic, "Message", "too early"));
    assertThat(mails("a@x.example")).hasSize(1);

    Matcher link =
        Pattern.compile("http://127.0.0.1:1(/\\?Action=ConfirmSubscription\\S+)")
            .matcher(mails("a@x.example").get(0).path("text").asText());
    assertThat(link.find()).isTrue();
    assertThat(follow(link.group(1)).status()).isEqualTo(200);
    restart();
    call("Publish", Map.of("TopicArn", topic, "Message", "now"));

    assertThat(mails("a@x.example").get(0).path("text").asText()).startsWith("now\n");
    assertThat(call("ListSubscriptionsByTopic", Map.of("TopicArn", topic)))
        .contains("<Endpoint>a@x.example</Endpoint>");
  }

  @Test
  void unsubscribe_byTheLink_endsIt() throws Exception {
    sns.subscribe(topic, "email", "a@x.example", Map.of());
    call("Publish", Map.of("TopicArn", topic, "Message", "first"));
    Matcher link =
        Pattern.compile("http://127.0.0.1:1(/\\?Action=Unsubscribe\\S+)")
            .matcher(mails("a@x.example").get(0).path("text").asText());
    assertThat(link.find()).isTrue();

    follow(link.group(1));
    call("Publish", Map.of("TopicArn", topic, "Message", "second"));

    assertThat(mails("a@x.example")).hasSize(1);
  }

  @Test
  void publishBatch_refusesOneAndSendsTheOther() throws Exception {
    sns.subscribe(topic, "email", "a@x.example", Map.of());
    String entry = "PublishBatchRequestEntries.member.";

    String answer =
        call(
            "PublishBatch",
            Map.of(
                "TopicArn",
                topic,
                entry + "1.Id",
                "one",
                entry + "1.Message",
                "m",
                entry + "2.Id",
                "two",
                entry + "2.Message",
                ""));

    assertThat(answer)
        .containsPattern("<Successful><member><Id>one</Id><MessageId>")
        .contains("<Failed><member><Id>two</Id><Code>InvalidParameter</Code>");
    assertThat(mails("a@x.example")).hasSize(1);
  }

  @Test
  void setSubscriptionAttributes_changesTheFilter() throws Exception {
    String arn = sns.subscribe(topic, "email", "a@x.example", Map.of());

    call(
        "SetSubscriptionAttributes",
        Map.of(
            "SubscriptionArn", arn,
            "AttributeName", "FilterPolicy",
            "AttributeValue", "{\"userId\":[\"ana\"]}"));
    call("Publish", Map.of("TopicArn", topic, "Message", "m"));

    assertThat(mails("")).isEmpty();
    assertThat(call("GetSubscriptionAttributes", Map.of("SubscriptionArn", arn)))
        .contains("<key>FilterPolicy</key>");
    assertThatThrownBy(() -> sns.subscribe(topic, "email", "a@x.example", filter("{\"a\":1}")))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void listSubscriptions_isInPagesOfAHundred_andPendingOnesAreNameless() throws Exception {
    for (int number = 0; number < 100; number++) {
      sns.subscribe(topic, "email", "user" + number + "@x.example", Map.of());
    }
    call("Subscribe", Map.of("TopicArn", topic, "Protocol", "email", "Endpoint", "a@x.example"));

    String first = call("ListSubscriptionsByTopic", Map.of("TopicArn", topic));
    String second = call("ListSubscriptionsByTopic", Map.of("TopicArn", topic, "NextToken", "100"));

    assertThat(first).contains("<NextToken>100</NextToken>").doesNotContain("a@x.example");
    assertThat(second)
        .contains("<SubscriptionArn>PendingConfirmation</SubscriptionArn>")
        .contains("<Endpoint>a@x.example</Endpoint>")
        .doesNotContain("NextToken", "user99");
  }

  @Test
  void subscribe_withMoreFilterPoliciesThanATopicMayHave_isRefused() throws Exception {
    for (int number = 0; number < 200; number++) {
      sns.subscribe(topic, "email", "user" + number + "@x.example", filter("{\"userId\":[\"u\"]}"));
    }
    Map<String, String> form =
        Map.of("TopicArn", topic, "Protocol", "email", "Endpoint", "a@x.example");

    Answer refused =
        answer(
            "Subscribe",
            with(
                with(form, "Attributes.entry.1.key", "FilterPolicy"),
                "Attributes.entry.1.value",
                "{\"userId\":[\"ana\"]}"));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(text(refused)).contains("<Code>FilterPolicyLimitExceeded</Code>");
    assertThat(call("Subscribe", form)).contains("pending confirmation");
  }

  private void restart() throws IOException {
    sns =
        Sns.start(
            Optional.of(folder),
            EDGE,
            "eu-west-1",
            "000000000000",
            mail,
            (arn, body, attributes) -> queued.add(body));
    topic = sns.createTopic("alerts");
  }

  private void assertRefused(Map<String, String> form, String reason) throws IOException {
    Answer answer = answer("Publish", form);
    assertThat(answer.status()).isBetween(400, 404);
    assertThat(text(answer)).contains("<ErrorResponse>", reason);
  }

  private String call(String action, Map<String, String> form) throws IOException {
    Answer answer = answer(action, form);
    assertThat(answer.status()).as(text(answer)).isEqualTo(200);
    return text(answer);
  }

  private Answer answer(String action, Map<String, String> form) throws IOException {
    String body =
        with(form, "Action", action).entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    Map<String, List<String>> headers =
        Map.of(
            "authorization", List.of("signed"),
            "content-type", List.of("application/x-www-form-urlencoded; charset=utf-8"));
    Request request =
        new Request("POST", URI.create("/"), headers, body.getBytes(StandardCharsets.UTF_8));
    return sns.answer(new Call("Alerts", "sns", action, Optional.empty(), request));
  }

  private Answer follow(String link) throws IOException {
    Request request = new Request("GET", URI.create(link), Map.of(), new byte[0]);
    String action = request.form().getOrDefault("Action", "");
    return sns.answer(new Call("anonymous", "sns", action, Optional.empty(), request));
  }

  private List<JsonNode> mails(String to) throws Exception {
    URI uri = mail.inbox().resolve("/messages?to=" + to);
    String body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
            .body();
    return StreamSupport.stream(new ObjectMapper().readTree(body).spliterator(), false).toList();
  }

  private static Map<String, String> filter(String policy) {
    return Map.of("FilterPolicy", policy);
  }

  private static void attribute(
      Map<String, String> form, int index, String name, String type, String value) {
    String entry = "MessageAttributes.entry." + index + ".";
    form.put(entry + "Name", name);
    form.put(entry + "Value.DataType", type);
    form.put(entry + "Value.StringValue", value);
  }

  private static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> changed = new TreeMap<>(form);
    changed.put(name, value);
    return changed;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
