package outlay.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The processes that an Outlay of one's own started, found by their arguments. */
public final class Children {
  private Children() {}

  /** Those with an argument that holds this text. */
  public static List<ProcessHandle> with(String text) {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> arguments(child).stream().anyMatch(argument -> argument.contains(text)))
        .toList();
  }

  /**
   * The port that a process was told to listen on: {@code -port N} or {@code --port=N}.
   *
   * @throws IllegalStateException if there is no such process, or it was told none
   */
  public static int port(String text) {
    for (ProcessHandle child : with(text)) {
      List<String> arguments = arguments(child);
      for (int i = 0; i < arguments.size(); i++) {
        if (arguments.get(i).startsWith("--port=")) {
          return Integer.parseInt(arguments.get(i).substring("--port=".length()));
        }
        if (arguments.get(i).equals("-port") && i + 1 < arguments.size()) {
          return Integer.parseInt(arguments.get(i + 1));
        }
      }
    }
    throw new IllegalStateException("There is no process with " + text + " that has a port.");
  }

  /** Sends a signal, such as STOP. */
  public static void signal(String signal, ProcessHandle child)
      throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + signal + " of " + child.pid() + " failed");
    }
  }

  private static List<String> arguments(ProcessHandle child) {
    return child.info().arguments().map(Arrays::asList).orElse(List.of());
  }
}
