package outlay.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function's log file: what its instances print, and a line for each invocation like Lambda's
 * {@code REPORT}, or {@code platform.report} where the function logs JSON.
 *
 * <p>Everyone appends, a line with one write, so lines of several processes do not mix.
 */
final class FunctionLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionLog.class);
  private static final double NANOS_PER_MS = 1e6;

  private final FunctionSpec spec;
  private final Path file;
  private final FileChannel channel;

  FunctionLog(FunctionSpec spec, Path directory) throws IOException {
    this.spec = spec;
    this.file = Files.createDirectories(directory).resolve(spec.name() + ".log");
    this.channel = FileChannel.open(file, CREATE, APPEND);
  }

  Path file() {
    return file;
  }

  /**
   * @param initNanos of the start of its instance, if this was its first invocation, else 0
   * @param status {@code success}, {@code error}, or {@code timeout}
   */
  void report(String requestId, long nanos, long initNanos, String status) {
    String line =
        spec.logsJson()
            ? json(requestId, nanos, initNanos, status)
            : text(requestId, nanos, initNanos, status);
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException full) {
      // The invocation is over, and went as it went: a full disk must not change its answer.
      LOG.atError().setCause(full).addKeyValue("file", file).log("function_log_not_written");
    }
  }

  private String text(String requestId, long nanos, long initNanos, String status) {
    String init =
        initNanos == 0
            ? ""
            : String.format(Locale.ROOT, "\tInit Duration: %.2f ms", initNanos / NANOS_PER_MS);
    return String.format(
        Locale.ROOT,
        "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %.0f ms\tMemory Size: %d MB%s\tStatus: %s%n",
        requestId,
        nanos / NANOS_PER_MS,
        Math.ceil(nanos / NANOS_PER_MS),
        spec.memoryMb(),
        init,
        status);
  }

  private String json(String requestId, long nanos, long initNanos, String status) {
    String init =
        initNanos == 0
            ? ""
            : String.format(Locale.ROOT, ",\"initDurationMs\":%.3f", initNanos / NANOS_PER_MS);
    return String.format(
        Locale.ROOT,
        "{\"time\":\"%s\",\"type\":\"platform.report\",\"record\":{\"requestId\":\"%s\",\"metrics\":"
            + "{\"durationMs\":%.3f,\"billedDurationMs\":%.0f,\"memorySizeMB\":%d%s},\"status\":\"%s\"}}%n",
        Instant.now(),
        requestId,
        nanos / NANOS_PER_MS,
        Math.ceil(nanos / NANOS_PER_MS),
        spec.memoryMb(),
        init,
        status);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
