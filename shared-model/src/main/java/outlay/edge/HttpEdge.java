package outlay.edge;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import outlay.model.Refusal;

/**
 * The one place where an event of API Gateway becomes a request, and where an answer, a refusal, or
 * a fault becomes what API Gateway sends.
 */
public final class HttpEdge {
  private final RequestLog log;
  private final Set<String> publicRoutes;
  private final UserRate rate;

  /** An edge as the template sets it, that logs to standard output, as Lambda wants it. */
  public HttpEdge() {
    this(Set.of());
  }

  /**
   * An edge as the template sets it, that logs to standard output.
   *
   * @param publicRoutes the route keys that need no user: those that the template gives no
   *     authorizer
   */
  public HttpEdge(Set<String> publicRoutes) {
    this(System.out, publicRoutes, UserRate.fromEnvironment());
  }

  /** An edge that logs elsewhere, and lets users ask as often as they like. */
  public HttpEdge(PrintStream log) {
    this(log, Set.of());
  }

  /** An edge that logs elsewhere, with routes that need no user. */
  public HttpEdge(PrintStream log, Set<String> publicRoutes) {
    this(log, publicRoutes, UserRate.unlimited());
  }

  HttpEdge(PrintStream log, Set<String> publicRoutes, UserRate rate) {
    this.rate = rate;
    this.log = new RequestLog(log);
    this.publicRoutes = Set.copyOf(publicRoutes);
  }

  /**
   * Answers one event: what {@code handler} answers; a problem document for its {@link Refusal}, or
   * 429 where the user asks too often, before it is asked; 500 with nothing but the request's id
   * for anything else that it throws.
   *
   * @throws IOException if the event is not JSON, or Lambda's streams fail
   */
  public void respond(
      InputStream in,
      OutputStream out,
      Context context,
      Function<HttpRequest, HttpResponse> handler)
      throws IOException {
    Instant start = Instant.now();
    GatewayEvent event = GatewayEvent.read(in);
    String requestId = context.getAwsRequestId();
    HttpResponse response;
    try {
      HttpRequest request = event.request(publicRoutes);
      rate.check(request.userId());
      response = handler.apply(request);
      log.answered(
          start, requestId, event.routeKey(), response.status(), millisecondsSince(start), null);
    } catch (Refusal refusal) {
      response = Problem.response(refusal);
      log.answered(
          start,
          requestId,
          event.routeKey(),
          response.status(),
          millisecondsSince(start),
          refusal.reason().code());
    } catch (RuntimeException fault) {
      response = Problem.fault(requestId);
      log.failed(start, requestId, event.routeKey(), millisecondsSince(start), fault);
    }
    write(response, out);
  }

  private long millisecondsSince(Instant start) {
    return Duration.between(start, Instant.now()).toMillis();
  }

  private static void write(HttpResponse response, OutputStream out) throws IOException {
    try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("statusCode", response.status());
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : response.headers().entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
      json.writeStringField("body", response.body());
      json.writeEndObject();
    }
  }
}
