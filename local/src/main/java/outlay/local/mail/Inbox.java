package outlay.local.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbox over HTTP.
 *
 * <ul>
 *   <li>{@code GET /} all addresses; {@code GET /?to=ADDRESS&before=ID} one's mails, a page of them
 *   <li>{@code GET /mail/ID} a mail; {@code GET /mail/ID.eml} as it came
 *   <li>{@code GET /messages?to=ADDRESS&before=ID&limit=N} mails as a JSON array, newest first:
 *       {@code id}, {@code to}, {@code from}, {@code subject}, {@code text}, {@code receivedAt},
 *       and {@code headers}. Without {@code to}, of all addresses; {@code limit} is 100 unless
 *       given, and 1,000 at most. The next page is {@code before} the last one's id; a page with
 *       fewer than {@code limit} is the last
 * </ul>
 */
final class Inbox implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_LIMIT = 1000;
  private static final String HTML = "text/html; charset=utf-8";

  private final Letters letters;

  Inbox(Letters letters) {
    this.letters = letters;
  }

  /** What is answered. */
  @SuppressWarnings("ArrayRecordComponent") // Written out, never compared.
  private record Reply(int status, String contentType, byte[] body) {
    static Reply of(int status, String contentType, String body) {
      return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Reply reply;
      try {
        reply = reply(exchange);
      } catch (MessagingException | RuntimeException e) {
        LOG.atError().setCause(e).addKeyValue("uri", exchange.getRequestURI()).log("inbox_failed");
        reply = Reply.of(500, HTML, Pages.problem("This cannot be shown. The log says why."));
      }
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", reply.contentType);
      headers.set("Content-Security-Policy", Pages.POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cache-Control", "no-store");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status, head ? -1 : reply.body.length);
      if (!head) {
        exchange.getResponseBody().write(reply.body);
      }
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException, MessagingException {
    String path = exchange.getRequestURI().getPath();
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      return Reply.of(405, HTML, Pages.problem("The inbox is only read."));
    }
    return switch (path) {
      case "/" -> Reply.of(200, HTML, page(query));
      case "/style.css" -> Reply.of(200, "text/css; charset=utf-8", Pages.STYLE);
      case "/messages" -> messages(query);
      default -> mail(path);
    };
  }

  private String page(Map<String, String> query) {
    Optional<String> to = Optional.ofNullable(query.get("to"));
    if (to.isEmpty()) {
      return Pages.addresses(letters.addresses());
    }
    Optional<String> before = Optional.ofNullable(query.get("before"));
    List<Letter> page = letters.newest(to, before, Pages.LETTERS + 1);
    return Pages.letters(to.get(), letters.count(to.get()), page, before);
  }

  private Reply mail(String path) throws IOException, MessagingException {
    boolean raw = path.endsWith(".eml");
    String id = path.replaceFirst("^/mail/", "").replaceFirst("\\.eml$", "");
    Optional<Letter> letter = path.startsWith("/mail/") ? letters.find(id) : Optional.empty();
    if (letter.isEmpty()) {
      return Reply.of(404, HTML, Pages.problem("There is no such mail."));
    }
    if (raw) {
      return new Reply(200, "message/rfc822", Letters.bytes(letter.get()));
    }
    MimeMessage message = Letters.message(letter.get());
    String page = Pages.letter(letter.get(), Parts.of(message), Letters.headers(message));
    return Reply.of(200, HTML, page);
  }

  private Reply messages(Map<String, String> query) throws IOException, MessagingException {
    String limit = query.getOrDefault("limit", "100");
    if (!limit.matches("\\d{1,4}") || Integer.parseInt(limit) < 1) {
      return Reply.of(
          400, "application/json", "{\"message\":\"limit must be a number from 1 to 1000\"}");
    }
    List<Letter> page =
        letters.newest(
            Optional.ofNullable(query.get("to")),
            Optional.ofNullable(query.get("before")),
            Math.min(Integer.parseInt(limit), LARGEST_LIMIT));
    ArrayNode array = JSON.createArrayNode();
    for (Letter letter : page) {
      array.add(json(letter));
    }
    return Reply.of(200, "application/json", JSON.writeValueAsString(array));
  }

  private static ObjectNode json(Letter letter) throws IOException, MessagingException {
    MimeMessage message = Letters.message(letter);
    ObjectNode json =
        JSON.createObjectNode()
            .put("id", letter.id())
            .put("to", letter.to())
            .put("from", letter.from())
            .put("subject", letter.subject())
            .put("text", Parts.of(message).text())
            .put("receivedAt", letter.receivedAt().toString());
    ObjectNode headers = json.putObject("headers");
    Letters.headers(message).forEach(headers::put);
    return json;
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : Optional.ofNullable(raw).orElse("").split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && equals < pair.length() - 1) {
        query.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }
}
