package outlay.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The event that a function gets for a request: payload format 2.0.
 *
 * <p>A text body that is not UTF-8 is handed over in base64, so that the function sees what was
 * sent. Encodings other than UTF-8 are the function's to refuse.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     Payload format version</a>
 */
final class Event {
  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String ACCOUNT = "000000000000";

  private Event() {}

  /**
   * @param port that the request came in on
   * @param granted what the authorizer said, if the route has one
   */
  static byte[] of(
      Request request,
      byte[] body,
      Routes.Match match,
      Optional<Verdict.Granted> granted,
      String apiId,
      int port,
      Instant now)
      throws JsonProcessingException {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0");
    event.put("routeKey", match.route().key());
    event.put("rawPath", request.rawPath());
    event.put("rawQueryString", request.rawQuery());
    addCookies(event, request);
    putAll(event.putObject("headers"), headers(request, port, now));
    Map<String, String> query = query(request.rawQuery());
    if (!query.isEmpty()) {
      putAll(event.putObject("queryStringParameters"), query);
    }
    addContext(event.putObject("requestContext"), request, match, granted, apiId, now);
    if (!match.pathParameters().isEmpty()) {
      putAll(event.putObject("pathParameters"), match.pathParameters());
    }
    addBody(event, request, body);
    return JSON.writeValueAsBytes(event);
  }

  private static void putAll(ObjectNode object, Map<String, String> values) {
    values.forEach(object::put);
  }

  private static void addCookies(ObjectNode event, Request request) {
    if (request.headerValues("Cookie").isEmpty()) {
      return;
    }
    ArrayNode cookies = event.putArray("cookies");
    for (String header : request.headerValues("Cookie")) {
      for (String cookie : header.split(";", -1)) {
        if (!cookie.isBlank()) {
          cookies.add(cookie.strip());
        }
      }
    }
  }

  private static Map<String, String> headers(Request request, int port, Instant now) {
    Map<String, String> headers = new TreeMap<>();
    request
        .headers()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    headers.remove("cookie");
    headers.merge("x-forwarded-for", request.sourceIp(), (before, ip) -> before + ", " + ip);
    headers.put("x-forwarded-port", Integer.toString(port));
    headers.put("x-forwarded-proto", "http");
    headers.putIfAbsent("x-amzn-trace-id", trace(request, now));
    return headers;
  }

  /** Made of the request's id, so that nothing more has to be random. */
  private static String trace(Request request, Instant now) {
    StringBuilder hex = new StringBuilder();
    for (byte part : Base64.getUrlDecoder().decode(request.id())) {
      hex.append(String.format("%02x", part));
    }
    return String.format("Root=1-%08x-%s00", now.getEpochSecond(), hex);
  }

  /** Values of a name that comes more than once are joined by commas. */
  private static Map<String, String> query(String rawQuery) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.merge(
            URLDecoder.decode(name, UTF_8),
            URLDecoder.decode(value, UTF_8),
            (before, next) -> before + "," + next);
      }
    }
    return query;
  }

  private static void addContext(
      ObjectNode context,
      Request request,
      Routes.Match match,
      Optional<Verdict.Granted> granted,
      String apiId,
      Instant now) {
    String domain = request.header("Host").replaceFirst(":[0-9]+$", "");
    context.put("accountId", ACCOUNT);
    context.put("apiId", apiId);
    granted.ifPresent(good -> addAuthorizer(context, good));
    context.put("domainName", domain);
    context.put("domainPrefix", domain.replaceFirst("\\..*", ""));
    context
        .putObject("http")
        .put("method", request.method())
        .put("path", request.rawPath())
        .put("protocol", request.protocol())
        .put("sourceIp", request.sourceIp())
        .put("userAgent", request.header("User-Agent"));
    context.put("requestId", request.id());
    context.put("routeKey", match.route().key());
    context.put("stage", "$default");
    context.put("time", TIME.format(now));
    context.put("timeEpoch", now.toEpochMilli());
  }

  private static void addAuthorizer(ObjectNode context, Verdict.Granted granted) {
    ObjectNode jwt = context.putObject("authorizer").putObject("jwt");
    putAll(jwt.putObject("claims"), granted.claims());
    if (granted.scopes().isEmpty()) {
      jwt.putNull("scopes");
    } else {
      ArrayNode scopes = jwt.putArray("scopes");
      granted.scopes().forEach(scopes::add);
    }
  }

  private static void addBody(ObjectNode event, Request request, byte[] body) {
    Optional<String> text = isText(request) ? decode(body) : Optional.empty();
    if (body.length > 0) {
      event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
    }
    event.put("isBase64Encoded", body.length > 0 && text.isEmpty());
  }

  private static boolean isText(Request request) {
    String type =
        request.header("Content-Type").replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    return request.header("Content-Encoding").isEmpty()
        && (type.startsWith("text/")
            || type.endsWith("/json")
            || type.endsWith("+json")
            || type.endsWith("/xml")
            || type.endsWith("+xml")
            || type.equals("application/javascript"));
  }

  private static Optional<String> decode(byte[] body) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }
}
