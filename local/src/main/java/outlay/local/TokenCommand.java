package outlay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run token USER...}: one access token a line, in the order of the users. */
@Command(
    name = "token",
    description = "Prints one access token a line, valid for an hour.",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "USER", arity = "1..*", description = "Who the token is for.")
  private List<String> users = new ArrayList<>();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = "A group that they are in. May be repeated.")
  private List<String> groups = new ArrayList<>();

  @Option(names = "--data", paramLabel = "DIR", description = "As given to ./run.")
  private Path data = Main.home().resolve(".local");

  @Override
  public Integer call() throws Exception {
    ObjectNode request = Control.JSON.createObjectNode();
    users.forEach(request.putArray("users")::add);
    groups.forEach(request.putArray("groups")::add);
    JsonNode tokens = new ControlClient(data).send("token", request).path("tokens");
    tokens.forEach(token -> spec.commandLine().getOut().println(token.asText()));
    return 0;
  }
}
