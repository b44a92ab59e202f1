package outlay.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import outlay.edge.TestContext;

/** One event, given to a handler again and again. */
public final class Invocation {
  private static final Context CONTEXT = new TestContext();

  private final RequestStreamHandler handler;
  private final byte[] event;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream(8192);

  /**
   * @param name the event's file
   * @param status what every answer must have
   */
  public Invocation(RequestStreamHandler handler, String name, int status) {
    this.handler = handler;
    this.event = read(name);
    if (!new String(invoke(), UTF_8).startsWith("{\"statusCode\":" + status)) {
      throw new IllegalStateException("The handler answers " + new String(invoke(), UTF_8));
    }
  }

  private static byte[] read(String name) {
    try (InputStream in = Invocation.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + name);
      }
      return new String(in.readAllBytes(), UTF_8)
          .replace("TODAY", LocalDate.now(ZoneOffset.UTC).toString())
          .replace("USER", "asha")
          .getBytes(UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The handler's answer. */
  public byte[] invoke() {
    answer.reset();
    try {
      handler.handleRequest(new ByteArrayInputStream(event), answer, CONTEXT);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return answer.toByteArray();
  }
}
