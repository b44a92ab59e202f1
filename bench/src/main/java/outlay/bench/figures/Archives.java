package outlay.bench.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container image can bring along and a zip cannot: the function's classes as they lie in
 * memory once it has answered, written by a training run and mapped by every start after it.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514: AOT command-line ergonomics</a>
 * @see <a href="https://openjdk.org/jeps/350">JEP 350: dynamic CDS archives</a>
 */
final class Archives {
  static final int TRAINING_REQUESTS = 20;
  private static final int FIRST_WITH_AOT_CACHE = 25;
  private static final int ATTEMPTS = 3;

  private Archives() {}

  /** What the form of a function on this JDK is called. */
  static String form(Jdk jdk) {
    return jdk.feature() >= FIRST_WITH_AOT_CACHE ? ", AOT cache" : ", CDS archive";
  }

  /** What makes a JVM use the archive. */
  static List<String> use(Jdk jdk, Path archive) {
    return List.of(
        Contenders.QUICK_COMPILER,
        (jdk.feature() >= FIRST_WITH_AOT_CACHE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=")
            + archive);
  }

  /**
   * Writes one. A JVM that records is several times slower, so on a busy machine its first call may
   * come to nothing: it is tried again.
   *
   * @param contender the function without an archive; it must be started with the same flags and
   *     class path later
   * @throws IOException if the last attempt fails too
   */
  static void write(Jdk jdk, Contender contender, Path archive, Path log)
      throws IOException, InterruptedException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        train(jdk, contender, archive, log);
        return;
      } catch (IOException failed) {
        System.err.println("Trained in vain: " + failed.getMessage());
      }
    }
    train(jdk, contender, archive, log);
  }

  private static void train(Jdk jdk, Contender contender, Path archive, Path log)
      throws IOException, InterruptedException {
    Files.deleteIfExists(archive);
    List<String> command = new ArrayList<>(contender.command());
    command.add(
        command.indexOf(jdk.java()) + 1,
        (jdk.feature() >= FIRST_WITH_AOT_CACHE
                ? "-XX:AOTCacheOutput="
                : "-XX:ArchiveClassesAtExit=")
            + archive);
    try (FunctionProcess function =
        FunctionProcess.start(command, contender.environment(), log, contender.event())) {
      function.untilAnswer(contender.status());
      for (int i = 1; i < TRAINING_REQUESTS; i++) {
        function.invoke(contender.event(), contender.status());
      }
      function.end();
    }
    if (!Files.exists(archive)) {
      throw new IOException("JDK " + jdk.version() + " wrote no archive: see " + log);
    }
  }
}
