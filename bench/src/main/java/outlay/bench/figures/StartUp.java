package outlay.bench.figures;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outlay.bench.Commands;
import outlay.bench.Section;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long it takes from the start of a function's process to its first answer, beside the least
 * that a Java function can do, what a plain one does, and the same in Python.
 */
@Command(
    name = "bench/start-up",
    mixinStandardHelpOptions = true,
    description = "Compares how long functions take from their start to their first answer.")
final class StartUp implements Callable<Integer> {
  @Mixin private Platforms platforms = new Platforms();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Starts of each contender (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Only contenders whose line it is found in; then nothing is written.")
  private Pattern only = Pattern.compile("");

  private final PrintStream out = System.out;
  private final Set<Path> written = new HashSet<>();

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new StartUp()), args));
  }

  /** Where the contenders are started: which cores they have, and how they reach the store. */
  private enum Setting {
    TLS("behind TLS, two cores", "0,1"),
    HTTP("plain HTTP, two cores", "0,1"),
    ONE_CORE("behind TLS, one core", "0");

    final String title;
    final String cores;

    Setting(String title, String cores) {
      this.title = title;
      this.cores = cores;
    }
  }

  /** What was measured of one contender in one setting. */
  private record Starts(List<Double> milliseconds, List<Double> cpu, List<Double> peakMb) {
    static Starts none() {
      return new Starts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(Duration start, FunctionProcess.Use use) {
      milliseconds.add(start.toNanos() / 1e6);
      cpu.add(use.cpu().toMillis() / 1e3);
      peakMb.add(use.peakMb());
    }

    double median() {
      return Spread.of(milliseconds).median();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = platforms.root();
    Path folder = Files.createDirectories(root.resolve("bench/target/functions"));
    List<Jdk> jdks = platforms.jdks();
    if (jdks.isEmpty()) {
      throw new IllegalArgumentException("There is no JDK to run functions on: give --jdk-25.");
    }
    if (Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
        .noneMatch(bin -> Files.isExecutable(Path.of(bin, "taskset")))) {
      throw new IllegalArgumentException("bench/start-up needs Linux's taskset, to choose cores.");
    }
    Optional<Path> python = platforms.python();
    Contenders contenders = Contenders.in(root, folder);
    Map<Setting, Map<String, Starts>> measured = new EnumMap<>(Setting.class);
    try (BareStore store = BareStore.start(root, folder);
        TlsFront front = TlsFront.start(jdks.get(jdks.size() - 1), folder, store.port())) {
      for (Setting setting : Setting.values()) {
        boolean tls = setting != Setting.HTTP;
        List<Contender> all = new ArrayList<>();
        for (Jdk jdk : jdks) {
          addJava(contenders, jdk, folder, tls ? front.uri() : store.uri(), tls, all);
        }
        if (python.isPresent()) {
          addPython(contenders, python.get(), folder, tls ? front.uri() : store.uri(), tls, all);
        }
        measured.put(setting, measure(setting, all, folder.resolve("functions.log")));
      }
    }
    List<Target> targets = targets(root, measured);
    String section = section(root, targets, jdks, python, measured);
    out.println(section);
    if (only.pattern().isEmpty()) {
      Section.write(root.resolve("docs/benchmarks.md"), "bench/start-up", section);
    }
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  private void addJava(
      Contenders contenders,
      Jdk jdk,
      Path folder,
      URI store,
      boolean isBehindTls,
      List<Contender> to)
      throws IOException, InterruptedException {
    Optional<TlsFront.Trusted> trusted =
        isBehindTls ? Optional.of(TlsFront.trusted(jdk, folder)) : Optional.empty();
    for (Contenders.Function function : Contenders.Function.values()) {
      Contender zip =
          contenders.java(function, jdk, "", List.of(Contenders.QUICK_COMPILER), store, trusted);
      add(zip, to);
      if (function == Contenders.Function.INGEST || function == Contenders.Function.QUERY) {
        Path archive = folder.resolve(function + "-" + jdk.feature() + ".archive");
        Contender image =
            contenders.java(
                function, jdk, Archives.form(jdk), Archives.use(jdk, archive), store, trusted);
        if (add(image, to) && written.add(archive)) {
          Archives.write(jdk, zip, archive, folder.resolve("functions.log"));
        }
      }
    }
  }

  private boolean add(Contender contender, List<Contender> to) {
    return only.matcher(contender.label()).find() && to.add(contender);
  }

  private void addPython(
      Contenders contenders,
      Path python,
      Path folder,
      URI store,
      boolean isBehindTls,
      List<Contender> to)
      throws IOException, InterruptedException {
    String version = Platforms.pythonVersion(python);
    Optional<Path> trusted =
        isBehindTls ? Optional.of(TlsFront.trustedWith(python, folder)) : Optional.empty();
    add(contenders.python(python, version, Contenders.Function.INGEST, store, trusted), to);
    add(contenders.python(python, version, Contenders.Function.QUERY, store, trusted), to);
  }

  private Map<String, Starts> measure(Setting setting, List<Contender> contenders, Path log)
      throws IOException, InterruptedException {
    Map<String, Starts> measured = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Contender contender : contenders) {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", setting.cores));
        command.addAll(contender.command());
        try (FunctionProcess function =
            FunctionProcess.start(command, contender.environment(), log, contender.event())) {
          Duration took = function.untilAnswer(contender.status());
          FunctionProcess.Use use = function.use();
          if (round > 0) { // The first fills the system's caches of files.
            measured.computeIfAbsent(contender.label(), none -> Starts.none()).add(took, use);
          }
        }
      }
    }
    measured.forEach(
        (label, starts) ->
            System.err.printf(
                Locale.ROOT,
                "%-24s %-44s %18s ms %18s s%n",
                setting.title,
                label,
                Spread.of(starts.milliseconds()).text(0),
                Spread.of(starts.cpu()).text(2)));
    return measured;
  }

  private String section(
      Path root,
      List<Target> targets,
      List<Jdk> jdks,
      Optional<Path> python,
      Map<Setting, Map<String, Starts>> measured)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    lines.add(
        """
        From the start of a function's process to its first answer, on AWS's Runtime Interface Client, with
        a warm DynamoDB Local: a POST of an expense (Ingest and what it is compared with), a GET of a page of 20
        (Query). A JVM has the flags of Lambda without SnapStart: `%s`. Behind TLS every contender trusts all the
        authorities of its platform and that of the bench. A zip has no archive; an AOT cache or CDS archive is what a
        container image can bring along (`-XX:AOTCache`, `-XX:SharedArchiveFile`, written by a run that answered %d
        requests behind TLS). Ingest and Query are the zips as deployed, with the layer of `template.yaml`. The plain handler has the SDK's default client,
        databind, and Powertools with its Log4j layout. Median (least–most) of %d starts, all contenders in turn; CPU and
        memory until that answer, behind TLS, on two cores. × is to Python doing the same, in the same setting."""
            .formatted(
                Contenders.QUICK_COMPILER + " " + String.join(" ", Contenders.FLAGS),
                Archives.TRAINING_REQUESTS,
                rounds));
    lines.add("");
    lines.add("%s.%s".formatted(versions(jdks, python), missing()));
    lines.add("");
    lines.add(
        "| function | on | TLS, two cores: ms | × | HTTP, two cores: ms | × | TLS, one core: ms | × | CPU, s | peak, MB |");
    lines.add("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    measured
        .getOrDefault(Setting.TLS, Map.of())
        .forEach((label, starts) -> lines.add(row(label, starts, measured)));
    lines.add("");
    lines.add(Target.table(targets).strip());
    lines.add("");
    lines.add("| jar | MB | of it, compressed |");
    lines.add("|---|--:|---|");
    for (Path jar : JarSizes.ofTemplate(root)) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| `%s` | %.2f | %s |",
              jar.getFileName(),
              JarSizes.megabytes(jar),
              JarSizes.parts(jar)));
    }
    return String.join("\n", lines);
  }

  private static String versions(List<Jdk> jdks, Optional<Path> python)
      throws IOException, InterruptedException {
    List<String> versions = new ArrayList<>();
    for (Jdk jdk : jdks) {
      versions.add("JDK " + jdk.version());
    }
    if (python.isPresent()) {
      versions.add(
          Platforms.pythonSays(
              python.get(),
              "import boto3, platform; print('Python', platform.python_version(), 'with boto3', boto3.__version__)"));
    }
    return String.join(", ", versions);
  }

  private String missing() {
    List<String> missing = platforms.missing();
    return missing.isEmpty()
        ? ""
        : " **Not there, so not measured: " + String.join(", ", missing) + ".**";
  }

  private static String row(
      String label, Starts starts, Map<Setting, Map<String, Starts>> measured) {
    int comma = label.lastIndexOf(", ");
    StringBuilder row =
        new StringBuilder("| " + label.substring(0, comma) + " | " + label.substring(comma + 2));
    for (Setting setting : Setting.values()) {
      Map<String, Starts> ofSetting = measured.getOrDefault(setting, Map.of());
      Starts here = ofSetting.getOrDefault(label, Starts.none());
      row.append(
          here.milliseconds().isEmpty()
              ? " | | "
              : " | " + Spread.of(here.milliseconds()).text(0) + " | " + ratio(label, ofSetting));
    }
    return row
        + " | "
        + Spread.of(starts.cpu()).text(2)
        + " | "
        + Spread.of(starts.peakMb()).text(0)
        + " |";
  }

  private static String ratio(String label, Map<String, Starts> measured) {
    return python(label.startsWith("Query"), measured)
        .map(
            python ->
                String.format(
                    Locale.ROOT,
                    "%.2f",
                    measured.getOrDefault(label, Starts.none()).median() / python))
        .orElse("");
  }

  private static Optional<Double> python(boolean reads, Map<String, Starts> measured) {
    return measured.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("The same as " + (reads ? "Query" : "Ingest")))
        .map(entry -> entry.getValue().median())
        .findFirst();
  }

  private static List<Target> targets(Path root, Map<Setting, Map<String, Starts>> measured)
      throws IOException {
    Map<String, Starts> tls = measured.getOrDefault(Setting.TLS, Map.of());
    List<Target> targets = new ArrayList<>();
    Optional<Double> python = python(false, tls);
    OptionalDouble image = best(tls, "Ingest, (AOT cache|CDS archive), JDK .*");
    if (image.isPresent() && python.isPresent()) {
      targets.add(
          Target.atMost(
              "Ingest in its best form behind TLS, two cores, against Python",
              1,
              image.getAsDouble() / python.get(),
              " ×",
              "TLS and the SDK's client are set up in bytecode that nothing has compiled yet"));
    }
    OptionalDouble zip = best(tls, "Ingest, JDK 25.*");
    OptionalDouble plain = best(tls, "Plain handler, JDK 25.*");
    if (zip.isPresent() && plain.isPresent()) {
      targets.add(
          Target.atMost(
              "Ingest as a zip on JDK 25 behind TLS, two cores, against the plain handler",
              0.5,
              zip.getAsDouble() / plain.getAsDouble(),
              " ×",
              "two thirds of it are classes of the SDK that are loaded and verified"));
    }
    targets.add(
        Target.atMost(
            "Ingest's jar",
            8,
            JarSizes.megabytes(root.resolve("ingest/target/ingest.jar")),
            " MB",
            "the SDK, whose parts are listed below"));
    return targets;
  }

  private static OptionalDouble best(Map<String, Starts> measured, String label) {
    return measured.entrySet().stream()
        .filter(entry -> entry.getKey().matches(label))
        .mapToDouble(entry -> entry.getValue().median())
        .min();
  }
}
