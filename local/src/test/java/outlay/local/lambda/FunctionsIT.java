package outlay.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the real Runtime Interface Client, in processes. */
@Timeout(120)
class FunctionsIT {
  private static final Path RUNTIME = Path.of("lambda-runtime", "target");

  @TempDir static Path directory;
  private static Path jar = Path.of("");

  @TempDir Path work;
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private @Nullable Functions functions;

  @BeforeAll
  static void packFunction() throws IOException {
    jar = directory.resolve("function.jar");
    FunctionJar.write(jar);
  }

  @AfterEach
  void stop() {
    if (functions != null) {
      functions.close();
    }
    callers.shutdownNow();
  }

  @Test
  void invoke_echo_answersTheEvent() {
    start(spec(1));

    Invocation first = invoke("{\"name\":\"₹\"}");
    Invocation second = invoke("{\"again\":true}");

    assertThat(text(first)).isEqualTo("{\"name\":\"₹\"}");
    assertThat(first.functionError()).isEmpty();
    assertThat(text(second)).isEqualTo("{\"again\":true}");
    assertThat(second.requestId()).isNotEqualTo(first.requestId());
    assertThat(usage().coldStarts()).isEqualTo(1);
    assertThat(usage().invocations()).isEqualTo(2);
  }

  @Test
  void invoke_withoutTheNativeLibrary_worksTheSame() {
    functions = Functions.start(List.of(spec(1)), RUNTIME, work, Limits.DEFAULT, true);

    assertThat(text(invoke("{\"name\":\"₹\"}"))).isEqualTo("{\"name\":\"₹\"}");
    assertThat(text(invoke("{\"again\":true}"))).isEqualTo("{\"again\":true}");
    assertThat(text(invoke("{\"do\":\"throw\"}"))).contains("as told");
    assertThat(usage().coldStarts()).isEqualTo(1);
  }

  @Test
  void invoke_handlerThrows_isUnhandledAndTheInstanceStays() {
    start(spec(1));

    Invocation thrown = invoke("{\"do\":\"throw\"}");

    assertThat(thrown.functionError()).contains("Unhandled");
    assertThat(text(thrown))
        .contains("\"errorType\":\"java.lang.IllegalStateException\"")
        .contains("\"errorMessage\":\"as told\"");
    assertThat(text(invoke("{\"a\":1}"))).isEqualTo("{\"a\":1}");
    assertThat(usage().coldStarts()).isEqualTo(1);
    assertThat(usage().errors()).isEqualTo(1);
  }

  @Test
  void invoke_processExits_isExitErrorAndTheNextStartsAnother() {
    start(spec(1));

    Invocation exited = invoke("{\"do\":\"exit\"}");

    assertThat(exited.functionError()).contains("Unhandled");
    assertThat(text(exited))
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + exited.requestId()
                + " Error: Runtime exited with error: exit status 7\"}");
    assertThat(text(invoke("{\"a\":1}"))).isEqualTo("{\"a\":1}");
    assertThat(usage().coldStarts()).isEqualTo(2);
  }

  @Test
  void invoke_pastTheTimeout_killsTheInstance() {
    start(spec(1));
    invoke("{}");
    long pid = usage().pids().get(0);

    Invocation late = invoke("{\"do\":\"sleep\"}");

    assertThat(late.functionError()).contains("Unhandled");
    assertThat(text(late))
        .isEqualTo(
            "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: "
                + late.requestId()
                + " Error: Task timed out after 2.00 seconds\"}");
    await(() -> !alive(pid));
    assertThat(text(invoke("{\"a\":1}"))).isEqualTo("{\"a\":1}");
  }

  @Test
  void invoke_answerOverSixMegabytes_isAnError() {
    start(spec(1));

    Invocation large = invoke("{\"do\":\"large\"}");

    assertThat(large.functionError()).contains("Unhandled");
    assertThat(text(large)).contains("Function.ResponseSizeTooLarge");
    assertThat(text(invoke("{\"a\":1}"))).isEqualTo("{\"a\":1}");
  }

  @Test
  void invoke_eventOverSixMegabytes_isRefused() {
    start(spec(1));

    assertThatThrownBy(() -> functions().invoke("Test", new byte[Functions.MAX_EVENT_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void invoke_initThrows_answersItsErrorWithoutStartingForEachCall() {
    start(spec(2, Map.of("FAIL_INIT", "1")));

    List<Invocation> failed = inParallel(20, i -> invoke("{}"));
    Invocation next = invoke("{}");

    assertThat(failed).allMatch(one -> one.functionError().isPresent());
    assertThat(text(failed.get(0))).contains("cannot start");
    assertThat(text(next)).contains("cannot start");
    assertThat(usage().coldStarts()).isZero();
    assertThat(log()).hasSizeLessThan(20_000); // Not twenty stack traces.
  }

  @Test
  void invoke_initExits_isExitError() {
    start(spec(1, Map.of("EXIT_INIT", "1")));

    assertThat(text(invoke("{}"))).contains("Runtime.ExitError").contains("exit status 3");
  }

  @Test
  void invoke_severalAtOnce_startsUpToTheLimit() {
    start(spec(3));

    List<Invocation> answers = inParallel(12, i -> invoke("{\"do\":\"nap\"}"));

    assertThat(answers).allMatch(one -> one.functionError().isEmpty());
    assertThat(usage().instances()).isBetween(2, 3);
    assertThat(usage().invocations()).isEqualTo(12);
  }

  @Test
  void invoke_oneAfterTheOther_staysOnOneInstance() {
    start(spec(3));

    List<String> answers =
        IntStream.range(0, 50).mapToObj(i -> text(invoke("{\"do\":\"count\"}"))).toList();

    assertThat(answers.get(49)).endsWith(" 50");
    assertThat(usage().instances()).isEqualTo(1);
  }

  @Test
  void invoke_allBusyForTooLong_isTooManyRequests() {
    functions =
        Functions.start(
            List.of(spec(1)),
            RUNTIME,
            work,
            Limits.DEFAULT.withFree(Duration.ofMillis(200)),
            false);
    invoke("{}");
    CompletableFuture<Invocation> busy = later("{\"do\":\"sleep\"}");
    await(() -> logged() >= 1);
    CompletableFuture<Invocation> second = later("{\"do\":\"sleep\"}");

    assertThatThrownBy(() -> CompletableFuture.anyOf(busy, second).get(1500, TimeUnit.MILLISECONDS))
        .hasCauseInstanceOf(Invoker.TooManyRequests.class);
  }

  @Test
  void sigkill_atAnyMoment_failsOnlyWhatIsInFlight() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    start(spec(2));
    invoke("{}");
    CompletableFuture<List<List<Invocation>>> load =
        CompletableFuture.supplyAsync(() -> inParallel(4, i -> manyInvocations()), callers);

    int kills = 0;
    while (!load.isDone()) {
      List<Long> pids = usage().pids();
      if (!pids.isEmpty() && kills < 12) {
        int before = logged();
        kill(pids.get(random.nextInt(pids.size())));
        kills++;
        await(() -> load.isDone() || logged() > before + 20 + random.nextInt(50));
      }
      Thread.onSpinWait();
    }

    long failed = usage().errors();
    assertThat(failed).as("seed %s", seed).isLessThanOrEqualTo(kills);
    assertThat(kills).isGreaterThan(3);
    assertThat(text(invoke("{\"a\":1}"))).isEqualTo("{\"a\":1}");
  }

  @Test
  void sigkill_whileStarting_failsNothing() {
    start(spec(1));
    CompletableFuture<Invocation> first = later("{\"a\":1}");
    await(() -> usage().instances() == 1);

    kill(usage().pids().get(0));

    assertThat(text(first.join())).isEqualTo("{\"a\":1}");
  }

  @Test
  void environment_isLambdasAndTheSpecs() {
    start(spec(1, Map.of("EXPENSES_TABLE", "expenses", "AWS_REGION", "eu-west-1")));

    String environment = text(invoke("{\"do\":\"environment\"}"));

    assertThat(environment)
        .contains("EXPENSES_TABLE=expenses")
        .contains("AWS_REGION=eu-west-1")
        .contains("AWS_LAMBDA_FUNCTION_NAME=Test")
        .contains("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256")
        .contains("_HANDLER=outlay.local.lambda.TestFunction::handle")
        .contains("TZ=:UTC")
        .contains("file.encoding=UTF-8");
    assertThat(environment).doesNotContain("JAVA_HOME=").doesNotContain("HOME=/");
  }

  @Test
  void log_holdsOutputAndAReportOfEachInvocation() {
    start(spec(1));

    String requestId = invoke("{\"do\":\"print\"}").requestId();
    invoke("{\"do\":\"throw\"}");
    await(() -> logged() == 2);

    assertThat(log())
        .contains("printed ₹\n")
        .containsPattern(
            "REPORT RequestId: "
                + requestId
                + "\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms\tMemory Size: 256 MB"
                + "\tInit Duration: [0-9.]+ ms\tStatus: success\n")
        .contains("Status: error\n");
  }

  @Test
  void log_ofAFunctionThatLogsJson_isJson() {
    start(spec(1, Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON")));

    invoke("{}");
    await(() -> log().contains("platform.report"));

    assertThat(log().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
  }

  @Test
  void idle_forLong_allInstancesButOneStop() {
    functions =
        Functions.start(
            List.of(spec(3)),
            RUNTIME,
            work,
            Limits.DEFAULT.withIdle(Duration.ofMillis(400)),
            false);
    inParallel(9, i -> invoke("{\"do\":\"nap\"}"));
    List<Long> pids = usage().pids();

    await(() -> pids.stream().filter(FunctionsIT::alive).count() == 1);
    assertThat(usage().instances()).isEqualTo(1);
    await(() -> pidFiles().size() == 1);
  }

  @Test
  void pidFiles_nameTheProcesses() throws IOException {
    start(spec(1));
    invoke("{}");

    assertThat(pidFiles()).hasSize(1);
    assertThat(Files.readString(pidFiles().get(0)).strip())
        .isEqualTo(usage().pids().get(0).toString());
  }

  @Test
  void close_withACallInFlight_leavesNothing() {
    start(spec(2));
    invoke("{}");
    CompletableFuture<Invocation> inFlight = later("{\"do\":\"sleep\"}");
    await(() -> usage().instances() >= 1);
    List<Long> pids = usage().pids();

    functions().close();

    assertThat(pids).noneMatch(FunctionsIT::alive);
    assertThat(
            inFlight
                .handle((answer, refused) -> answer == null || answer.functionError().isPresent())
                .join())
        .isTrue();
    await(() -> pidFiles().isEmpty());
  }

  @Test
  void invoke_unknownFunction_isRefused() {
    start(spec(1));

    assertThatThrownBy(() -> functions().invoke("Other", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Other");
  }

  // ---------------------------------------------------------------- helpers

  private List<Invocation> manyInvocations() {
    List<Invocation> answers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      answers.add(invoke("{\"i\":" + i + "}"));
    }
    return answers;
  }

  private static FunctionSpec spec(int maxInstances) {
    return spec(maxInstances, Map.of());
  }

  private static FunctionSpec spec(int maxInstances, Map<String, String> environment) {
    return new FunctionSpec(
        "Test",
        jar,
        List.of(),
        "outlay.local.lambda.TestFunction::handle",
        256,
        Duration.ofSeconds(2),
        environment,
        maxInstances);
  }

  private void start(FunctionSpec spec) {
    functions = Functions.start(List.of(spec), RUNTIME, work);
  }

  private Functions functions() {
    return Optional.ofNullable(functions).orElseThrow();
  }

  private Invocation invoke(String event) {
    return functions().invoke("Test", event.getBytes(UTF_8));
  }

  private CompletableFuture<Invocation> later(String event) {
    return CompletableFuture.supplyAsync(() -> invoke(event), callers);
  }

  private <T> List<T> inParallel(int callersCount, IntFunction<T> call) {
    List<CompletableFuture<T>> running =
        IntStream.range(0, callersCount)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.apply(i), callers))
            .toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  private Usage usage() {
    return Objects.requireNonNull(functions().usage().get("Test"));
  }

  private static String text(Invocation invocation) {
    return new String(invocation.payload(), UTF_8);
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private String log() {
    try {
      return Files.readString(work.resolve("logs/Test.log"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private int logged() {
    return (int) log().lines().filter(line -> line.startsWith("REPORT")).count();
  }

  private List<Path> pidFiles() {
    try (var files = Files.list(work.resolve("run"))) {
      return files.filter(file -> file.toString().endsWith(".pid")).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
