package outlay.local.console;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The end of a log file, however long the file is. */
public final class LogTail {
  private static final int MAX_BYTES = 32 * 1024;

  private LogTail() {}

  /**
   * The last whole lines, the oldest first; none if there is no such file.
   *
   * @param count how many at most
   */
  public static List<String> of(Path file, int count) {
    if (Files.notExists(file)) {
      return List.of();
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, log.length() - MAX_BYTES);
      byte[] end = new byte[(int) (log.length() - start)];
      log.seek(start);
      log.readFully(end);
      List<String> lines =
          Arrays.stream(new String(end, StandardCharsets.UTF_8).split("\n", -1))
              .skip(start == 0 ? 0 : 1) // Of which only the end was read.
              .filter(line -> !line.isBlank())
              .toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
