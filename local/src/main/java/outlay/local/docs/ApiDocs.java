package outlay.local.docs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import outlay.contract.Contract;
import outlay.local.web.SecurityHeaders;

/**
 * A page that shows {@code openapi.yaml}: {@code /docs}, {@code /docs/openapi.json}, and {@code
 * /docs/openapi.yaml} as it is. The file is read anew each time, so that a change shows at the next
 * reload.
 *
 * <p>Own code and no Swagger UI or Redoc: both make markup of strings, which the page's content
 * security policy ({@code require-trusted-types-for}) refuses.
 */
public final class ApiDocs implements HttpHandler {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final Map<String, String> FILES =
      Map.of(
          "/docs", "index.html",
          "/docs/docs.css", "docs.css",
          "/docs/docs.js", "docs.js");

  private final Path file;

  /**
   * A page over a contract.
   *
   * @param file {@code openapi.yaml}
   */
  public ApiDocs(Path file) {
    this.file = file;
  }

  /** A file's bytes and media type. */
  @SuppressWarnings("ArrayRecordComponent") // Written out, never compared.
  private record Content(String type, byte[] bytes) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      Optional<Content> content = find(exchange.getRequestURI().getPath().replaceFirst("/$", ""));
      if (content.isEmpty()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      Headers headers = exchange.getResponseHeaders();
      SecurityHeaders.of(List.of()).forEach(headers::set);
      headers.set("content-type", content.get().type());
      headers.set("cache-control", "no-cache");
      exchange.sendResponseHeaders(200, content.get().bytes().length);
      exchange.getResponseBody().write(content.get().bytes());
    }
  }

  private Optional<Content> find(String path) throws IOException {
    return switch (path) {
      case "/docs" -> resource(path, "text/html; charset=utf-8");
      case "/docs/docs.css" -> resource(path, "text/css; charset=utf-8");
      case "/docs/docs.js" -> resource(path, "text/javascript; charset=utf-8");
      case "/docs/openapi.yaml" ->
          Optional.of(new Content("text/plain; charset=utf-8", Files.readAllBytes(file)));
      case "/docs/openapi.json" ->
          Optional.of(
              new Content("application/json", json().toString().getBytes(StandardCharsets.UTF_8)));
      default -> Optional.empty();
    };
  }

  private static Optional<Content> resource(String path, String type) throws IOException {
    String name = Objects.requireNonNull(FILES.get(path), path);
    try (InputStream resource =
        Objects.requireNonNull(ApiDocs.class.getResourceAsStream(name), name)) {
      return Optional.of(new Content(type, resource.readAllBytes()));
    }
  }

  /** The contract; the values of examples as text, since a browser would drop an amount's zeros. */
  private JsonNode json() throws IOException {
    JsonNode document = Contract.read(file).document();
    writeExamples(document);
    return document;
  }

  private static void writeExamples(JsonNode node) throws IOException {
    for (JsonNode example : node.path("examples")) {
      if (example instanceof ObjectNode object && object.has("value")) {
        JsonNode value = object.path("value");
        object.put(
            "value",
            value.isTextual()
                ? value.textValue()
                : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
      }
    }
    for (JsonNode each : node) {
      writeExamples(each);
    }
  }
}
