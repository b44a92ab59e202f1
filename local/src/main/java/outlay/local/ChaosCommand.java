package outlay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run chaos [SEED|off]}: lets things go wrong in a stack that runs, or ends it. */
@Command(
    name = "chaos",
    description = {
      "Lets a few percent of everything go wrong in the Outlay that runs, or ends it.",
      "Without SEED or off: says whether it is on, and what went wrong so far."
    },
    mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
  private static final String OFF = "off";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SEED|off",
      description = "A number that decides what goes wrong; or off.")
  private String what = "";

  @Option(names = "--data", paramLabel = "DIR", description = "As given to ./run.")
  private Path data = Main.home().resolve(".local");

  @Override
  public Integer call() throws Exception {
    ObjectNode request = Control.JSON.createObjectNode();
    if (what.equals(OFF)) {
      request.put(OFF, true);
    } else if (!what.isEmpty()) {
      request.put("seed", seed());
    }
    JsonNode answer = new ControlClient(data).send("chaos", request);
    PrintWriter out = spec.commandLine().getOut();
    out.println(answer.has("seed") ? Chaos.banner(answer.path("seed").asLong()) : "Chaos is off.");
    answer
        .path("injected")
        .properties()
        .forEach(each -> out.printf("%8d  %s%n", each.getValue().asLong(), each.getKey()));
    return 0;
  }

  private long seed() {
    try {
      return Long.parseLong(what);
    } catch (NumberFormatException notANumber) {
      throw new Complaint("Not a seed: " + what + ". Give a whole number, or off.");
    }
  }
}
