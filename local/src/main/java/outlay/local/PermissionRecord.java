package outlay.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outlay.local.iam.Guard;

/**
 * Writes down at a stack's end what the template's roles grant, and what of it was of use, into a
 * file of its own in the folder that {@value #VARIABLE} names: so tests can tell what is granted
 * and never used. A line is {@code granted} or {@code used}, and a {@link Guard.Grant}.
 */
final class PermissionRecord implements AutoCloseable {
  private static final String VARIABLE = "OUTLAY_PERMISSIONS";

  private final Path folder;
  private final Guard guard;

  private PermissionRecord(Path folder, Guard guard) {
    this.folder = folder;
    this.guard = guard;
  }

  /** A record, if it is asked for and the template is the project's own. */
  static Optional<PermissionRecord> of(Settings settings, Guard guard) throws IOException {
    String folder = System.getenv(VARIABLE);
    Path own = settings.home().resolve("template.yaml");
    return folder != null && Files.exists(own) && Files.isSameFile(own, settings.template())
        ? Optional.of(new PermissionRecord(Path.of(folder), guard))
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    List<String> lines = new ArrayList<>();
    guard.granted().forEach(grant -> lines.add("granted " + grant));
    guard.used().forEach(grant -> lines.add("used " + grant));
    Files.createDirectories(folder);
    Files.write(Files.createTempFile(folder, "stack", ".txt"), lines);
  }
}
