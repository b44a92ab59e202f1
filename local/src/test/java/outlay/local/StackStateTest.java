package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outlay.local.edge.Meter;
import outlay.local.lambda.Usage;
import outlay.local.scheduler.Scheduler;
import outlay.local.sqs.Queues;
import outlay.local.streams.StreamPoller;

final class StackStateTest {
  private static final Addresses ADDRESSES =
      new Addresses(
          URI.create("http://127.0.0.1:1"),
          URI.create("http://127.0.0.1:2"),
          URI.create("http://127.0.0.1:3"),
          URI.create("http://127.0.0.1:4/pool"),
          URI.create("http://127.0.0.1:5"));

  @Test
  void json_hasWhatEveryPartDid() throws Exception {
    StackState state =
        new StackState(
            ADDRESSES,
            Map.of("Ingest", new Usage(7, 1, 2, List.of(41L, 42L))),
            Map.of("Ingest", List.of("{\"message\":\"accepted\"}", "<b>")),
            List.of(
                new StreamPoller.Reading(
                    "Totals-ExpenseChanges",
                    5,
                    1,
                    0,
                    3,
                    2,
                    4,
                    Duration.ofMillis(1500),
                    Optional.of("it failed"))),
            List.of(
                new Scheduler.Next(
                    "nightly",
                    "Reconcile",
                    ZonedDateTime.parse("2026-11-22T05:15:00+01:00[Europe/Berlin]"))),
            Map.of("ExpensesTable", 12L),
            Map.of("ReportQueue", new Queues.Depth(3, 2, 1)),
            List.of(
                new Meter.Reading(
                    "Ingest",
                    "dynamodb",
                    "PutItem",
                    "expenses",
                    7,
                    1,
                    14.5,
                    Duration.ofMillis(90))),
            Map.of("asha@outlay.example", 2));

    assertThat(Control.JSON.readTree(state.json()))
        .isEqualTo(
            Control.JSON.readTree(
                """
                {
                  "addresses": {
                    "API": "http://127.0.0.1:2", "Inbox": "http://127.0.0.1:3",
                    "Sign-in": "http://127.0.0.1:4/pool", "AWS endpoint": "http://127.0.0.1:5"},
                  "functions": [{
                    "name": "Ingest", "invocations": 7, "errors": 1, "coldStarts": 2, "instances": 2,
                    "log": ["{\\"message\\":\\"accepted\\"}", "<b>"]}],
                  "streams": [{
                    "name": "Totals-ExpenseChanges", "handled": 5, "invocations": 3, "failures": 2,
                    "givenUp": 0, "behind": 4, "lagMs": 1500, "lastError": "it failed"}],
                  "schedules": [
                    {"group": "nightly", "name": "Reconcile", "next": "2026-11-22T04:15:00Z"}],
                  "tables": [{"name": "ExpensesTable", "items": 12}],
                  "queues": [{"name": "ReportQueue", "waiting": 3, "inFlight": 2, "delayed": 1}],
                  "calls": [{
                    "caller": "Ingest", "service": "dynamodb", "action": "PutItem", "resource": "expenses",
                    "calls": 7, "failures": 1, "units": 14.5, "waitedMs": 90.0}],
                  "mails": [{"to": "asha@outlay.example", "mails": 2}]
                }
                """));
  }

  @Test
  void json_ofNothingYet_hasEveryMember() throws Exception {
    StackState state =
        new StackState(
            ADDRESSES,
            Map.of("Ingest", new Usage(0, 0, 0, List.of())),
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of());

    assertThat(Control.JSON.readTree(state.json()).at("/functions/0/log")).isEmpty();
    for (String member : List.of("streams", "schedules", "tables", "queues", "calls", "mails")) {
      assertThat(Control.JSON.readTree(state.json()).path(member).isArray()).as(member).isTrue();
    }
  }
}
