package outlay.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./run invoke FUNCTION [JSON]}: prints the answer; 1 if the function failed. An answer that
 * names a run of a job, {@code {"run": id, "segments": n}}, is followed to the run's end, and the
 * run's result printed; 1 if someone must look at it.
 */
@Command(
    name = "invoke",
    description = "Invokes a function and prints its answer. If that starts a run, waits for it.",
    mixinStandardHelpOptions = true)
final class InvokeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FUNCTION", description = "Its name in the template.")
  private String function = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "JSON", description = "The event.")
  private String event = "{}";

  @Option(names = "--no-wait", description = "Print the answer at once, though it starts a run.")
  private boolean noWait;

  @Option(names = "--data", paramLabel = "DIR", description = "As given to ./run.")
  private Path data = Main.home().resolve(".local");

  @Override
  public Integer call() throws Exception {
    ObjectNode request = Control.JSON.createObjectNode().put("function", function);
    request.set("event", json(event));
    ControlClient client = new ControlClient(data);
    JsonNode answer = client.send("invoke", request);
    JsonNode payload = answer.path("payload");
    boolean startsRun = payload.path("run").isTextual() && payload.path("segments").isInt();
    if (answer.has("functionError") || !startsRun || noWait) {
      spec.commandLine().getOut().println(payload);
      return answer.has("functionError") ? 1 : 0;
    }
    JsonNode run = await(client, payload.path("run").asText());
    spec.commandLine().getOut().println(run.path("result").asText());
    return run.path("ok").asBoolean() ? 0 : 1;
  }

  private JsonNode await(ControlClient client, String id) throws Exception {
    PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Thread interrupted = new Thread(() -> progress.println(goesOn(id)), "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      return new RunWatch(
              each -> client.send("run", Control.JSON.createObjectNode().put("run", each)),
              progress,
              Boolean.getBoolean("outlay.terminal"))
          .await(id);
    } finally {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    }
  }

  /** What is said on Ctrl-C. */
  private String goesOn(String id) {
    return """

        The run goes on. How far it is:
          . %s/env
          aws dynamodb get-item --table-name "$OUTLAY_RUNS_TABLE" --key '{"run": {"S": "%s"}}'\
        """
        .formatted(RunCommand.shown(data.toAbsolutePath().normalize()), id);
  }

  private static JsonNode json(String text) {
    try {
      return Control.JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new Complaint("The event is not JSON: " + notJson.getOriginalMessage());
    }
  }
}
