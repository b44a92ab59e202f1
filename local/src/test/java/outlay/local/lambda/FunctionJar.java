package outlay.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** {@link TestFunction} as Lambda would get it. */
public final class FunctionJar {
  private FunctionJar() {}

  /** Writes the jar. */
  public static void write(Path jar) throws IOException {
    String name = TestFunction.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar));
        InputStream from = TestFunction.class.getResourceAsStream("/" + name)) {
      to.putNextEntry(new JarEntry(name));
      to.write(from.readAllBytes());
    }
  }
}
