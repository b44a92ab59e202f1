package outlay.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What {@code ./run} starts, in memory. Needs what a build makes. */
public final class RunningOutlay {
  private RunningOutlay() {}

  /** Returns when it is ready; {@code data} is a folder of its own. */
  public static OwnOutlay start(Path data) throws IOException, InterruptedException {
    OwnOutlay outlay =
        OwnOutlay.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Doutlay.home=..",
                "-cp",
                "../local/target/local.jar:../local/target/lib/*",
                "outlay.local.Main"),
            data,
            "--in-memory");
    outlay.awaitReady();
    return outlay;
  }
}
