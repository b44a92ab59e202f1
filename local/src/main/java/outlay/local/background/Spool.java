package outlay.local.background;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * JSON objects that outlive the process, {@code kill -9} included: one file each, replaced as a
 * whole. Without a folder nothing is kept.
 */
public final class Spool {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String END = ".json";

  private final Optional<Path> folder;

  private Spool(Optional<Path> folder) {
    this.folder = folder;
  }

  /**
   * What the folder holds already is there.
   *
   * @param folder made if it is missing; empty: nothing is kept
   */
  public static Spool in(Optional<Path> folder) {
    try {
      if (folder.isPresent()) {
        Files.createDirectories(folder.get());
      }
      return new Spool(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Keeps {@code object} in place of what had the same id. On disk when it returns.
   *
   * @param id letters, digits, {@code .}, {@code _}, {@code -}, {@code ~}
   */
  public void put(String id, ObjectNode object) {
    if (folder.isEmpty()) {
      return;
    }
    Path temporary = folder.get().resolve(id + ".new");
    try {
      try (FileChannel file =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(object));
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        file.force(true);
      }
      Files.move(temporary, file(id), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Forgets what has this id, if anything has. */
  public void remove(String id) {
    try {
      if (folder.isPresent()) {
        Files.deleteIfExists(file(id));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Everything that is kept, by id. */
  public SortedMap<String, ObjectNode> all() {
    SortedMap<String, ObjectNode> all = new TreeMap<>();
    if (folder.isEmpty()) {
      return all;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.get(), "*" + END)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        JsonNode object = JSON.readTree(file.toFile());
        if (!(object instanceof ObjectNode known)) {
          throw new IOException(file + " is damaged.");
        }
        all.put(name.substring(0, name.length() - END.length()), known);
      }
      return all;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Path file(String id) {
    return folder.orElseThrow().resolve(id + END);
  }
}
