package outlay.local.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.background.Alarms;
import outlay.local.background.MovableClock;
import outlay.local.background.Spool;
import outlay.local.edge.Answer;
import outlay.local.edge.Call;
import outlay.local.edge.Request;
import outlay.local.targets.Deliveries;
import outlay.local.targets.FakeTargets;
import outlay.local.targets.TargetFailed;

/** Schedules on a clock that is moved. */
class SchedulerTest {
  private static final String REGION = "eu-central-2";
  private static final String ACCOUNT = "000000000000";
  private static final String ARN =
      "arn:aws:scheduler:eu-central-2:000000000000:schedule/default/nightly";

  private final MovableClock clock = MovableClock.at("2026-01-30T12:00:00Z");
  private final FakeTargets targets = new FakeTargets();
  private Alarms alarms = Alarms.of(clock);

  private Scheduler scheduler(Optional<Path> folder, ObjectNode... ofTheTemplate) {
    alarms = Alarms.of(clock);
    return Scheduler.start(
        REGION,
        ACCOUNT,
        List.of("jobs"),
        List.of(ofTheTemplate),
        alarms,
        Deliveries.start(alarms, targets, targets, Spool.in(Optional.empty())),
        Spool.in(folder.map(each -> each.resolve("schedules"))),
        Spool.in(folder.map(each -> each.resolve("state"))));
  }

  private static ObjectNode schedule(String expression, String zone, String input) {
    ObjectNode json = Schedule.JSON.createObjectNode();
    json.put("Name", "nightly")
        .put("ScheduleExpression", expression)
        .put("ScheduleExpressionTimezone", zone);
    json.putObject("FlexibleTimeWindow").put("Mode", "OFF");
    json.putObject("Target").put("Arn", "arn:backup").put("Input", input);
    return json;
  }

  private static ObjectNode nightly() {
    return schedule("cron(30 2 * * ? *)", "Europe/Berlin", "<aws.scheduler.scheduled-time>");
  }

  private void moveTo(String instant) {
    clock.moveTo(Instant.parse(instant));
    alarms.ring();
  }

  // ---------------------------------------------------------------- firing

  @Test
  void clockPassesAMonthsEnd_firesOnTheFirst() {
    var unused =
        scheduler(
            Optional.empty(),
            schedule("cron(0 3 1 * ? *)", "Asia/Kolkata", "<aws.scheduler.scheduled-time>"));

    moveTo("2026-01-31T21:29:59Z");
    assertThat(targets.sent).isEmpty();
    moveTo("2026-01-31T21:30:00Z");
    assertThat(targets.sent).containsExactly("arn:backup 2026-01-31T21:30:00Z");
    moveTo("2026-02-28T21:29:59Z");
    assertThat(targets.sent).hasSize(1);
  }

  @Test
  void clockPassesTheSpringShift_skipsTheTimeThatIsLeftOut() {
    var unused = scheduler(Optional.empty(), nightly());

    moveTo("2026-03-27T12:00:00Z");
    targets.sent.clear();
    moveTo("2026-03-30T12:00:00Z");

    assertThat(targets.sent)
        .containsExactly("arn:backup 2026-03-28T01:30:00Z", "arn:backup 2026-03-30T00:30:00Z");
  }

  @Test
  void clockPassesTheAutumnShift_firesOnce() {
    var unused = scheduler(Optional.empty(), nightly());

    moveTo("2026-10-24T12:00:00Z");
    targets.sent.clear();
    moveTo("2026-10-25T12:00:00Z");

    assertThat(targets.sent).containsExactly("arn:backup 2026-10-25T00:30:00Z");
  }

  @Test
  void clockJumps_firesEachTimeInTheOrderOfTime() {
    ObjectNode reconcile =
        schedule("cron(0 1 * * ? *)", "UTC", "reconcile").put("Name", "reconcile");
    var unused = scheduler(Optional.empty(), nightly(), reconcile);

    moveTo("2026-02-01T12:00:00Z");

    assertThat(targets.sent)
        .containsExactly(
            "arn:backup reconcile",
            "arn:backup 2026-01-31T01:30:00Z",
            "arn:backup reconcile",
            "arn:backup 2026-02-01T01:30:00Z");
  }

  @Test
  void rate_beginsAtOnce_andNotAgainWithEachStart(@TempDir Path folder) {
    ObjectNode hourly = schedule("rate(1 hour)", "UTC", "x");
    var unused = scheduler(Optional.of(folder), hourly);
    alarms.ring();
    assertThat(targets.sent).hasSize(1);

    clock.advance(Duration.ofMinutes(30));
    var unusedToo = scheduler(Optional.of(folder), hourly);
    alarms.ring();
    assertThat(targets.sent).hasSize(1);
    moveTo("2026-01-30T13:00:00Z");
    assertThat(targets.sent).hasSize(2);
  }

  @Test
  void startAndEndDate_boundTheFirings() {
    ObjectNode bounded = schedule("rate(1 hour)", "UTC", "<aws.scheduler.scheduled-time>");
    bounded.put("StartDate", Instant.parse("2026-01-31T10:30:00Z").getEpochSecond());
    bounded.put("EndDate", Instant.parse("2026-01-31T12:00:00Z").getEpochSecond());
    var unused = scheduler(Optional.empty(), bounded);

    moveTo("2026-02-02T00:00:00Z");

    assertThat(targets.sent)
        .containsExactly("arn:backup 2026-01-31T10:30:00Z", "arn:backup 2026-01-31T11:30:00Z");
  }

  @Test
  void disabled_doesNotFire() {
    Scheduler scheduler = scheduler(Optional.empty(), nightly().put("State", "DISABLED"));

    moveTo("2026-02-02T00:00:00Z");

    assertThat(targets.sent).isEmpty();
    assertThat(scheduler.next()).isEmpty();
  }

  @Test
  void input_hasTheAttributesOfTheFiring() throws IOException {
    var unused =
        scheduler(
            Optional.empty(),
            schedule(
                "cron(30 2 * * ? *)",
                "UTC",
                """
                {"at": "<aws.scheduler.scheduled-time>", "arn": "<aws.scheduler.schedule-arn>",
                 "id": "<aws.scheduler.execution-id>", "attempt": "<aws.scheduler.attempt-number>"}
                """));
    int[] attempts = {0};
    targets.failWith(
        arn -> attempts[0]++ == 0 ? TargetFailed.later(new IOException("down")) : null);

    moveTo("2026-01-31T02:30:40Z");
    moveTo("2026-01-31T02:31:00Z");

    JsonNode first = payload(0);
    JsonNode second = payload(1);
    assertThat(first.path("at").asText()).isEqualTo("2026-01-31T02:30:00Z");
    assertThat(first.path("arn").asText()).isEqualTo(ARN);
    assertThat(first.path("id").asText()).matches("[0-9a-f]{16}");
    assertThat(first.path("attempt").asText()).isEqualTo("1");
    assertThat(second.path("attempt").asText()).isEqualTo("2");
    assertThat(second.path("id")).isEqualTo(first.path("id"));
  }

  private JsonNode payload(int index) throws IOException {
    return Schedule.JSON.readTree(targets.sent.get(index).substring("arn:backup ".length()));
  }

  @Test
  void withoutInput_theTargetGetsTheNotificationOfAws() throws IOException {
    ObjectNode plain = nightly();
    ((ObjectNode) plain.path("Target")).remove("Input");
    var unused = scheduler(Optional.empty(), plain);

    moveTo("2026-01-31T02:00:00Z");

    JsonNode event = payload(0);
    assertThat(event.path("detail-type").asText()).isEqualTo("Scheduled Event");
    assertThat(event.path("time").asText()).isEqualTo("2026-01-31T01:30:00Z");
    assertThat(event.path("resources").path(0).asText()).isEqualTo(ARN);
    assertThat(event.path("detail").asText()).isEqualTo("{}");
  }

  @Test
  void targetThatIsGone_endsInTheDeadLetterQueue() {
    ObjectNode lost = nightly();
    ObjectNode target = (ObjectNode) lost.path("Target");
    target.putObject("DeadLetterConfig").put("Arn", "arn:dead");
    var unused = scheduler(Optional.empty(), lost);
    targets.failWith(arn -> TargetFailed.noResource("gone"));

    moveTo("2026-01-31T02:00:00Z");

    FakeTargets.Letter letter = targets.letters.get(0);
    assertThat(letter.queue()).isEqualTo("arn:dead");
    assertThat(letter.body()).isEqualTo("2026-01-31T01:30:00Z");
    assertThat(letter.attributes())
        .containsEntry("SCHEDULE_ARN", ARN)
        .containsEntry("SCHEDULED_TIME", "2026-01-31T01:30:00Z")
        .containsEntry("TARGET_ARN", "arn:backup")
        .containsEntry("ERROR_CODE", "NO_RESOURCE")
        .containsKey("EXECUTION_ID");
  }

  // ---------------------------------------------------------------- starts

  @Test
  void whatCameDueWhileNothingRan_isNotMadeUp(@TempDir Path folder) {
    var unused = scheduler(Optional.of(folder), nightly());

    clock.moveTo(Instant.parse("2026-02-03T12:00:00Z"));
    Scheduler next = scheduler(Optional.of(folder), nightly());
    alarms.ring();

    assertThat(targets.sent).isEmpty();
    assertThat(next.next())
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.time().toString())
                    .isEqualTo("2026-02-04T02:30+01:00[Europe/Berlin]"));
  }

  @Test
  void stateThatCannotBeKept_stopsNoSchedule(@TempDir Path folder) throws IOException {
    var unused = scheduler(Optional.of(folder), nightly());
    Path state = folder.resolve("state");
    Files.move(state, folder.resolve("away"));
    for (int minutes = 0; minutes < 2; minutes++) {
      clock.advance(Duration.ofMinutes(1));
      assertThatThrownBy(alarms::ring).isInstanceOf(UncheckedIOException.class);
    }
    Files.move(folder.resolve("away"), state);

    clock.advance(Duration.ofMinutes(1));
    alarms.ring();
    assertThat(state.resolve("seen.json")).content().contains("2026-01-30T12:03:00Z");
    moveTo("2026-01-31T02:00:00Z");
    assertThat(targets.sent).containsExactly("arn:backup 2026-01-31T01:30:00Z");
  }

  @Test
  void firingThatCannotBeKept_isDeliveredOnceItCan(@TempDir Path folder) throws IOException {
    alarms = Alarms.of(clock);
    Spool spool = Spool.in(Optional.of(folder.resolve("targets")));
    Deliveries deliveries = Deliveries.start(alarms, targets, targets, spool);
    var unused =
        Scheduler.start(
            REGION,
            ACCOUNT,
            List.of(),
            List.of(nightly()),
            alarms,
            deliveries,
            Spool.in(Optional.empty()),
            Spool.in(Optional.empty()));
    Files.delete(folder.resolve("targets"));
    moveTo("2026-01-31T01:30:00Z");
    assertThat(targets.sent).isEmpty();

    Files.createDirectory(folder.resolve("targets"));
    moveTo("2026-01-31T01:31:00Z");

    assertThat(targets.sent).containsExactly("arn:backup 2026-01-31T01:30:00Z");
    assertThat(deliveries.isSettledSince(0)).isTrue();
  }

  @Test
  void schedulesOfCalls_areThereForTheNextProcess(@TempDir Path folder) {
    Scheduler scheduler = scheduler(Optional.of(folder), nightly());
    var unused = scheduler.create(nightly().put("Name", "mine"));

    Scheduler next = scheduler(Optional.of(folder));

    assertThat(next.all()).extracting(Schedule::name).containsExactly("mine");
    moveTo("2026-01-31T02:00:00Z");
    assertThat(targets.sent).containsExactly("arn:backup 2026-01-31T01:30:00Z");
  }

  @Test
  void templateThatIsWrong_isRefusedByName() {
    assertThatThrownBy(
            () -> scheduler(Optional.empty(), nightly().put("ScheduleExpression", "cron(x)")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The schedule nightly: Invalid Schedule Expression cron(x)");
    assertThatThrownBy(
            () ->
                scheduler(
                    Optional.empty(), nightly().put("ScheduleExpressionTimezone", "Mars/Base")))
        .hasMessageContaining("Mars/Base");
  }

  // ---------------------------------------------------------------- the API

  @Test
  void api_makesChangesListsAndDeletes() throws IOException {
    SchedulerApi api = new SchedulerApi(scheduler(Optional.empty()));
    String body = nightly().toString();

    assertThat(call(api, "POST", "/schedules/nightly", body).body())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"ScheduleArn\":\"" + ARN + "\"}");
    assertThat(call(api, "POST", "/schedules/nightly", body).status()).isEqualTo(409);
    JsonNode got = json(call(api, "GET", "/schedules/nightly?groupName=default", ""));
    assertThat(got.path("ScheduleExpression").asText()).isEqualTo("cron(30 2 * * ? *)");
    assertThat(got.path("State").asText()).isEqualTo("ENABLED");
    assertThat(got.path("CreationDate").asDouble()).isEqualTo(1769774400.0);
    clock.advance(Duration.ofMinutes(1));
    ObjectNode changed = nightly().put("ScheduleExpression", "rate(1 day)");
    assertThat(call(api, "PUT", "/schedules/nightly", changed.toString()).status()).isEqualTo(200);
    assertThat(json(call(api, "GET", "/schedules/nightly", "")).path("CreationDate").asDouble())
        .isEqualTo(1769774400.0);
    assertThat(json(call(api, "GET", "/schedules?NamePrefix=night", "")).path("Schedules"))
        .hasSize(1);
    assertThat(json(call(api, "GET", "/schedules?NamePrefix=day", "")).path("Schedules")).isEmpty();
    alarms.ring();
    assertThat(targets.sent).containsExactly("arn:backup 2026-01-30T12:01:00Z");
    assertThat(call(api, "DELETE", "/schedules/nightly?groupName=default", "").status())
        .isEqualTo(200);
    assertThat(call(api, "GET", "/schedules/nightly", "").status()).isEqualTo(404);
    assertThat(
            json(call(api, "GET", "/schedule-groups", ""))
                .path("ScheduleGroups")
                .findValuesAsText("Name"))
        .containsExactly("default", "jobs");
  }

  @Test
  void api_whatIsNotProvided_isRefusedByName() throws IOException {
    SchedulerApi api = new SchedulerApi(scheduler(Optional.empty()));
    ObjectNode window = nightly();
    window.putObject("FlexibleTimeWindow").put("Mode", "FLEXIBLE").put("MaximumWindowInMinutes", 5);
    ObjectNode group = nightly().put("GroupName", "nobody");
    ObjectNode universal = nightly();
    ((ObjectNode) universal.path("Target")).putObject("SqsParameters");

    assertThat(message(call(api, "POST", "/schedules/a", window.toString()))).contains("only OFF");
    assertThat(message(call(api, "POST", "/schedules/a", group.toString()))).contains("nobody");
    assertThat(message(call(api, "POST", "/schedules/a", universal.toString())))
        .contains("SqsParameters is not provided locally");
    assertThat(call(api, "POST", "/schedules/a", "{").status()).isEqualTo(400);
    assertThat(call(api, "POST", "/tags/x", "{}").status()).isEqualTo(404);
  }

  @Test
  void deleteAfterCompletion_forgetsTheScheduleOnceItHasFired() throws IOException {
    Scheduler scheduler = scheduler(Optional.empty());
    ObjectNode once = schedule("at(2026-01-31T00:00:00)", "UTC", "x");
    var unused = scheduler.create(once.put("ActionAfterCompletion", "DELETE"));

    moveTo("2026-01-31T00:00:00Z");

    assertThat(targets.sent).containsExactly("arn:backup x");
    assertThat(scheduler.all()).isEmpty();
  }

  private static Answer call(SchedulerApi api, String method, String uri, String body)
      throws IOException {
    return api.answer(
        new Call(
            "operator",
            "scheduler",
            method,
            Optional.empty(),
            new Request(method, URI.create(uri), Map.of(), body.getBytes(StandardCharsets.UTF_8))));
  }

  private static JsonNode json(Answer answer) throws IOException {
    return Schedule.JSON.readTree(answer.body());
  }

  private static String message(Answer answer) throws IOException {
    return json(answer).path("message").asText();
  }
}
