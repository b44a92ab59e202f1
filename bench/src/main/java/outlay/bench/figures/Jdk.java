package outlay.bench.figures;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A JDK to run functions on.
 *
 * @param home its folder
 * @param version as it calls itself, such as {@code 25.0.3}
 */
record Jdk(Path home, String version) {
  /**
   * The JDK in a folder.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Jdk in(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.exists(release)) {
      throw new IllegalArgumentException("There is no JDK in " + home + ".");
    }
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(release)));
    return new Jdk(home, properties.getProperty("JAVA_VERSION", "").replace("\"", ""));
  }

  /** 17, 21, 25. */
  int feature() {
    return Integer.parseInt(version.replaceAll("[^0-9].*", ""));
  }

  String java() {
    return home.resolve("bin/java").toString();
  }

  String keytool() {
    return home.resolve("bin/keytool").toString();
  }
}
