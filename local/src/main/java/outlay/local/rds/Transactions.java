package outlay.local.rds;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions that were begun and have not ended, each on a connection of its own. */
final class Transactions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Limits limits;
  private final Clock clock;

  Transactions(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** One of them. A call at a time uses it. */
  private static final class Open {
    final Connection connection;
    final Optional<String> database;
    final Instant begun;
    final ReentrantLock use = new ReentrantLock();
    volatile Instant used;

    Open(Connection connection, Optional<String> database, Instant begun) {
      this.connection = connection;
      this.database = database;
      this.begun = begun;
      this.used = begun;
    }
  }

  /** What is done with a transaction's connection. */
  @FunctionalInterface
  interface Use<T> {
    T on(Connection connection) throws SQLException, Refusal;
  }

  /** Begins one on {@code connection}, which is closed with it, and returns its id. */
  String begin(Connection connection, Optional<String> database) throws SQLException {
    connection.setAutoCommit(false);
    byte[] id = new byte[48];
    random.nextBytes(id);
    String text = Base64.getEncoder().encodeToString(id);
    open.put(text, new Open(connection, database, clock.instant()));
    return text;
  }

  /**
   * Uses one, which remains open.
   *
   * @param database the one that the call names, if it names one
   * @throws Refusal if there is no such transaction, it is in use, or it is on another database
   */
  <T> T use(String id, Optional<String> database, Use<T> use) throws SQLException, Refusal {
    Open transaction = find(id);
    if (database.isPresent() && !database.equals(transaction.database)) {
      throw Refusal.badRequest("Database name is not the same as transaction database name");
    }
    return exclusively(transaction, use);
  }

  /** Uses one for the last time. */
  <T> T end(String id, Use<T> use) throws SQLException, Refusal {
    Open transaction = find(id);
    return exclusively(
        transaction,
        connection -> {
          if (!open.remove(id, transaction)) {
            throw Refusal.transactionNotFound(id);
          }
          try (connection) {
            return use.on(connection);
          }
        });
  }

  /** Rolls one back, whatever a call has left of it; nothing if it has ended. */
  void abort(String id) {
    Optional.ofNullable(open.remove(id)).ifPresent(Transactions::close);
  }

  /** Rolls back those that waited, or took, too long. */
  void expire() {
    Instant now = clock.instant();
    for (Map.Entry<String, Open> entry : Map.copyOf(open).entrySet()) {
      Open transaction = entry.getValue();
      if (isExpired(transaction, now) && transaction.use.tryLock()) {
        try {
          if (open.remove(entry.getKey(), transaction)) {
            close(transaction);
          }
        } finally {
          transaction.use.unlock();
        }
      }
    }
  }

  private Open find(String id) throws Refusal {
    Open transaction = open.get(id);
    if (transaction == null) {
      throw Refusal.transactionNotFound(id);
    }
    if (isExpired(transaction, clock.instant()) && !transaction.use.isLocked()) {
      abort(id);
      throw Refusal.transactionNotFound(id);
    }
    return transaction;
  }

  private boolean isExpired(Open transaction, Instant now) {
    return transaction.used.plus(limits.idle()).isBefore(now)
        || transaction.begun.plus(limits.transaction()).isBefore(now);
  }

  private <T> T exclusively(Open transaction, Use<T> use) throws SQLException, Refusal {
    if (!transaction.use.tryLock()) {
      throw Refusal.databaseError("Transaction is still running a query");
    }
    try {
      return use.on(transaction.connection);
    } finally {
      transaction.used = clock.instant();
      transaction.use.unlock();
    }
  }

  /** Closing rolls back; a connection that is broken already is as good as closed. */
  private static void close(Open transaction) {
    try (Connection closing = transaction.connection) {
      closing.rollback();
    } catch (SQLException broken) {
      LOG.atInfo().setCause(broken).log("transaction_not_rolled_back");
    }
  }

  /** Rolls all of them back. */
  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::abort);
  }
}
