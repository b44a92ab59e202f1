package outlay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How {@code ./run token} and {@code ./run invoke} reach a running stack: {@code POST /<command>}
 * with JSON, and a secret that only the owner of the data folder can read, so that no web page can
 * send commands.
 */
final class Control implements AutoCloseable {
  static final String SECRET_HEADER = "outlay-secret";
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECRET_BYTES = 16;
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);

  /** Does one command. */
  @FunctionalInterface
  interface Command {
    /**
     * Answers the request.
     *
     * @throws Complaint if the request names what is not there
     */
    JsonNode run(JsonNode request);
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String secret;
  private final Map<String, Command> commands;

  private Control(HttpServer server, String secret, Map<String, Command> commands) {
    this.server = server;
    this.secret = secret;
    this.commands = commands;
  }

  /** Listens on a free port. */
  static Control start(Map<String, Command> commands) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    Control control = new Control(server, HexFormat.of().formatHex(secret), Map.copyOf(commands));
    server.createContext("/", control::handle);
    server.setExecutor(control.threads);
    server.start();
    return control;
  }

  /** What a {@link ControlClient} needs to know, as JSON. */
  String coordinates() {
    URI address = Ports.address(server.getAddress().getPort());
    return JSON.createObjectNode()
        .put("pid", ProcessHandle.current().pid())
        .put("address", address.toString())
        .put("secret", secret)
        .toPrettyString();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String given = String.valueOf(exchange.getRequestHeaders().getFirst(SECRET_HEADER));
      Command command = commands.get(exchange.getRequestURI().getPath().substring(1));
      if (!MessageDigest.isEqual(bytes(secret), bytes(given))) {
        send(exchange, 403, JSON.createObjectNode().put("complaint", "Wrong secret."));
      } else if (command == null) {
        send(exchange, 404, JSON.createObjectNode().put("complaint", "No such command."));
      } else {
        run(exchange, command);
      }
    }
  }

  private static void run(HttpExchange exchange, Command command) throws IOException {
    try {
      send(exchange, 200, command.run(JSON.readTree(exchange.getRequestBody())));
    } catch (Complaint complaint) {
      ObjectNode answer = JSON.createObjectNode().put("complaint", complaint.getMessage());
      send(exchange, 400, answer);
    } catch (RuntimeException fault) {
      LOG.atError().setCause(fault).log("command_failed");
      send(exchange, 500, JSON.createObjectNode().put("complaint", fault.toString()));
    }
  }

  private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
