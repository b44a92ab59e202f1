package outlay.bench.figures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One process of a function, on a Runtime API of its own. */
final class FunctionProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LAST_CHARACTERS = 2000;

  private final RuntimeApi api;
  private final Process process;
  private final Path log;
  private final long startNanos;

  /**
   * What a process has used since it started.
   *
   * @param cpu user and system time, to the hundredth of a second
   * @param residentMb memory now
   * @param peakMb memory at its most
   */
  record Use(Duration cpu, double residentMb, double peakMb) {}

  private FunctionProcess(RuntimeApi api, Process process, Path log, long startNanos) {
    this.api = api;
    this.process = process;
    this.log = log;
    this.startNanos = startNanos;
  }

  /**
   * Starts it. Nothing of this process's environment is passed on.
   *
   * @param log what it prints is appended here
   * @param first the event that it is given as soon as it asks
   */
  static FunctionProcess start(
      List<String> command, Map<String, String> environment, Path log, String first)
      throws IOException {
    RuntimeApi api = RuntimeApi.start();
    api.offer(first.getBytes(UTF_8));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(new TreeMap<>(environment));
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long start = System.nanoTime();
    try {
      return new FunctionProcess(api, builder.start(), log, start);
    } catch (IOException notStarted) {
      api.close();
      throw notStarted;
    }
  }

  /**
   * How long after the process was started it had answered its first event.
   *
   * @throws IOException if it ended or failed instead; the message shows the end of its log
   */
  Duration untilAnswer(int status) throws IOException, InterruptedException {
    return Duration.ofNanos(await(status) - startNanos);
  }

  /**
   * How long another event takes.
   *
   * @throws IOException as {@link #untilAnswer}
   */
  Duration invoke(String event, int status) throws IOException, InterruptedException {
    byte[] bytes = event.getBytes(UTF_8);
    long start = System.nanoTime();
    api.offer(bytes);
    return Duration.ofNanos(await(status) - start);
  }

  private long await(int status) throws IOException, InterruptedException {
    RuntimeApi.Answer answer = api.poll(PATIENCE);
    if (answer == null
        || answer.isError()
        || !answer.body().replace(" ", "").contains("\"statusCode\":" + status)) {
      String said = answer == null ? "nothing" : answer.body();
      throw new IOException("A function answered " + said + ". Its log ends: " + end(log));
    }
    return answer.atNanos();
  }

  private static String end(Path log) throws IOException {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - LAST_CHARACTERS));
  }

  /** What it has used until now. Memory is known on Linux only, and 0 elsewhere. */
  Use use() throws IOException {
    Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
    return new Use(cpu, megabytes(lines, "VmRSS:"), megabytes(lines, "VmHWM:"));
  }

  private static double megabytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  /** Asks it to end, and waits: what a JVM writes at its end is there. */
  void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "a function did not end within %d s", PATIENCE.toSeconds()));
    }
  }

  /** Ends it at once. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    api.close();
  }
}
