package outlay.bench.figures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import outlay.bench.Commands;
import outlay.bench.Section;
import outlay.bench.Times;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a request costs a function that is up: through the Runtime API beside the same in Python,
 * and the handler's own part by JMH, with a store that answers at once.
 */
@Command(
    name = "bench/warm",
    mixinStandardHelpOptions = true,
    description = "Compares what a request costs functions that are up.")
final class Warm implements Callable<Integer> {
  private static final int FIRST_WITH_ALL_COMPILERS = 25;
  private static final double OWN_TIME_MS = 0.2;

  @Mixin private Platforms platforms = new Platforms();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Requests to each function before any counts (default: ${DEFAULT-VALUE}).")
  private int warmUp = 3000;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      description = "Blocks of requests to each function, in turn (default: ${DEFAULT-VALUE}).")
  private int blocks = 10;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Requests of a block (default: ${DEFAULT-VALUE}).")
  private int requests = 300;

  private final PrintStream out = System.out;

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new Warm()), args));
  }

  /** A function that is up, and what was measured of it. */
  private record Running(
      Contender contender,
      FunctionProcess process,
      List<Duration> times,
      List<Double> blockMedians,
      List<Double> cpuMs,
      List<Double> residentMb) {

    void block(int requests) throws IOException, InterruptedException {
      List<Duration> block = new ArrayList<>();
      Duration before = process.use().cpu();
      for (int i = 0; i < requests; i++) {
        block.add(process.invoke(contender.event(), contender.status()));
      }
      FunctionProcess.Use after = process.use();
      times.addAll(block);
      blockMedians.add(milliseconds(new Times(block).percentile(50)));
      cpuMs.add(milliseconds(after.cpu().minus(before)) / requests);
      residentMb.add(after.residentMb());
    }

    double median() {
      return Spread.of(blockMedians).median();
    }

    double cpu() {
      return cpuMs.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    double memory() {
      return residentMb.get(residentMb.size() - 1);
    }
  }

  /** A benchmark of JMH. */
  private record Own(double p50, double p99, double bytes) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = platforms.root();
    Path folder = Files.createDirectories(root.resolve("bench/target/functions"));
    List<Jdk> jdks = platforms.jdks();
    if (jdks.isEmpty()) {
      throw new IllegalArgumentException("There is no JDK to run functions on: give --jdk-25.");
    }
    Jdk newest = jdks.get(jdks.size() - 1);
    Optional<Path> python = platforms.python();
    Contenders contenders = Contenders.in(root, folder);
    Map<String, Running> measured = new LinkedHashMap<>();
    try (BareStore store = BareStore.start(root, folder);
        TlsFront front = TlsFront.start(newest, folder, store.port())) {
      try {
        for (Contender contender : all(contenders, jdks, python, folder, front.uri())) {
          measured.put(contender.label(), start(contender, folder.resolve("functions.log")));
        }
        for (int block = 0; block < blocks; block++) {
          for (Running running : measured.values()) {
            running.block(requests);
          }
        }
      } finally {
        measured.values().forEach(running -> running.process().close());
      }
    }
    Map<String, Own> own = own(root, folder, newest);
    List<Target> targets = targets(measured, own);
    String section = section(measured, own, targets, newest);
    out.println(section);
    Section.write(root.resolve("docs/benchmarks.md"), "bench/warm", section);
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  private static List<Contender> all(
      Contenders contenders, List<Jdk> jdks, Optional<Path> python, Path folder, URI store)
      throws IOException, InterruptedException {
    List<Contender> all = new ArrayList<>();
    for (Contenders.Function function :
        List.of(Contenders.Function.INGEST, Contenders.Function.QUERY)) {
      for (Jdk jdk : jdks) {
        Optional<TlsFront.Trusted> trusted = Optional.of(TlsFront.trusted(jdk, folder));
        List<String> quick = List.of(Contenders.QUICK_COMPILER);
        all.add(contenders.java(function, jdk, ", C1 alone", quick, store, trusted));
        if (jdk.feature() >= FIRST_WITH_ALL_COMPILERS) {
          all.add(contenders.java(function, jdk, "", List.of(), store, trusted));
        }
      }
      if (python.isPresent()) {
        all.add(
            contenders.python(
                python.get(),
                Platforms.pythonVersion(python.get()),
                function,
                store,
                Optional.of(TlsFront.trustedWith(python.get(), folder))));
      }
    }
    return all;
  }

  private Running start(Contender contender, Path log) throws IOException, InterruptedException {
    FunctionProcess process =
        FunctionProcess.start(contender.command(), contender.environment(), log, contender.event());
    try {
      process.untilAnswer(contender.status());
      for (int i = 0; i < warmUp; i++) {
        process.invoke(contender.event(), contender.status());
      }
    } catch (IOException | InterruptedException failed) {
      process.close();
      throw failed;
    }
    return new Running(
        contender,
        process,
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  private static double milliseconds(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  /** Runs the benchmarks of {@code bench/jmh}; by class and method, in microseconds. */
  private static Map<String, Own> own(Path root, Path folder, Jdk jdk)
      throws IOException, InterruptedException {
    Path results = folder.resolve("jmh.json");
    Files.deleteIfExists(results);
    String classPath =
        String.join(
            File.pathSeparator,
            root.resolve("bench/jmh/target/jmh.jar").toString(),
            root.resolve("bench/jmh/target/lib").resolve("*").toString(),
            root.resolve("ingest/target/ingest.jar").toString(),
            root.resolve("query/target/query.jar").toString());
    List<String> command = new ArrayList<>(List.of(jdk.java(), "-cp", classPath));
    command.addAll(List.of("org.openjdk.jmh.Main", "-foe", "true", "-prof", "gc"));
    command.addAll(List.of("-jvmArgs", String.join(" ", Contenders.FLAGS)));
    command.addAll(List.of("-rf", "json", "-rff", results.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("jmh.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("JMH failed: see " + folder.resolve("jmh.log"));
    }
    Map<String, Own> own = new LinkedHashMap<>();
    for (JsonNode result : new ObjectMapper().readTree(results.toFile())) {
      JsonNode percentiles = result.path("primaryMetric").path("scorePercentiles");
      String name = result.path("benchmark").asText();
      own.put(
          name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
          new Own(
              percentiles.path("50.0").asDouble(),
              percentiles.path("99.0").asDouble(),
              result.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").asDouble()));
    }
    return own;
  }

  private String section(
      Map<String, Running> measured, Map<String, Own> own, List<Target> targets, Jdk newest) {
    List<String> lines = new ArrayList<>();
    lines.add(
        """
        One request after the other to a function that has answered %d, through the Runtime API, DynamoDB Local behind
        TLS: a POST of an expense, a GET of a page of 20. %d blocks of %d requests, the functions in turn. The
        JVM's flags are `%s`; C1 alone is how template.yaml
        has Ingest, and Lambda all of Java 17, and of Java 25 without SnapStart, which Outlay has. p50 is the median (least–most) of the blocks'. × is to Python with boto3 doing the same."""
            .formatted(warmUp, blocks, requests, String.join(" ", Contenders.FLAGS)));
    if (!platforms.missing().isEmpty()) {
      lines.add("");
      lines.add("**Not there, so not measured: " + String.join(", ", platforms.missing()) + ".**");
    }
    lines.add("");
    lines.add("| function | on | p50, ms | × | p99, ms | CPU a request, ms | × | memory, MB | × |");
    lines.add("|---|---|--:|--:|--:|--:|--:|--:|--:|");
    measured.values().forEach(running -> lines.add(row(running, python(running, measured))));
    lines.add("");
    lines.add(
        """
        The handler alone, by JMH on JDK %s with the same flags: from the event's bytes to the answer's. With a store
        that answers at once it is Outlay's own part; with the SDK the call is also written, signed, and read, and not
        sent."""
            .formatted(newest.version()));
    lines.add("");
    lines.add("| handler | p50, µs | p99, µs | bytes allocated a request |");
    lines.add("|---|--:|--:|--:|");
    own.forEach((name, times) -> lines.add(row(name, times)));
    lines.add("");
    lines.add(Target.table(targets).strip());
    return String.join("\n", lines);
  }

  private static String row(Running running, Optional<Running> python) {
    return "| %s | %s | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            running.contender().name(),
            running.contender().platform(),
            Spread.of(running.blockMedians()).text(2),
            python.map(it -> number(running.median() / it.median())).orElse(""),
            number(milliseconds(new Times(running.times()).percentile(99))),
            number(running.cpu()),
            python.map(it -> number(running.cpu() / it.cpu())).orElse(""),
            String.format(Locale.ROOT, "%.0f", running.memory()),
            python.map(it -> number(running.memory() / it.memory())).orElse(""));
  }

  private static String row(String name, Own times) {
    String handler =
        switch (name) {
          case "PostBenchmark.handler" -> "Ingest, POST";
          case "PostBenchmark.withSdk" -> "Ingest, POST, with the SDK";
          case "ListBenchmark.handler" -> "Query, GET of 20";
          case "ListBenchmark.withSdk" -> "Query, GET of 20, with the SDK";
          default -> name;
        };
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %,.0f |",
        handler,
        times.p50(),
        times.p99(),
        times.bytes());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static Optional<Running> python(Running running, Map<String, Running> measured) {
    return measured.values().stream()
        .filter(other -> other.contender().platform().startsWith("Python"))
        .filter(other -> other.contender().event().equals(running.contender().event()))
        .findFirst();
  }

  private static List<Target> targets(Map<String, Running> measured, Map<String, Own> own) {
    List<Target> targets = new ArrayList<>();
    Optional<Running> ingest =
        measured.values().stream()
            .filter(running -> running.contender().label().startsWith("Ingest, C1 alone, JDK 25."))
            .findFirst();
    Optional<Running> python = ingest.flatMap(running -> python(running, measured));
    if (ingest.isPresent() && python.isPresent()) {
      targets.add(
          Target.atMost(
              "Ingest's p50 on JDK 25, against Python",
              0.8,
              ingest.get().median() / python.get().median(),
              " ×",
              "most of a request is the store's and the Runtime API's, which are the same for both"));
      targets.add(
          Target.atMost(
              "Ingest's CPU a request, against Python",
              1.2,
              ingest.get().cpu() / python.get().cpu(),
              " ×",
              "TLS and the SDK are Java, where Python's TLS, hashes, and JSON are C"));
      targets.add(
          Target.atMost(
              "Ingest's memory, against Python",
              2,
              ingest.get().memory() / python.get().memory(),
              " ×",
              "classes, compiled code, and a heap that is not collected before it is full"));
    }
    if (own.containsKey("PostBenchmark.handler")) {
      Own post = own.getOrDefault("PostBenchmark.handler", new Own(0, 0, 0));
      targets.add(
          Target.atMost(
              "Ingest's own time without the store, p50",
              OWN_TIME_MS,
              post.p50() / 1e3,
              " ms",
              "the second table shows where it goes"));
    }
    return targets;
  }
}
