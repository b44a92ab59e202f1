package outlay.bench.figures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import outlay.bench.Commands;
import outlay.bench.OwnOutlay;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What developers wait for. */
@Command(
    name = "bench/build",
    mixinStandardHelpOptions = true,
    description = {
      "Times ./run from built jars and from a fresh clone to ready, and ./test if it is asked to.",
      "Writes its section of docs/benchmarks.md. Needs git and Maven. Ends with 1 if a target is",
      "missed."
    })
final class Build implements Callable<Integer> {
  private static final String NAME = "bench/build";

  @Mixin private Checkout checkout = new Checkout();

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "Starts from built jars (default: ${DEFAULT-VALUE}).")
  private int starts = 5;

  @Option(names = "--test", description = "Run ./test in the clone, too: about ten minutes.")
  private boolean test;

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new Build()), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Double> fresh = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    start(checkout.root(), "--fresh"); // Builds what was changed since the last build.
    for (int i = 0; i < starts; i++) {
      fresh.add(seconds(start(checkout.root(), "--fresh")));
      again.add(seconds(start(checkout.root())));
    }
    Path clone = checkout.root().resolve("bench/target/clone");
    delete(clone);
    long begun = System.nanoTime();
    command("git", "clone", "-q", checkout.root().toString(), clone.toString());
    start(clone);
    Duration cloned = Duration.ofNanos(System.nanoTime() - begun);
    List<Target> targets = new ArrayList<>();
    targets.add(
        Target.atMost(
            "./run from built jars to ready, nothing stored yet",
            15,
            Spread.of(fresh).median(),
            " s",
            "MariaDB makes its own tables at the first start, and takes longest"));
    if (test) {
      begun = System.nanoTime();
      command(clone.resolve("test").toString());
      targets.add(
          Target.atMost(
              "./test, from a fresh clone that was built",
              12,
              seconds(Duration.ofNanos(System.nanoTime() - begun)) / 60,
              " min",
              "its tests start processes and browsers"));
    }
    delete(clone);
    checkout.publish(NAME, text(fresh, again, cloned, targets));
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  /** How long an Outlay takes to be ready; it is stopped then. */
  private Duration start(Path home, String... options) throws IOException, InterruptedException {
    Path data = checkout.root().resolve("bench/target/own/build");
    Files.createDirectories(data);
    try (OwnOutlay outlay =
        OwnOutlay.start(List.of(home.resolve("run").toString()), data, options)) {
      return outlay.awaitReady();
    }
  }

  private static void command(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + said);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private String text(
      List<Double> fresh, List<Double> again, Duration cloned, List<Target> targets) {
    return String.format(
        Locale.ROOT,
        """
        Data on disk, on free ports, until `./run` says that it is ready; the median (least–most) of %d.%s

        %s
        | | seconds |
        |---|---|
        | `./run` from built jars, nothing stored yet | %s |
        | `./run` from built jars, on what the start before left | %s |
        | `git clone`, build, `./run` to ready; Maven has all that it downloads | %.0f |
        """,
        fresh.size(),
        test ? "" : " `./test` is timed only by `bench/build --test`.",
        Target.table(targets),
        Spread.of(fresh).text(1),
        Spread.of(again).text(1),
        seconds(cloned));
  }
}
