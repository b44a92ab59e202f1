package outlay.bench.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import outlay.bench.Section;

/**
 * Writes the table of {@code docs/reliability.md} from what the tests, soaks, and drills that
 * {@code bench/reliability} ran left behind.
 */
final class Reliability {
  /**
   * A row.
   *
   * @param tests a test's class, and perhaps {@code #} and how its methods' names begin
   * @param runs how often, and by which seeds
   */
  private record Fault(
      String fault, String injectedBy, String tests, String runs, String invariant) {}

  private record Result(String test, double seconds, boolean failed) {}

  /**
   * A row of a command that ends in a verdict.
   *
   * @param file how the names of the files begin that have what it said
   * @param tells how the line begins that says what was done
   */
  private record Drilled(
      String fault, String injectedBy, String file, String tells, String invariant) {
    String row(List<String> said) {
      String done =
          said.stream().filter(line -> line.startsWith(tells)).findFirst().orElse("not run");
      return "| %s | %s | %s | %s | %s |"
          .formatted(
              fault,
              injectedBy,
              done,
              invariant,
              said.contains("Nothing differs.") ? "holds" : "**fails**");
    }
  }

  private static final List<Drilled> DRILLED =
      List.of(
          new Drilled(
              "a little of everything on the real stack",
              "`./run --chaos`: `bench/soak --chaos`",
              "soak",
              "Seed ",
              "I1 I2 I3"),
          new Drilled(
              "SIGKILL of `./run` and all of its processes, on disk, under load",
              "`bench/drill kill`",
              "kill",
              "Seed ",
              "I1 I2 I3"),
          new Drilled(
              "items that no function can read, written behind the API",
              "`bench/drill poison`",
              "poison",
              "Spoilt ",
              "told with their cause; I2 of every other day at once, of theirs once mended"),
          new Drilled(
              "records of the streams lost, as after 24 hours without a consumer",
              "`bench/drill loss`",
              "loss",
              "Wiped ",
              "I2 I3 after Reconcile, which then finds nothing"),
          new Drilled(
              "SIGKILL of Backup and Restore in the middle of their runs",
              "`bench/drill restore --kill`",
              "restore",
              "Killed ",
              "SQL equals the table; I1 I2 after Restore"),
          new Drilled(
              "SIGKILL of Report in the middle of its run",
              "`bench/drill report --kill`",
              "report",
              "Killed ",
              "rows equal the table, bytes those of a second run"),
          new Drilled(
              "twice as many requests as it takes, at fixed times",
              "`bench/load`",
              "load",
              "Takes ",
              "I1 I2; the rest answered 429 or 503"),
          new Drilled(
              "one user sends as much alone, with a rate for each user and without one",
              "`bench/load`",
              "load",
              "One user sent",
              "I1 I2"));

  private Reliability() {}

  /** The repository, and how many seeds the histories were tried with. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    List<Result> results = results(root);
    List<String> lines = new ArrayList<>();
    lines.add("| fault | injected by | runs, seeds | invariant | result |");
    lines.add("|---|---|---|---|---|");
    boolean allHold = true;
    for (Fault fault : faults(args[1])) {
      String outcome = outcome(fault, results);
      allHold &= outcome.startsWith("holds");
      lines.add(
          "| %s | %s: `%s` | %s | %s | %s |"
              .formatted(
                  fault.fault,
                  fault.injectedBy,
                  fault.tests,
                  fault.runs,
                  fault.invariant,
                  outcome));
    }
    for (Drilled drilled : DRILLED) {
      for (List<String> said : said(root, drilled)) {
        String line = drilled.row(said);
        allHold &= line.endsWith(" holds |");
        lines.add(line);
      }
    }
    Section.write(
        root.resolve("docs/reliability.md"), "bench/reliability", String.join("\n", lines));
    System.out.println(String.join("\n", lines));
    System.exit(allHold ? 0 : 1);
  }

  private static List<Fault> faults(String seeds) {
    String histories = seeds + " histories of 40 changes, seeds 1 to " + seeds;
    return List.of(
        new Fault(
            "throttled, failed, answers lost, writes applied late, stale revisions; batches again,"
                + " late, out of order; kills at any call, time-outs",
            "simulated tables and streams",
            "WorldIT#anyHistory",
            histories,
            "I2 I3"),
        new Fault(
            "the same, three functions in the middle of a count at once",
            "simulated tables and streams, threads",
            "TotalsSimulationIT",
            "200 histories of 2,000 changes, seeds 1000 to 1199",
            "I2"),
        new Fault(
            "the same, with budgets that change",
            "simulated log and topic, threads",
            "AlertsSimulationTest",
            "300 histories of 40 changes, seeds 1 to 300",
            "I3"),
        new Fault(
            "each guard removed, nine mutants",
            "`Mutant`",
            "WorldIT#withoutAGuard",
            "up to " + seeds + " histories each",
            "the model test fails"),
        new Fault(
            "throttled 10 %; failed before, failed after, dropped after 5 % each",
            "edge, real stack", "FaultsIT#callsThatFail", "40 changes, seed 11", "I1 I2 I3"),
        new Fault(
            "10 % of writes held 0.8 to 6 s, then applied; 30 % of batches again, later, twice at"
                + " once, out of order, answer lost and halved anywhere",
            "edge and poller, real stack",
            "FaultsIT#callsAppliedLate",
            "40 changes, seed 12",
            "I1 I2 I3"),
        new Fault(
            "SIGKILL of Ingest, Totals, and Alerts after each of their calls",
            "edge and runner, real stack",
            "FaultsIT#functionsKilled",
            "30 changes, seed 13",
            "I1 I2 I3"),
        new Fault(
            "every record of the streams lost: no day counted, none of this month's alerts raised;"
                + " the expenses wiped, and restored from SQL",
            "`bench/drill loss` and `restore`, real stack",
            "DrillIT",
            "8 expenses",
            "I2 I3 after Reconcile; I1 I2 after Restore"),
        new Fault(
            "each fault of a call, seen by the AWS SDK",
            "edge",
            "EdgeIT#dynamoDb_faults",
            "one each",
            "tried again as on AWS"),
        new Fault(
            "the function answers nothing, null, an unknown or empty identifier, the wrong key, an"
                + " error",
            "a function in the test",
            "DeliveryTest",
            "one each",
            "as Lambda documents"),
        new Fault(
            "shards split, child before parent, batches again, later, at once, discarded",
            "poller on a stream in memory",
            "StreamPollerTest",
            "60 records, seed 7",
            "every record is delivered, an item's in order"));
  }

  private static String outcome(Fault fault, List<Result> results) {
    List<Result> found =
        results.stream().filter(result -> result.test.startsWith(fault.tests)).toList();
    if (found.isEmpty()) {
      return "not run";
    }
    double seconds = found.stream().mapToDouble(Result::seconds).sum();
    return "%s, %d s"
        .formatted(
            found.stream().anyMatch(Result::failed) ? "**fails**" : "holds", Math.round(seconds));
  }

  /** What the runs of a command said, line by line; one run that said nothing if there was none. */
  private static List<List<String>> said(Path root, Drilled drilled) throws IOException {
    Path folder = root.resolve("bench/target/reliability");
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      List<List<String>> said = new ArrayList<>();
      for (Path file :
          files
              .filter(
                  each -> each.getFileName().toString().matches(drilled.file + "(-\\w+)?\\.txt"))
              .sorted()
              .toList()) {
        said.add(Files.readAllLines(file));
      }
      return said.isEmpty() ? List.of(List.of()) : said;
    }
  }

  /** What the test plugins wrote, as {@code Class#method}. */
  private static List<Result> results(Path root) throws IOException {
    List<Result> results = new ArrayList<>();
    for (String module : List.of("stream-processors", "local", "bench")) {
      for (String plugin : List.of("surefire", "failsafe")) {
        Path folder = root.resolve(module).resolve("target").resolve(plugin + "-reports");
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".xml")).toList()) {
              read(file, results);
            }
          }
        }
      }
    }
    return results;
  }

  private static void read(Path file, List<Result> results) throws IOException {
    try {
      NodeList cases =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        String type = test.getAttribute("classname");
        results.add(
            new Result(
                type.substring(type.lastIndexOf('.') + 1) + "#" + test.getAttribute("name"),
                Double.parseDouble(test.getAttribute("time").replace(",", "")),
                test.getElementsByTagName("failure").getLength()
                        + test.getElementsByTagName("error").getLength()
                    > 0));
      }
    } catch (ParserConfigurationException | SAXException unreadable) {
      throw new IOException(file + " cannot be read", unreadable);
    }
  }
}
