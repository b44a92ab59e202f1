package outlay.local.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.local.background.Alarms;
import outlay.local.background.MovableClock;
import outlay.local.background.Spool;
import outlay.local.edge.Answer;
import outlay.local.edge.Call;
import outlay.local.edge.Request;
import outlay.local.targets.Deliveries;
import outlay.local.targets.FakeTargets;
import outlay.local.targets.RetryPolicy;
import outlay.local.targets.TargetFailed;

class BusesTest {
  private static final String PUBLISHED =
      """
      {"Source": "outlay.report", "DetailType": "ReportPublished", "EventBusName": "outlay-Bus",
       "Resources": ["arn:x"], "Time": 1769083200,
       "Detail": "{\\"month\\": \\"2026-01\\", \\"rows\\": 12.50, \\"by\\": \\"O\\\\\\"Neil\\"}"}
      """;

  private final MovableClock clock = MovableClock.at("2026-02-01T02:00:00Z");
  private final FakeTargets targets = new FakeTargets();

  private Buses buses(Input input, boolean enabled) {
    Rule rule =
        new Rule(
            "outlay-OnReport",
            "arn:aws:events:eu-central-2:000000000000:rule/outlay-Bus/outlay-OnReport",
            "outlay-Bus",
            "{\"source\":[\"outlay.report\"],\"detail\":{\"month\":[{\"prefix\":\"2026-\"}]}}",
            enabled,
            "",
            List.of(
                new Rule.Target(
                    "Operators",
                    "arn:topic",
                    input,
                    RetryPolicy.DEFAULT,
                    Optional.of("arn:dead"))));
    return new Buses(
        "eu-central-2",
        "000000000000",
        List.of("outlay-Bus"),
        List.of(rule),
        Deliveries.start(Alarms.of(clock), targets, targets, Spool.in(Optional.empty())),
        clock);
  }

  private Buses buses() {
    return buses(new Input.WholeEvent(), true);
  }

  private static JsonNode call(Buses buses, String action, String body) throws IOException {
    Answer answer =
        buses.answer(
            new Call(
                "operator",
                "events",
                action,
                Optional.empty(),
                new Request(
                    "POST", URI.create("/"), Map.of(), body.getBytes(StandardCharsets.UTF_8))));
    return InputTemplate.JSON.readTree(answer.body());
  }

  private static JsonNode put(Buses buses, String... entries) throws IOException {
    return call(buses, "PutEvents", "{\"Entries\": [" + String.join(",", entries) + "]}");
  }

  @Test
  void putEvents_thatMatch_reachTheTargetInTheEnvelopeOfAws() throws IOException {
    JsonNode result = put(buses(), PUBLISHED);

    assertThat(result.path("FailedEntryCount").asInt()).isZero();
    String id = result.at("/Entries/0/EventId").asText();
    assertThat(targets.sent)
        .containsExactly(
            "arn:topic {\"version\":\"0\",\"id\":\""
                + id
                + "\",\"detail-type\":\"ReportPublished\",\"source\":\"outlay.report\","
                + "\"account\":\"000000000000\",\"time\":\"2026-01-22T12:00:00Z\","
                + "\"region\":\"eu-central-2\",\"resources\":[\"arn:x\"],"
                + "\"detail\":{\"month\":\"2026-01\",\"rows\":12.5,\"by\":\"O\\\"Neil\"}}");
  }

  @Test
  void putEvents_thatDoNotMatch_areTakenAndGoNowhere() throws IOException {
    Buses buses = buses();

    JsonNode result =
        put(
            buses,
            PUBLISHED.replace("2026-01\\\"", "2025-01\\\""),
            PUBLISHED.replace("outlay.report", "other"),
            PUBLISHED.replace("outlay-Bus", "default"));

    assertThat(result.path("FailedEntryCount").asInt()).isZero();
    assertThat(targets.sent).isEmpty();
  }

  @Test
  void ruleThatIsDisabled_sendsNothing() throws IOException {
    var unused = put(buses(new Input.WholeEvent(), false), PUBLISHED);

    assertThat(targets.sent).isEmpty();
  }

  @Test
  void putEvents_entriesThatAreWrong_failAlone() throws IOException {
    JsonNode result =
        put(
            buses(),
            "{\"Source\": \"a\", \"Detail\": \"{}\"}",
            PUBLISHED.replace("{\\\"month", "[\\\"month"),
            PUBLISHED.replace("outlay-Bus", "nobody"),
            PUBLISHED.replace("outlay.report", "aws.s3"),
            PUBLISHED);

    assertThat(result.path("FailedEntryCount").asInt()).isEqualTo(4);
    assertThat(result.path("Entries").findValuesAsText("ErrorCode"))
        .containsExactly(
            "InvalidArgument",
            "MalformedDetail",
            "ResourceNotFoundException",
            "NotAuthorizedForSourceException");
    assertThat(result.at("/Entries/4/EventId").asText()).isNotEmpty();
    assertThat(targets.sent).hasSize(1);
  }

  @Test
  void putEvents_tooManyOrTooLarge_areRefusedAsAWhole() throws IOException {
    String[] eleven = new String[11];
    java.util.Arrays.fill(eleven, PUBLISHED);
    String large = PUBLISHED.replace("O\\\\\\\"Neil", "x".repeat(600_000));

    assertThat(put(buses(), eleven).path("__type").asText()).isEqualTo("ValidationException");
    assertThat(put(buses()).path("__type").asText()).isEqualTo("ValidationException");
    assertThat(put(buses(), large).path("FailedEntryCount").asInt()).isZero();
    assertThat(put(buses(), large, large).path("message").asText())
        .isEqualTo("Total size of the entries in the request is over the limit.");
  }

  @Test
  void targetThatIsGone_endsInTheDeadLetterQueueWithTheEvent() throws IOException {
    targets.failWith(arn -> TargetFailed.noResource("Topic does not exist"));

    var unused = put(buses(new Input.Part("$.detail.month"), true), PUBLISHED);

    FakeTargets.Letter letter = targets.letters.get(0);
    assertThat(InputTemplate.JSON.readTree(letter.body()).at("/detail/month").asText())
        .isEqualTo("2026-01");
    assertThat(letter.attributes())
        .containsEntry(
            "RULE_ARN", "arn:aws:events:eu-central-2:000000000000:rule/outlay-Bus/outlay-OnReport")
        .containsEntry("TARGET_ARN", "arn:topic")
        .containsEntry("ERROR_CODE", "NO_RESOURCE");
  }

  // ---------------------------------------------------------------- inputs

  private static final Map<String, String> PATHS =
      Map.of(
          "month", "$.detail.month",
          "rows", "$.detail.rows",
          "by", "$.detail.by",
          "none", "$.detail.none",
          "first", "$.resources[0]",
          "detail", "$.detail");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "Report for <month>: <rows> rows, <none>." | "Report for 2026-01: 12.5 rows, ."
          {"m": <month>, "r": <rows>, "d": <detail>, "n": <none>} | {"m": "2026-01", "r": 12.5, "d": {"month":"2026-01","rows":12.5,"by":"O\\"Neil"}, "n": null}
          {"text": "by <by> in <first>"} | {"text": "by O\\"Neil in arn:x"}
          "<aws.events.rule-name> at <aws.events.event.ingestion-time>" | "outlay-OnReport at 2026-02-01T02:00:00Z"
          """)
  void inputTransformer_fillsTheTemplate(String template, String expected) throws IOException {
    var unused = put(buses(new Input.Transformed(PATHS, template), true), PUBLISHED);

    assertThat(targets.sent).containsExactly("arn:topic " + expected);
  }

  @Test
  void inputTransformer_ofLines_keepsThem() throws IOException {
    String template = "\"Report for <month>.\"\n\n\"<rows> rows.\"";

    assertThat(InputTemplate.wrongIn(template, Set.of("month", "rows"))).isEmpty();
    var unused = put(buses(new Input.Transformed(PATHS, template), true), PUBLISHED);

    assertThat(targets.sent).containsExactly("arn:topic \"Report for 2026-01.\"\n\n\"12.5 rows.\"");
  }

  @Test
  void inputPathAndConstant_replaceTheEvent() throws IOException {
    var unused = put(buses(new Input.Part("$.detail.month"), true), PUBLISHED);
    var unusedToo = put(buses(new Input.Constant("{\"a\":1}"), true), PUBLISHED);

    assertThat(targets.sent).containsExactly("arn:topic \"2026-01\"", "arn:topic {\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Report for <month>", "{\"a\": <month>", "\"<unknown>\"", "{\"a\": x}"})
  void inputTemplate_thatAwsRefuses_isRefused(String template) {
    assertThat(Input.wrongIn(new Input.Transformed(Map.of("month", "$.detail.month"), template)))
        .isPresent();
  }

  @Test
  void inputPath_thatIsNotUnderstood_isRefused() {
    assertThat(Input.wrongIn(new Input.Part("$.detail[*].x"))).isPresent();
    assertThat(Input.wrongIn(new Input.Part("detail"))).isPresent();
    assertThat(Input.wrongIn(new Input.Part("$"))).isEmpty();
  }

  // ---------------------------------------------------------------- what there is

  @Test
  void lists_tellBusesRulesAndTargets() throws IOException {
    Buses buses = buses();

    assertThat(call(buses, "ListEventBuses", "{}").findValuesAsText("Name"))
        .containsExactly("default", "outlay-Bus");
    assertThat(call(buses, "ListRules", "{}").path("Rules")).isEmpty();
    assertThat(
            call(buses, "ListRules", "{\"EventBusName\": \"outlay-Bus\"}").findValuesAsText("Name"))
        .containsExactly("outlay-OnReport");
    assertThat(
            call(
                    buses,
                    "ListTargetsByRule",
                    "{\"EventBusName\": \"outlay-Bus\", \"Rule\": \"outlay-OnReport\"}")
                .at("/Targets/0/DeadLetterConfig/Arn")
                .asText())
        .isEqualTo("arn:dead");
    assertThat(
            call(
                    buses,
                    "DescribeRule",
                    "{\"EventBusName\": \"outlay-Bus\", \"Name\": \"outlay-OnReport\"}")
                .path("State")
                .asText())
        .isEqualTo("ENABLED");
    assertThat(call(buses, "DescribeRule", "{\"Name\": \"x\"}").path("__type").asText())
        .isEqualTo("ResourceNotFoundException");
    assertThat(call(buses, "PutRule", "{}").path("message").asText())
        .contains("PutRule of EventBridge is not provided locally");
  }

  @Test
  void testEventPattern_tellsWhetherItMatches() throws IOException {
    String matching =
        "{\"EventPattern\": \"{\\\"source\\\":[\\\"a\\\"]}\","
            + " \"Event\": \"{\\\"source\\\":\\\"a\\\"}\"}";

    assertThat(call(buses(), "TestEventPattern", matching).path("Result").asBoolean()).isTrue();
    assertThat(
            call(buses(), "TestEventPattern", matching.replace("[\\\"a\\\"]", "\\\"a\\\""))
                .path("__type")
                .asText())
        .isEqualTo("InvalidEventPatternException");
  }
}
