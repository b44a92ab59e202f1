package outlay.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What a function does while Lambda makes it, if a snapshot is taken of it afterwards: it answers
 * requests that change nothing. All that they load and read is then in the snapshot, and no first
 * request pays for it. A request that fails is logged like any other, and stops nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html">Best
 *     practices for SnapStart</a>
 */
public final class Priming {
  /** Who asks: no token has this subject. */
  private static final String NOBODY = "-";

  private static final String REQUEST_ID = "priming";

  private Priming() {}

  /** Whether a snapshot will be taken of this process. */
  public static boolean isDue() {
    return "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));
  }

  /**
   * Has {@code handler} answer these. To be called at the end of the constructor that Lambda calls.
   *
   * @param requests as {@link #request} makes them
   */
  public static void answer(RequestStreamHandler handler, String... requests) {
    for (String request : requests) {
      try {
        handler.handleRequest(
            new ByteArrayInputStream(request.getBytes(UTF_8)),
            OutputStream.nullOutputStream(),
            new PrimingContext());
      } catch (IOException impossible) {
        throw new UncheckedIOException("a request of ours is JSON", impossible);
      }
    }
  }

  /**
   * A request of nobody's.
   *
   * @param id the path parameter of that name
   */
  public static String request(String routeKey, String id, String body) {
    return Json.object(
        json -> {
          json.writeStringField("routeKey", routeKey);
          json.writeObjectFieldStart("headers");
          json.writeStringField("content-type", "application/json");
          json.writeEndObject();
          json.writeObjectFieldStart("pathParameters");
          json.writeStringField("id", id);
          json.writeEndObject();
          json.writeObjectFieldStart("requestContext");
          json.writeObjectFieldStart("authorizer");
          json.writeObjectFieldStart("jwt");
          json.writeObjectFieldStart("claims");
          json.writeStringField("sub", NOBODY);
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
          json.writeStringField("body", body);
        });
  }

  /** As much of one as {@link HttpEdge} asks for. */
  private static final class PrimingContext implements Context {
    @Override
    public String getAwsRequestId() {
      return REQUEST_ID;
    }

    @Override
    public String getLogGroupName() {
      return "";
    }

    @Override
    public String getLogStreamName() {
      return "";
    }

    @Override
    public String getFunctionName() {
      return "";
    }

    @Override
    public String getFunctionVersion() {
      return "";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "";
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
      return Integer.MAX_VALUE;
    }

    @Override
    public int getMemoryLimitInMB() {
      return 0;
    }

    @Override
    public @Nullable LambdaLogger getLogger() {
      return null;
    }
  }
}
