package outlay.bench.drills;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import outlay.bench.Commands;
import outlay.bench.Environment;
import outlay.bench.Running;
import outlay.bench.Tokens;
import outlay.contract.Contract;
import outlay.contract.Fuzz;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Requests made of the contract, good and bad, with a verdict on every answer. */
@Command(
    name = "bench/fuzz",
    mixinStandardHelpOptions = true,
    description =
        "Sends requests made of openapi.yaml, good and bad, to a running Outlay. Ends with 1 if an answer"
            + " is 5xx or not in the contract, or something is accepted that it does not allow.")
final class FuzzCommand implements Callable<Integer> {
  private static final List<String> USERS = List.of("fuzz-one", "fuzz-two");
  private static final int MOST_SHOWN = 20;

  @Mixin private Running running = new Running();

  @Option(
      names = "--contract",
      paramLabel = "FILE",
      description = "The contract (default: openapi.yaml of this checkout).")
  private Path contract = Path.of("openapi.yaml");

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Repeats a run, on a fresh stack (default: another each time).")
  private long seed = System.nanoTime();

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int requests = 20_000;

  private final PrintStream out = System.out;

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new FuzzCommand()), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = running.environment();
    Tokens tokens = running.tokens(environment);
    List<String> all = new ArrayList<>(tokens.of(USERS).values());
    all.addAll(tokens.of(List.of("fuzz-three"), List.of("finance", "operators")).values());
    out.println("Seed " + seed + ", " + requests + " requests.");

    Fuzz.Result result =
        Fuzz.run(Contract.read(contract), environment.uri("OUTLAY_API"), all, seed, requests);

    for (Map.Entry<String, Integer> answer : result.answers().entrySet()) {
      out.printf("%8d  %s%n", answer.getValue(), answer.getKey());
    }
    result.faults().stream().limit(MOST_SHOWN).forEach(out::println);
    out.println(
        result.faults().isEmpty()
            ? "No fault."
            : result.faults().size() + " faults; --seed " + seed + " repeats them.");
    return result.faults().isEmpty() ? 0 : 1;
  }
}
