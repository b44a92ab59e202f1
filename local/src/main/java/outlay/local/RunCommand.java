package outlay.local;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import outlay.local.scheduler.Scheduler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./run}: starts a stack, says where it is, and runs until it is stopped. */
@Command(
    name = "./run",
    description = "Runs template.yaml on this machine, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {TokenCommand.class, InvokeCommand.class, ChaosCommand.class},
    footer = {
      "",
      "Data survives a restart, kill -9 included. Clients find what they need in DIR/env.",
      "Everything listens on 127.0.0.1 only, but DynamoDB Local: it cannot."
    })
final class RunCommand implements Callable<Integer> {
  private static final DateTimeFormatter NEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "The web page's port; API, inbox, sign-in, and AWS endpoint have the four above it."
              + " 0: any. Default: ${DEFAULT-VALUE}.")
  private int port = 8700;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where data is kept. Default: .local beside this script.")
  private Path data = Main.home().resolve(".local");

  @Option(
      names = "--in-memory",
      description = "Keep nothing on disk but logs: much faster under load.")
  private boolean inMemory;

  @Option(names = "--fresh", description = "Delete the data first.")
  private boolean fresh;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A value for a parameter of the template. May be repeated.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--chaos",
      paramLabel = "SEED",
      description =
          "Let a few percent of everything go wrong, functions killed among it. ./run chaos off"
              + " ends it.")
  private @Nullable Long chaosSeed;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "Another template. Default: template.yaml beside this script.")
  private Path template = Main.home().resolve("template.yaml");

  @Override
  public Integer call() throws Exception {
    Settings settings =
        new Settings(Main.home(), template, data, inMemory, fresh, port, parameters);
    System.setProperty("outlay.logs", settings.data().resolve("logs").toString());
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Progress progress = Progress.on(out, Boolean.getBoolean("outlay.terminal"));
    progress.say(
        "Outlay: %s, data %s%s"
            .formatted(
                shown(settings.template()),
                inMemory ? "in memory, logs in " : "in ",
                shown(settings.data())));
    long begun = System.nanoTime();
    Stack stack = Stack.start(settings, progress);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, progress), "stop"));
    progress.say("Ready in " + Progress.seconds(Duration.ofNanos(System.nanoTime() - begun)) + ".");
    say(stack, settings, progress);
    if (chaosSeed != null) {
      stack.chaos().start(chaosSeed);
      progress.say("\n" + Chaos.banner(chaosSeed));
    }
    out.flush();
    stack.warmUp();
    new CountDownLatch(1).await(); // Until a signal runs the hook above.
    return 0;
  }

  private static void say(Stack stack, Settings settings, Progress progress) {
    Addresses addresses = stack.addresses();
    progress.say(
        """

          Page          %s
          API           %s
          Mail          %s
          Sign-in       %s
          AWS endpoint  %s
        %s
        Not simulated here: %s.

        Record an expense, from another terminal:
        %s

        Ctrl-C stops everything.\
        """
            .formatted(
                addresses.web(),
                addresses.api(),
                addresses.mail(),
                addresses.signIn(),
                addresses.edge(),
                schedules(stack),
                String.join(", ", stack.blueprint().notSimulated()),
                Hints.of(settings).firstExpense().indent(2).stripTrailing()));
  }

  /** A line a schedule. */
  private static String schedules(Stack stack) {
    List<Scheduler.Next> next = stack.schedules();
    int width = next.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    String lines = next.stream().map(each -> line(each, width)).collect(Collectors.joining("\n"));
    return next.isEmpty() ? "" : "\nNext on schedule:\n" + lines + "\n";
  }

  private static String line(Scheduler.Next next, int width) {
    String name = next.name() + " ".repeat(width - next.name().length());
    return "  " + name + "  " + NEXT.format(next.time()) + " " + next.time().getZone().getId();
  }

  /** Ends the process with 0 when everything has ended well: a signal is how one stops this. */
  private static void stop(Stack stack, Progress progress) {
    try {
      progress.say("Stopping …");
      stack.close();
      progress.say("Stopped.");
      Runtime.getRuntime().halt(0);
    } catch (RuntimeException failed) {
      failed.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  /** As short as it can be typed from here. */
  static String shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
  }
}
