package outlay.local.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Up to where the records of a stream's shards are settled: one file a shard. It holds a sequence
 * number, or {@code closed} once the shard has ended and all its records are settled. Files are
 * replaced as a whole, so whoever is killed leaves the old one or the new one.
 */
final class Checkpoints {
  private static final String CLOSED = "closed";

  private final Path folder;

  /**
   * @param folder of one mapping and one stream: a new stream starts without checkpoints
   */
  Checkpoints(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last sequence number that is settled; empty if none is, or the shard is closed. */
  Optional<String> settled(String shard) {
    return read(shard).filter(text -> !text.equals(CLOSED));
  }

  boolean isClosed(String shard) {
    return read(shard).equals(Optional.of(CLOSED));
  }

  /** Durable when it returns. */
  void settle(String shard, String sequenceNumber) {
    write(shard, sequenceNumber);
  }

  /** Durable when it returns. */
  void close(String shard) {
    write(shard, CLOSED);
  }

  private Optional<String> read(String shard) {
    try {
      return Optional.of(Files.readString(folder.resolve(shard)).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String shard, String text) {
    Path temporary = folder.resolve(shard + ".new");
    try (FileChannel file =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Files.move(temporary, folder.resolve(shard), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
