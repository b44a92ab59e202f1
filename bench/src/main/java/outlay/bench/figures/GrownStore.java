package outlay.bench.figures;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import outlay.bench.Environment;
import outlay.bench.Row;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The tables of an Outlay that is stopped, filled with expenses of years and what they come to:
 * through Outlay a million would take hours. DynamoDB Local runs alone on the data meanwhile, and
 * its streams are off, since it gets slower with each record that they keep.
 */
final class GrownStore implements AutoCloseable {
  private static final int WRITERS = 4;
  private static final int MOST_WRITES = 25; // Of one BatchWriteItem.
  private static final int YEARS_BEFORE = 20;
  private static final int CATEGORIES = 10;

  /** In the keys of records that no function is told of; Outlay does the same with new tables. */
  private static final AttributeValue FIRST = AttributeValue.fromS("outlay.local.first-records");

  private static final String CURRENCY = "USD";
  private static final BigDecimal AMOUNT = new BigDecimal("12.5");

  private final BareStore.Running store;
  private final DynamoDbClient client;
  private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
  private final String expenses;
  private final String totals;

  private GrownStore(BareStore.Running store, Environment environment) {
    this.store = store;
    this.client = store.client();
    this.expenses = environment.get("OUTLAY_EXPENSES_TABLE");
    this.totals = environment.get("OUTLAY_TOTALS_TABLE");
  }

  /**
   * Opens the tables, and closes their streams.
   *
   * @param root the checkout
   * @param environment what the Outlay wrote before it was stopped
   */
  static GrownStore open(Path root, Environment environment)
      throws IOException, InterruptedException {
    Path tables = environment.folder().resolve("dynamodb").toAbsolutePath();
    GrownStore store =
        new GrownStore(
            BareStore.run(root, environment.folder(), "-dbPath", tables.toString()), environment);
    store.stream(false);
    return store;
  }

  private void stream(boolean on) {
    StreamSpecification.Builder stream = StreamSpecification.builder().streamEnabled(on);
    if (on) {
      stream.streamViewType(StreamViewType.NEW_AND_OLD_IMAGES);
    }
    for (String table : List.of(expenses, totals)) {
      client.updateTable(update -> update.tableName(table).streamSpecification(stream.build()));
    }
  }

  /** Gives a stream its first records: one that is empty when a reader comes tells it of none. */
  private void begin(
      String table, Map<String, AttributeValue> key, Map<String, AttributeValue> others) {
    Map<String, AttributeValue> item = new HashMap<>(key);
    item.putAll(others);
    client.putItem(put -> put.tableName(table).item(item));
    client.deleteItem(delete -> delete.tableName(table).key(key));
  }

  /**
   * Writes a user's expenses as Ingest would, and their days as Totals would.
   *
   * @param lastYear so many are spread over the year until yesterday, the rest over those before
   */
  void record(String user, int count, int lastYear, LocalDate today)
      throws IOException, InterruptedException {
    Map<LocalDate, Map<String, Sum>> days = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      days.computeIfAbsent(date(i, count, lastYear, today), first -> new TreeMap<>())
          .merge(category(i), new Sum(AMOUNT, 1), Sum::plus);
    }
    write(expenses, count, i -> expense(user, i, date(i, count, lastYear, today)));
    List<Map.Entry<LocalDate, Map<String, Sum>>> counted = List.copyOf(days.entrySet());
    write(
        totals,
        counted.size(),
        i -> day(new Day(user, counted.get(i).getKey(), CURRENCY), counted.get(i).getValue()));
  }

  private static LocalDate date(int number, int count, int lastYear, LocalDate today) {
    return today.minusDays(
        number < lastYear
            ? 1 + number * 364L / lastYear
            : 366 + (number - lastYear) * 365L * YEARS_BEFORE / (count - lastYear));
  }

  private static String category(int number) {
    return "Category " + number % CATEGORIES;
  }

  /**
   * Writes expenses as Ingest would have then, and their days as Totals would.
   *
   * @param rows of one currency a user and day
   */
  void record(List<Row> rows, Instant at) throws IOException, InterruptedException {
    Written.into(client, expenses, rows, at);
    Map<Day, Map<String, Sum>> days = new LinkedHashMap<>();
    for (Row row : rows) {
      days.computeIfAbsent(
              new Day(row.userId(), LocalDate.parse(row.date()), row.currency()),
              first -> new TreeMap<>())
          .merge(row.category(), new Sum(row.money(), 1), Sum::plus);
    }
    List<Map.Entry<Day, Map<String, Sum>>> counted = List.copyOf(days.entrySet());
    write(totals, counted.size(), i -> day(counted.get(i).getKey(), counted.get(i).getValue()));
  }

  private record Day(String user, LocalDate date, String currency) {}

  private record Sum(BigDecimal spent, int count) {
    Sum plus(Sum other) {
      return new Sum(spent.add(other.spent), count + other.count);
    }
  }

  private interface Items {
    Map<String, AttributeValue> item(int number);
  }

  /** Each writer has every fourth batch, so that neighbours are written at about the same time. */
  private void write(String table, int count, Items items)
      throws IOException, InterruptedException {
    List<Future<?>> parts = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int first = writer * MOST_WRITES;
      parts.add(
          writers.submit(
              () -> {
                for (int from = first; from < count; from += WRITERS * MOST_WRITES) {
                  write(table, from, Math.min(from + MOST_WRITES, count), items);
                }
              }));
    }
    for (Future<?> part : parts) {
      try {
        part.get();
      } catch (ExecutionException failed) {
        throw new IOException(table + " could not be filled.", failed);
      }
    }
  }

  private void write(String table, int from, int to, Items items) {
    List<WriteRequest> puts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      PutRequest put = PutRequest.builder().item(items.item(i)).build();
      puts.add(WriteRequest.builder().putRequest(put).build());
    }
    Map<String, List<WriteRequest>> rest = Map.of(table, puts);
    while (!rest.isEmpty()) {
      Map<String, List<WriteRequest>> next = rest;
      rest = client.batchWriteItem(write -> write.requestItems(next)).unprocessedItems();
    }
  }

  private static Map<String, AttributeValue> expense(String user, int number, LocalDate date) {
    String now = date + "T12:00:00.000000Z";
    return Map.ofEntries(
        text("userId", user),
        text("expenseId", "00000000-0000-7000-8000-%012d".formatted(number)),
        text("type", "expense"),
        text("date", date.toString()),
        text("category", category(number)),
        number("amount", AMOUNT),
        text("currency", CURRENCY),
        text("description", "Lunch number " + number),
        number("version", BigDecimal.ONE),
        text("fingerprint", "none"),
        text("createdAt", now),
        text("updatedAt", now));
  }

  private static Map<String, AttributeValue> day(Day day, Map<String, Sum> sums) {
    Map<String, AttributeValue> categories = new HashMap<>();
    sums.forEach(
        (category, sum) ->
            categories.put(
                category,
                AttributeValue.fromM(
                    Map.ofEntries(
                        number("spent", sum.spent),
                        number("earned", BigDecimal.ZERO),
                        number("count", BigDecimal.valueOf(sum.count))))));
    return Map.ofEntries(
        text("userId", day.user),
        text("date", day.date.toString()),
        number("revision", BigDecimal.ONE),
        text("countedAt", day.date + "T12:00:01.000000Z"),
        Map.entry(
            "currencies",
            AttributeValue.fromM(Map.of(day.currency, AttributeValue.fromM(categories)))));
  }

  private static Map.Entry<String, AttributeValue> text(String name, String value) {
    return Map.entry(name, AttributeValue.fromS(value));
  }

  private static Map.Entry<String, AttributeValue> number(String name, BigDecimal value) {
    return Map.entry(name, AttributeValue.fromN(value.toPlainString()));
  }

  /** Opens the streams again, with nothing in them, and leaves the tables to an Outlay. */
  @Override
  public void close() {
    writers.shutdownNow();
    try {
      stream(true);
      begin(expenses, Map.of("userId", FIRST, "expenseId", FIRST), Map.of("date", FIRST));
      begin(totals, Map.of("userId", FIRST, "date", FIRST), Map.of());
    } finally {
      client.close();
      store.close();
    }
  }
}
