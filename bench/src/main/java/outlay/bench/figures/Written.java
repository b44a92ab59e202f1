package outlay.bench.figures;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import outlay.bench.Row;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Expenses written straight into the table, as Ingest would store them. */
public final class Written {
  private static final int MOST_WRITES = 25; // Of one BatchWriteItem.
  private static final int THREADS = 4;

  private Written() {}

  /** Writes all, in about this order, as of now. */
  static void into(DynamoDbClient dynamoDb, String table, List<Row> rows)
      throws InterruptedException {
    into(dynamoDb, table, rows, Instant.now());
  }

  /**
   * Writes all as if it had been then. A backup looks at what was changed since a while before the
   * one before.
   */
  static void into(DynamoDbClient dynamoDb, String table, List<Row> rows, Instant at)
      throws InterruptedException {
    String then = at.truncatedTo(ChronoUnit.MICROS).toString();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int from = 0; from < rows.size(); from += MOST_WRITES) {
        List<Row> some = rows.subList(from, Math.min(from + MOST_WRITES, rows.size()));
        done.add(threads.submit(() -> write(dynamoDb, table, some, then)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("The expenses could not be written", failed.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static void write(DynamoDbClient dynamoDb, String table, List<Row> rows, String then) {
    Map<String, List<WriteRequest>> rest =
        Map.of(
            table,
            rows.stream()
                .map(row -> item(row, then))
                .map(
                    item ->
                        WriteRequest.builder()
                            .putRequest(PutRequest.builder().item(item).build())
                            .build())
                .toList());
    while (!rest.isEmpty()) {
      Map<String, List<WriteRequest>> next = rest;
      rest = dynamoDb.batchWriteItem(write -> write.requestItems(next)).unprocessedItems();
    }
  }

  private static Map<String, AttributeValue> item(Row row, String then) {
    return Map.ofEntries(
        text("userId", row.userId()),
        text("expenseId", "00000000-0000-7000-8000-%012d".formatted(row.number())),
        text("type", row.type()),
        text("date", row.date()),
        text("category", row.category()),
        Map.entry("amount", AttributeValue.fromN(row.money().stripTrailingZeros().toPlainString())),
        text("currency", row.currency()),
        text("description", row.description()),
        Map.entry("version", AttributeValue.fromN("1")),
        text("fingerprint", "none"),
        text("createdAt", then),
        text("updatedAt", then));
  }

  private static Map.Entry<String, AttributeValue> text(String name, String value) {
    return Map.entry(name, AttributeValue.fromS(value));
  }
}
