package outlay.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * The errors that Lambda itself answers for a function, in its words.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html">
 *     Troubleshoot invocation issues</a>
 */
final class Failure {
  private static final int SIGNALLED = 128;
  private static final int SIGKILL = 9;
  private static final JsonMapper JSON = new JsonMapper();

  private Failure() {}

  static byte[] timedOut(String requestId, Duration timeout) {
    double seconds = timeout.toMillis() / 1000.0;
    return error(
        requestId,
        "Sandbox.Timedout",
        String.format(Locale.ROOT, "Task timed out after %.2f seconds", seconds));
  }

  /**
   * @param exitValue as {@link Process#exitValue()} gives it: from 129 for a signal
   */
  static byte[] exited(String requestId, int exitValue) {
    String reason = "Runtime exited with error: ";
    if (exitValue == 0) {
      reason = "Runtime exited without providing a reason";
    } else if (exitValue == SIGNALLED + SIGKILL) {
      reason += "signal: killed";
    } else if (exitValue > SIGNALLED) {
      reason += "signal: " + (exitValue - SIGNALLED);
    } else {
      reason += "exit status " + exitValue;
    }
    return error(requestId, "Runtime.ExitError", reason);
  }

  static byte[] responseTooLarge(String requestId) {
    return error(
        requestId,
        "Function.ResponseSizeTooLarge",
        "Response payload size exceeded maximum allowed payload size ("
            + RuntimeApi.MAX_RESPONSE_BYTES
            + " bytes).");
  }

  static byte[] runtimeApi(String type, String message) {
    return bytes(type, message);
  }

  private static byte[] error(String requestId, String type, String message) {
    return bytes(type, "RequestId: " + requestId + " Error: " + message);
  }

  private static byte[] bytes(String type, String message) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("errorType", type)
        .put("errorMessage", message)
        .toString()
        .getBytes(UTF_8);
  }

  /** The error's type, for the log; the error's JSON comes from the function. */
  static String type(byte[] error) {
    try {
      return JSON.readTree(error).path("errorType").asText("Unknown");
    } catch (IOException notJson) {
      return "Unknown";
    }
  }
}
