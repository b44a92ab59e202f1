package outlay.local.rds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.edge.Answer;
import outlay.local.edge.Call;
import outlay.local.edge.Request;

/** What becomes of the server's process and its data. */
class ServerIT {
  @TempDir private Path folder;

  static Rds rds(Path folder) {
    return Rds.of(
        new Rds.Cluster("arn", Set.of("secret"), Optional.of("outlay")),
        Path.of("mariadb/target/mariadb"),
        folder.resolve("mysql"),
        folder.resolve("MySQL.pid"),
        folder.resolve("MySQL.log"),
        true);
  }

  static Call call(String sql) throws IOException {
    byte[] body =
        new ObjectMapper()
            .writeValueAsBytes(
                Map.of(
                    "resourceArn", "arn", "secretArn", "secret", "database", "outlay", "sql", sql));
    Request request = new Request("POST", URI.create("/Execute"), Map.of(), body);
    return new Call("operator", "rds-data", "ExecuteStatement", Optional.of("arn"), request);
  }

  private static String answer(Rds rds, String sql) throws IOException {
    Answer answer = rds.answer(call(sql));
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private Process startAndHalt() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StartAndHalt.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static ProcessHandle server(Process parent) throws IOException {
    BufferedReader lines = parent.inputReader();
    return ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
  }

  /** Not so for a dead process that nobody has asked for yet. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static void awaitEnd(ProcessHandle process) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (runs(process) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(10); // Not our child: there is nothing to wait on.
    }
    assertThat(runs(process)).isFalse();
  }

  private static void halt(Process parent) throws Exception {
    parent.destroyForcibly().waitFor();
  }

  @Test
  void parentKilled_serverEnds_andWhatWasCommittedIsThere() throws Exception {
    Process parent = startAndHalt();
    ProcessHandle server = server(parent);

    halt(parent);

    awaitEnd(server);
    try (Rds again = rds(folder)) {
      assertThat(answer(again, "SELECT id FROM t")).contains("[{\"longValue\":7}]");
    }
  }

  @Test
  void parentAndWatchKilled_nextStartEndsTheServer() throws Exception {
    Process parent = startAndHalt();
    ProcessHandle server = server(parent);
    for (ProcessHandle watch : server.children().toList()) {
      watch.destroyForcibly();
      awaitEnd(watch);
    }
    halt(parent);
    assertThat(runs(server)).isTrue();

    try (Rds again = rds(folder)) {
      assertThat(answer(again, "SELECT id FROM t")).contains("[{\"longValue\":7}]");
      assertThat(runs(server)).isFalse();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void serverKilled_nextCallStartsItAgain() throws Exception {
    try (Rds rds = rds(folder)) {
      answer(rds, "CREATE TABLE t (id INT PRIMARY KEY)");
      answer(rds, "INSERT INTO t VALUES (7)");
      ProcessHandle server = ProcessHandle.of(rds.pid().orElseThrow()).orElseThrow();
      server.destroyForcibly();
      awaitEnd(server);

      assertThat(answer(rds, "SELECT id FROM t")).contains("[{\"longValue\":7}]");
    }
  }

  @Test
  void close_endsTheServer() throws Exception {
    Rds rds = rds(folder);
    rds.begin();
    answer(rds, "SELECT 1");
    ProcessHandle server = ProcessHandle.of(rds.pid().orElseThrow()).orElseThrow();

    rds.close();

    assertThat(server.isAlive()).isFalse();
    assertThat(answer(rds, "SELECT 1")).contains("DatabaseUnavailableException");
  }
}
