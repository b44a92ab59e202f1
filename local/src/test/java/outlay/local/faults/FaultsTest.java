package outlay.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outlay.local.edge.Answer;
import outlay.local.edge.Call;
import outlay.local.edge.Dropped;
import outlay.local.edge.Request;

class FaultsTest {
  private static final Answer DONE = Answer.of(200, "application/json", "{}");

  private final List<String> killed = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Call> applied = new LinkedBlockingQueue<>();
  private final Faults faults = new Faults(killed::add, Duration.ofMillis(1));

  @AfterEach
  void close() {
    faults.close();
  }

  @Test
  void noRules_nothingHappens() throws IOException {
    assertThat(answer(put("Totals"))).isSameAs(DONE);
    assertThat(faults.injected()).isEmpty();
  }

  @Test
  void rate_isTheShareOfCalls_andTheSameForASeed() throws IOException {
    List<Boolean> first = thousandCalls(7);

    assertThat(thousandCalls(7)).isEqualTo(first);
    assertThat(thousandCalls(8)).isNotEqualTo(first);
    assertThat(first.stream().filter(failed -> failed).count()).isBetween(70L, 130L);
  }

  @Test
  void failedAfter_isApplied_failedBefore_isNot() throws IOException {
    faults.start(1, List.of(Rule.of(Fault.FAILED_AFTER, 1)));
    assertThat(answer(put("Totals")).status()).isEqualTo(500);
    assertThat(applied).hasSize(1);

    faults.start(1, List.of(Rule.of(Fault.FAILED_BEFORE, 1)));
    assertThat(answer(put("Totals")).status()).isEqualTo(500);
    assertThat(applied).hasSize(1);
  }

  @Test
  void droppedAfter_isAppliedAndNotAnswered() {
    faults.start(1, List.of(Rule.of(Fault.DROPPED_AFTER, 1)));

    assertThatThrownBy(() -> answer(put("Totals"))).isInstanceOf(Dropped.class);
    assertThat(applied).hasSize(1);
  }

  @Test
  void appliedLate_isAppliedAfterTheCallerIsCutOff() throws Exception {
    CountDownLatch later = new CountDownLatch(1);
    faults.start(
        1,
        List.of(Rule.of(Fault.APPLIED_LATE, 1).held(Duration.ofMillis(1), Duration.ofMillis(2))));

    assertThatThrownBy(
            () ->
                faults.intercept(
                    put("Totals"),
                    call -> {
                      await(later);
                      applied.add(call);
                      return DONE;
                    }))
        .isInstanceOf(Dropped.class);
    assertThat(faults.isSettledSince(System.nanoTime())).isFalse();
    later.countDown();
    assertThat(applied.poll(60, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void rules_befallOnlyWhatTheyName() throws IOException {
    faults.start(
        1, List.of(Rule.of(Fault.THROTTLED, 1).from("Totals").to("dynamodb").on("PutItem")));

    assertThat(answer(put("Totals")).status()).isEqualTo(400);
    assertThat(answer(put("Alerts"))).isSameAs(DONE);
    assertThat(answer(call("Totals", "dynamodb", "Query", "t"))).isSameAs(DONE);
    assertThat(answer(call("Totals", "sqs", "PutItem", "t"))).isSameAs(DONE);
  }

  @Test
  void killedAfter_killsTheCallerAtThatCallOfItsInvocation_asOftenAsSaid() throws IOException {
    faults.start(1, List.of(Rule.of(Fault.KILLED_AFTER, 1).atCall(2).atMost(1)));
    answer(call("Totals", "dynamodb", "Query", "first"));
    answer(call("Totals", "dynamodb", "Query", "second"));

    assertThatThrownBy(() -> answer(call("Totals", "dynamodb", "PutItem", "first")))
        .isInstanceOf(Dropped.class);
    answer(call("Totals", "dynamodb", "PutItem", "second"));

    assertThat(killed).containsExactly("first");
    assertThat(applied).hasSize(4);
    assertThat(faults.injected()).isEqualTo(Map.of("KILLED_AFTER dynamodb PutItem", 1L));
  }

  @Test
  void stop_endsFaultsAndKeepsTheCount() throws IOException {
    faults.start(1, List.of(Rule.of(Fault.THROTTLED, 1)));
    answer(put("Totals"));
    faults.stop();

    assertThat(answer(put("Totals"))).isSameAs(DONE);
    assertThat(faults.injected()).isEqualTo(Map.of("THROTTLED dynamodb PutItem", 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "s3, 503, <Code>SlowDown</Code>, 500, <Code>InternalError</Code>",
    "rds-data, 400, ThrottlingException, 500, InternalServerErrorException",
    "events, 400, ThrottlingException, 500, InternalException",
    "lambda, 429, TooManyRequestsException, 500, ServiceException",
    "scheduler, 429, ThrottlingException, 500, InternalServerException",
  })
  void errors_areThoseOfTheService(
      String service, int throttled, String throttledCode, int failed, String failedCode)
      throws IOException {
    faults.start(1, List.of(Rule.of(Fault.THROTTLED, 1)));
    assertError(service, throttled, throttledCode);
    faults.start(1, List.of(Rule.of(Fault.FAILED_BEFORE, 1)));
    assertError(service, failed, failedCode);
  }

  private void assertError(String service, int status, String code) throws IOException {
    Answer answer = answer(call("Report", service, "Any", "t"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(code);
  }

  private List<Boolean> thousandCalls(long seed) throws IOException {
    faults.start(seed, List.of(Rule.of(Fault.FAILED_BEFORE, 0.1)));
    List<Boolean> failed = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      failed.add(answer(put("Totals")).status() == 500);
    }
    return failed;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(Call call) throws IOException {
    return faults.intercept(
        call,
        done -> {
          applied.add(done);
          return DONE;
        });
  }

  private static Call put(String caller) {
    return call(caller, "dynamodb", "PutItem", "trace");
  }

  private static Call call(String caller, String service, String action, String trace) {
    boolean json = !service.equals("s3") && !service.equals("sns");
    String credential =
        "AWS4-HMAC-SHA256 Credential=K/20260101/r/%s/aws4_request".formatted(service);
    Map<String, List<String>> headers =
        json
            ? Map.of(
                "authorization", List.of(credential),
                "x-amzn-trace-id", List.of(trace),
                "x-amz-target", List.of(action))
            : Map.of("authorization", List.of(credential));
    return new Call(
        caller,
        service,
        action,
        Optional.empty(),
        new Request("POST", URI.create("/"), headers, new byte[0]));
  }
}
