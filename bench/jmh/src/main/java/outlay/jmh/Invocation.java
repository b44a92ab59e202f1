package outlay.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** One event, given to a handler again and again. */
public final class Invocation {
  private static final Context CONTEXT = new BenchContext();

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

  private static final class BenchContext implements Context {
    @Override
    public String getAwsRequestId() {
      return "5d1c6b1e-0d7a-4a39-9d6f-0f0f7a1f6f10";
    }

    @Override
    public String getLogGroupName() {
      return "/aws/lambda/bench";
    }

    @Override
    public String getLogStreamName() {
      return "bench";
    }

    @Override
    public String getFunctionName() {
      return "bench";
    }

    @Override
    public String getFunctionVersion() {
      return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "arn:aws:lambda:us-east-1:000000000000:function:bench";
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
      return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
      return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
      return 10_000;
    }

    @Override
    public int getMemoryLimitInMB() {
      return 1024;
    }

    @Override
    public @Nullable LambdaLogger getLogger() {
      return null;
    }
  }
}
