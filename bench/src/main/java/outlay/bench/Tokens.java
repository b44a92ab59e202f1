package outlay.bench;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Access tokens, printed by {@code ./run token USER...}: one a line, in the order of the users. */
public record Tokens(Path run, Path dataFolder) {
  private static final int USERS_A_CALL = 200; // A command line has an end.

  /**
   * A token for each user.
   *
   * @throws IllegalArgumentException if a name cannot be passed to a process under this locale
   * @throws IOException if {@code ./run} could not be run or did not print as many
   */
  public Map<String, String> of(Collection<String> users) throws IOException, InterruptedException {
    return of(users, List.of());
  }

  /** As {@link #of(Collection)}, for users who are in these groups. */
  public Map<String, String> of(Collection<String> users, List<String> groups)
      throws IOException, InterruptedException {
    List<String> all = List.copyOf(users);
    checkNames(all);
    Map<String, String> tokens = new HashMap<>();
    for (int from = 0; from < all.size(); from += USERS_A_CALL) {
      List<String> some = all.subList(from, Math.min(from + USERS_A_CALL, all.size()));
      List<String> lines = call(some, groups);
      for (int i = 0; i < some.size(); i++) {
        tokens.put(some.get(i), lines.get(i));
      }
    }
    return tokens;
  }

  // Java would pass question marks, and the tokens be someone else's.
  private static void checkNames(List<String> users) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    for (String user : users) {
      if (!Charset.forName(encoding).newEncoder().canEncode(user)) {
        throw new IllegalArgumentException(
            "The name %s cannot be passed on in %s: set LC_ALL=C.UTF-8.".formatted(user, encoding));
      }
    }
  }

  private List<String> call(List<String> users, List<String> groups)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(run.toString(), "token"));
    command.addAll(users);
    groups.forEach(group -> command.addAll(List.of("--group", group)));
    command.addAll(List.of("--data", dataFolder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int exit = process.waitFor();
    List<String> lines = output.lines().toList();
    if (exit != 0 || lines.size() != users.size()) {
      throw new IOException(
          "%s token printed %d lines for %d users and ended with %d."
              .formatted(run, lines.size(), users.size(), exit));
    }
    return lines;
  }
}
