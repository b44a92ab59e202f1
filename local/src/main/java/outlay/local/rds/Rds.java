package outlay.local.rds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.edge.Answer;
import outlay.local.edge.Backend;
import outlay.local.edge.Call;
import outlay.local.edge.Request;

/**
 * An Aurora MySQL cluster behind the RDS Data API. Its server starts with the first call, or by
 * {@link #begin}; a call waits for it. One that died starts again with the next call.
 */
public final class Rds implements Backend, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rds.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_REQUEST = 4 * 1024 * 1024;

  /** What a server that was killed takes at most until the system says so. */
  private static final Duration TO_DIE = Duration.ofSeconds(1);

  private static final String TROUBLESHOOTING =
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.troubleshooting.html";

  private final Cluster cluster;
  private final Server.Place place;
  private final Transactions transactions;
  private final DataApi api;
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "rds");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger resuming = new AtomicInteger();
  private volatile Optional<Server> server = Optional.empty();

  private Rds(Cluster cluster, Server.Place place, Limits limits, Clock clock) {
    this.cluster = cluster;
    this.place = place;
    this.transactions = new Transactions(limits, clock);
    this.api = new DataApi(this::connect, transactions, limits);
  }

  /**
   * What a template says of it.
   *
   * @param secretArns secrets with credentials for it; here all are those of the one user there is
   * @param database made at the start
   */
  public record Cluster(String arn, Set<String> secretArns, Optional<String> database) {
    public Cluster {
      secretArns = Set.copyOf(secretArns);
    }
  }

  /**
   * A cluster whose server has not been started yet.
   *
   * @param unpacked the folder with MariaDB's server; without one there, an installed one is used
   * @param data the folder of its tables; one server at a time
   * @param pidFile the server's process id, for as long as it runs
   * @param log what the server prints is appended here
   * @param isDurable whether what is committed survives a power cut, not only {@code kill -9}
   */
  public static Rds of(
      Cluster cluster, Path unpacked, Path data, Path pidFile, Path log, boolean isDurable) {
    Server.Place place = new Server.Place(unpacked, data, pidFile, log, isDurable);
    return of(cluster, place, Limits.OF_AWS, Clock.systemUTC());
  }

  static Rds of(Cluster cluster, Server.Place place, Limits limits, Clock clock) {
    Rds rds = new Rds(cluster, place, limits, clock);
    ScheduledFuture<?> unused =
        rds.background.scheduleWithFixedDelay(rds.transactions::expire, 1, 1, TimeUnit.SECONDS);
    return rds;
  }

  /** Starts the server in the background. If it does not start, the next call tries again. */
  public void begin() {
    background.execute(
        () -> {
          try {
            server();
          } catch (IOException | SQLException failed) {
            LOG.atError().setCause(failed).log("database_not_started");
          }
        });
  }

  /**
   * Answers the next {@code calls} calls with {@code DatabaseResumingException}, as a cluster does
   * that was paused.
   */
  public void resumeFor(int calls) {
    resuming.set(calls);
  }

  /** The server's process, if it runs. */
  Optional<Long> pid() {
    return server.filter(Server::isAlive).map(Server::pid);
  }

  @Override
  public Answer answer(Call call) throws IOException {
    try {
      ObjectNode answer = answer(call.action(), call.request());
      byte[] body = JSON.writeValueAsBytes(answer);
      if (body.length > Results.LARGEST_ANSWER) {
        throw Results.tooLarge();
      }
      return new Answer(200, Map.of("Content-Type", List.of("application/json")), body);
    } catch (Refusal refused) {
      return refused.answer();
    }
  }

  private ObjectNode answer(String action, Request call) throws IOException, Refusal {
    if (size(call) > LARGEST_REQUEST) {
      throw Refusal.badRequest("The request is larger than 4 MiB");
    }
    JsonNode request = JSON.readTree(call.body());
    if (request == null || !request.isObject()) {
      throw Refusal.badRequest("The request is no JSON object");
    }
    checkTarget(request);
    if (resuming.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw Refusal.resuming(cluster.arn);
    }
    return switch (action) {
      case "ExecuteStatement" -> api.execute(request);
      case "BatchExecuteStatement" -> api.executeBatch(request);
      case "BeginTransaction" -> api.begin(request);
      case "CommitTransaction" -> api.commit(request);
      case "RollbackTransaction" -> api.rollback(request);
      default -> throw Refusal.invalid(action + " is no action of the RDS Data API");
    };
  }

  private void checkTarget(JsonNode request) throws Refusal {
    String arn =
        DataApi.text(request, "resourceArn").orElseThrow(() -> DataApi.missing("resourceArn"));
    String secret =
        DataApi.text(request, "secretArn").orElseThrow(() -> DataApi.missing("secretArn"));
    if (!arn.equals(cluster.arn)) {
      throw Refusal.badRequest(
          "HttpEndpoint is not enabled for cluster "
              + arn.substring(arn.lastIndexOf(':') + 1)
              + ". Please refer to "
              + TROUBLESHOOTING);
    }
    if (!cluster.secretArns.contains(secret)) {
      throw Refusal.secrets(
          "Error fetching secret " + secret + ": Secrets Manager can't find the specified secret.");
    }
  }

  /** The limit counts headers too. */
  private static long size(Request request) {
    long size = request.body().length;
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      for (String value : header.getValue()) {
        size += header.getKey().length() + value.length() + 4;
      }
    }
    return size;
  }

  private Connection connect(Optional<String> database) throws SQLException {
    try {
      Server running = server();
      try {
        return running.connect(database);
      } catch (SQLNonTransientConnectionException broken) {
        if (running.endsWithin(TO_DIE)) {
          return server().connect(database);
        }
        throw broken;
      }
    } catch (IOException failed) {
      throw new SQLException(failed.getMessage(), "08001", failed);
    }
  }

  private Server server() throws IOException, SQLException {
    Optional<Server> running = server;
    return running.isPresent() && running.get().isAlive() ? running.get() : startOnce();
  }

  private synchronized Server startOnce() throws IOException, SQLException {
    Optional<Server> running = server;
    if (running.isPresent() && running.get().isAlive()) {
      return running.get();
    }
    if (background.isShutdown()) {
      throw new IOException("The database is being stopped.");
    }
    Server started = Server.start(place);
    try {
      if (cluster.database.isPresent()) {
        started.createDatabase(cluster.database.get());
      }
    } catch (SQLException failed) {
      started.close();
      throw failed;
    }
    server = Optional.of(started);
    return started;
  }

  /** Rolls back what was not committed, and stops the server. */
  @Override
  public void close() {
    background.shutdownNow();
    endServer();
  }

  private synchronized void endServer() {
    transactions.close();
    server.ifPresent(Server::close);
  }
}
