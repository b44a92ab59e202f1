package outlay.bench.drills;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import outlay.bench.Commands;
import outlay.bench.Environment;
import outlay.bench.Running;
import outlay.bench.Tokens;
import outlay.bench.replay.Report;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an operator practises, with a verdict. */
@Command(
    name = "bench/drill",
    mixinStandardHelpOptions = true,
    description = {
      "Practises on an Outlay that runs on this machine, and says whether it went well.",
      "Ends with 0 if nothing differs, with 1 if anything does."
    })
final class Drill {
  private Drill() {}

  /** What every drill must be told. */
  static final class Options {
    @Mixin private Running running = new Running();

    @Option(
        names = "--patience",
        paramLabel = "SECONDS",
        description = "How long a run, or counting, may take (default: ${DEFAULT-VALUE}).")
    private int patience = 900;

    Duration patience() {
      return Duration.ofSeconds(patience);
    }

    /** Who can sign in there. */
    Tokens tokens(Environment environment) {
      return running.tokens(environment);
    }

    /**
     * Where Outlay is.
     *
     * @throws IllegalArgumentException if it is not on this machine: a drill may wipe tables
     */
    Environment environment() throws IOException {
      Environment environment = running.environment();
      URI endpoint = environment.uri("AWS_ENDPOINT_URL");
      if (!"127.0.0.1".equals(endpoint.getHost())) {
        throw new IllegalArgumentException(
            "A drill wipes tables, so it is for an Outlay on this machine, not for " + endpoint);
      }
      return environment;
    }
  }

  public static void main(String[] args) {
    System.exit(run(System.out, args));
  }

  /** Everything but the end of the process: its exit code. */
  static int run(PrintStream out, String... args) {
    Report report = new Report(out);
    CommandLine command =
        new CommandLine(new Drill())
            .addSubcommand(new RestoreDrill(report))
            .addSubcommand(new LossDrill(report))
            .addSubcommand(new ReportDrill(report))
            .addSubcommand(new PoisonDrill(report))
            .addSubcommand(new KillDrill(report));
    command.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    return Commands.run(command, args);
  }
}
