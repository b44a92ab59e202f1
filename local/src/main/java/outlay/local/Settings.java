package outlay.local;

import java.nio.file.Path;
import java.util.Map;

/**
 * What to run, and where.
 *
 * @param home the repository: built jars are found below it
 * @param template the template; a function's {@code CodeUri} is relative to its folder
 * @param data a folder of ours, made if missing: tables, queues, mails, logs, and {@code env}
 * @param inMemory whether tables, queues, and mails are forgotten at the end
 * @param fresh whether to delete everything in {@code data} first
 * @param port of the web page; the API, mail, sign-in, and the AWS endpoint have the four above it.
 *     0 takes five free ones
 * @param parameters values of the template's parameters by name
 */
public record Settings(
    Path home,
    Path template,
    Path data,
    boolean inMemory,
    boolean fresh,
    int port,
    Map<String, String> parameters) {
  public Settings {
    home = home.toAbsolutePath().normalize();
    template = template.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    parameters = Map.copyOf(parameters);
  }

  /** In memory, on free ports: for tests. */
  public static Settings inMemory(Path home, Path data) {
    return new Settings(home, home.resolve("template.yaml"), data, true, false, 0, Map.of());
  }
}
