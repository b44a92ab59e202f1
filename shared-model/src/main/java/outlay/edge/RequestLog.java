package outlay.edge;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One JSON line a request on standard output, which Lambda sends to CloudWatch Logs as it is.
 * Written by hand, since a logging framework costs half a second of a cold start. Ids and counts
 * only: never an amount, a text, or a token.
 */
final class RequestLog {
  private final PrintStream out;

  RequestLog(PrintStream out) {
    this.out = out;
  }

  /**
   * Logs an answered request.
   *
   * @param code why it was refused; null if it was not
   */
  void answered(
      Instant at,
      String requestId,
      String routeKey,
      int status,
      long milliseconds,
      @Nullable String code) {
    write("INFO", "request_answered", at, requestId, routeKey, status, milliseconds, code, null);
  }

  /** Logs a request that failed for a reason that nobody foresaw. Someone must look. */
  void failed(Instant at, String requestId, String routeKey, long milliseconds, Throwable fault) {
    write("ERROR", "request_failed", at, requestId, routeKey, 500, milliseconds, null, fault);
  }

  private void write(
      String level,
      String message,
      Instant at,
      String requestId,
      String routeKey,
      int status,
      long milliseconds,
      @Nullable String code,
      @Nullable Throwable fault) {
    out.println(
        Json.object(
            json -> {
              json.writeStringField("timestamp", at.toString());
              json.writeStringField("level", level);
              json.writeStringField("message", message);
              json.writeStringField("request_id", requestId);
              json.writeStringField("route", routeKey);
              json.writeNumberField("status", status);
              json.writeNumberField("ms", milliseconds);
              if (code != null) {
                json.writeStringField("code", code);
              }
              if (fault != null) {
                json.writeStringField("fault", stackTrace(fault));
              }
            }));
  }

  private static String stackTrace(Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
