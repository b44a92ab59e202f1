package outlay.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run invoke FUNCTION [JSON]}: prints the answer; 1 if the function failed. */
@Command(
    name = "invoke",
    description = "Invokes a function and prints its answer.",
    mixinStandardHelpOptions = true)
final class InvokeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FUNCTION", description = "Its name in the template.")
  private String function = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "JSON", description = "The event.")
  private String event = "{}";

  @Option(names = "--data", paramLabel = "DIR", description = "As given to ./run.")
  private Path data = Main.home().resolve(".local");

  @Override
  public Integer call() throws Exception {
    ObjectNode request = Control.JSON.createObjectNode().put("function", function);
    request.set("event", json(event));
    JsonNode answer = new ControlClient(data).send("invoke", request);
    spec.commandLine().getOut().println(answer.path("payload"));
    return answer.has("functionError") ? 1 : 0;
  }

  private static JsonNode json(String text) {
    try {
      return Control.JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new Complaint("The event is not JSON: " + notJson.getOriginalMessage());
    }
  }
}
