package outlay.local.rds;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import outlay.local.edge.Answer;

/** Starts a database, commits a row, says its process id, and halts when told to. */
final class StartAndHalt {
  private StartAndHalt() {}

  public static void main(String[] arguments) throws Exception {
    Rds rds = ServerIT.rds(Path.of(arguments[0]));
    check(rds.answer(ServerIT.call("CREATE TABLE t (id INT PRIMARY KEY)")));
    check(rds.answer(ServerIT.call("INSERT INTO t VALUES (7)")));
    System.out.println(rds.pid().orElseThrow());
    int told = System.in.read();
    Runtime.getRuntime().halt(told);
  }

  private static void check(Answer answer) {
    if (answer.status() != 200) {
      throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
    }
  }
}
