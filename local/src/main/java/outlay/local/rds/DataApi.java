package outlay.local.rds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The five actions, each given its request's body.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.limitations.html">Limitations</a>
 */
final class DataApi {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int LONGEST_STATEMENT = 65_536;

  /** Rows read ahead, so that a table need not fit into memory to be refused. */
  private static final int ROWS_AHEAD = 500;

  /** What MariaDB's driver adds to the server's messages. */
  private static final Pattern DRIVERS_PREFIX = Pattern.compile("^\\(conn=\\d+\\) ");

  private final Connections connections;
  private final Transactions transactions;
  private final Limits limits;

  DataApi(Connections connections, Transactions transactions, Limits limits) {
    this.connections = connections;
    this.transactions = transactions;
    this.limits = limits;
  }

  /** Where connections come from. */
  @FunctionalInterface
  interface Connections {
    /** A new one, to be closed; without a database, none is chosen. */
    Connection open(Optional<String> database) throws SQLException;
  }

  /** {@code ExecuteStatement}. */
  ObjectNode execute(JsonNode request) throws Refusal {
    refuse(request, "schema", "The schema parameter isn't supported.");
    if (request.path("continueAfterTimeout").asBoolean()) {
      throw Refusal.invalid("continueAfterTimeout is not provided locally");
    }
    if (!request.path("formatRecordsAs").asText("NONE").equals("NONE")) {
      throw Refusal.invalid("formatRecordsAs is not provided locally");
    }
    Sql sql = sql(request);
    Parameters parameters = Parameters.of(request.path("parameters"));
    Results results = new Results(request.path("resultSetOptions"));
    boolean withMetadata = request.path("includeResultMetadata").asBoolean();
    return run(
        request,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(sql.text(), Statement.RETURN_GENERATED_KEYS)) {
            statement.setQueryTimeout((int) limits.statement().toSeconds());
            statement.setFetchSize(ROWS_AHEAD);
            parameters.set(statement, sql.names());
            return statement.execute()
                ? rows(statement, results, withMetadata)
                : updated(statement, results);
          }
        });
  }

  private static ObjectNode rows(PreparedStatement statement, Results results, boolean withMetadata)
      throws SQLException, Refusal {
    ObjectNode answer = JSON.objectNode();
    try (ResultSet rows = statement.getResultSet()) {
      if (withMetadata) {
        answer.set("columnMetadata", Results.metadata(rows.getMetaData()));
      }
      answer.set("records", results.records(rows));
    } catch (Refusal tooLarge) {
      statement.cancel(); // Else closing reads what is left.
      throw tooLarge;
    }
    return answer.put("numberOfRecordsUpdated", 0);
  }

  private static ObjectNode updated(PreparedStatement statement, Results results)
      throws SQLException, Refusal {
    ObjectNode answer =
        JSON.objectNode()
            .put("numberOfRecordsUpdated", Math.max(0, statement.getLargeUpdateCount()));
    ArrayNode generated = answer.putArray("generatedFields");
    try (ResultSet keys = statement.getGeneratedKeys()) {
      results.records(keys).forEach(row -> generated.addAll((ArrayNode) row));
    }
    return answer;
  }

  /**
   * {@code BatchExecuteStatement}. Outside of a transaction all sets are applied or none. Generated
   * fields are not returned: so it is with provisioned clusters and Serverless v2.
   */
  ObjectNode executeBatch(JsonNode request) throws Refusal {
    refuse(request, "schema", "The schema parameter isn't supported.");
    Sql sql = sql(request);
    JsonNode sets = request.path("parameterSets");
    if (sets.isEmpty()) {
      throw Refusal.badRequest("There are no parameter sets: use ExecuteStatement");
    }
    Optional<String> transaction = text(request, "transactionId");
    run(
        request,
        connection -> {
          if (transaction.isEmpty()) {
            connection.setAutoCommit(false);
          }
          try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            statement.setQueryTimeout((int) limits.statement().toSeconds());
            for (JsonNode set : sets) {
              Parameters.of(set).set(statement, sql.names());
              statement.addBatch();
            }
            statement.executeBatch();
          }
          if (transaction.isEmpty()) {
            connection.commit();
          }
          return sets.size();
        });
    ObjectNode answer = JSON.objectNode();
    ArrayNode results = answer.putArray("updateResults");
    sets.forEach(set -> results.addObject().putArray("generatedFields"));
    return answer;
  }

  /** {@code BeginTransaction}. */
  ObjectNode begin(JsonNode request) throws Refusal {
    refuse(request, "schema", "The schema parameter isn't supported.");
    Optional<String> database = text(request, "database");
    try {
      String id = transactions.begin(connections.open(database), database);
      return JSON.objectNode().put("transactionId", id);
    } catch (SQLException failed) {
      throw refusal(failed);
    }
  }

  /** {@code CommitTransaction}. */
  ObjectNode commit(JsonNode request) throws Refusal {
    return end(
        request,
        connection -> {
          connection.commit();
          return "Transaction Committed";
        });
  }

  /** {@code RollbackTransaction}. */
  ObjectNode rollback(JsonNode request) throws Refusal {
    return end(
        request,
        connection -> {
          connection.rollback();
          return "Rollback Complete";
        });
  }

  private ObjectNode end(JsonNode request, Transactions.Use<String> use) throws Refusal {
    String id = text(request, "transactionId").orElseThrow(() -> missing("transactionId"));
    try {
      return JSON.objectNode().put("transactionStatus", transactions.end(id, use));
    } catch (SQLException failed) {
      throw refusal(failed);
    }
  }

  /** Runs on the request's transaction, or on a connection of its own. */
  private <T> T run(JsonNode request, Transactions.Use<T> use) throws Refusal {
    Optional<String> transaction = text(request, "transactionId");
    Optional<String> database = text(request, "database");
    try {
      if (transaction.isPresent()) {
        return transactions.use(
            transaction.get(),
            database,
            connection -> inTransaction(transaction.get(), connection, use));
      }
      try (Connection connection = connections.open(database)) {
        return use.on(connection);
      }
    } catch (SQLException failed) {
      throw refusal(failed);
    }
  }

  /** What was cut short ends its transaction; what MySQL refuses does not. */
  private <T> T inTransaction(String id, Connection connection, Transactions.Use<T> use)
      throws SQLException, Refusal {
    try {
      return use.on(connection);
    } catch (Refusal refused) {
      if (refused.isCutShort()) {
        transactions.abort(id);
      }
      throw refused;
    } catch (SQLException failed) {
      if (isTimeout(failed)) {
        transactions.abort(id);
      }
      throw failed;
    }
  }

  private static Refusal refusal(SQLException failed) {
    SQLException cause = failed;
    // A batch's failure is wrapped once.
    while (cause.getErrorCode() == 0 && cause.getCause() instanceof SQLException inner) {
      cause = inner;
    }
    String message = DRIVERS_PREFIX.matcher(String.valueOf(cause.getMessage())).replaceFirst("");
    if (isTimeout(cause)) {
      return Refusal.timeout("Request timed out: " + message);
    }
    String state = String.valueOf(cause.getSQLState());
    if (state.startsWith("08")) {
      return Refusal.unavailable("Communications link failure: " + message);
    }
    return Refusal.databaseError(
        "Database error code: " + cause.getErrorCode() + ". Message: " + message);
  }

  /** 1969 is MariaDB's ER_STATEMENT_TIMEOUT, 1317 an interrupted query. */
  private static boolean isTimeout(SQLException failed) {
    return failed instanceof SQLTimeoutException
        || failed.getErrorCode() == 1969
        || failed.getErrorCode() == 1317;
  }

  private static Sql sql(JsonNode request) throws Refusal {
    String sql = text(request, "sql").orElseThrow(() -> missing("sql"));
    if (sql.length() > LONGEST_STATEMENT) {
      throw Refusal.invalid(
          "1 validation error detected: Value at 'sql' failed to satisfy constraint: Member must"
              + " have length less than or equal to 65536");
    }
    return Sql.of(sql);
  }

  private static void refuse(JsonNode request, String name, String message) throws Refusal {
    if (request.hasNonNull(name)) {
      throw Refusal.invalid(message);
    }
  }

  static Optional<String> text(JsonNode request, String name) {
    return Optional.of(request.path(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  static Refusal missing(String name) {
    return Refusal.invalid(
        "1 validation error detected: Value null at '"
            + name
            + "' failed to satisfy constraint: Member must not be null");
  }
}
