package outlay.bench.figures;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * DynamoDB Local, in memory, with nothing around it but the table of expenses: what a function's
 * own time is measured against. It is warm before it is handed out.
 */
final class BareStore implements AutoCloseable {
  static final String TABLE = "expenses";

  /** The user who has expenses in the table; others may record some. */
  static final String USER = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

  private static final int EXPENSES = 60;
  private static final int WARM_UP = 600;
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Running running;

  private BareStore(Running running) {
    this.running = running;
  }

  /** A DynamoDB Local that answers. */
  record Running(Process process, int port) implements AutoCloseable {
    DynamoDbClient client() {
      return DynamoDbClient.builder()
          .endpointOverride(URI.create("http://127.0.0.1:" + port))
          .region(Region.US_EAST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .build();
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException interrupted) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Starts it, fills it, and warms it.
   *
   * @param root the checkout, with DynamoDB Local's jars and the runtime's built
   * @param folder where its log goes
   */
  static BareStore start(Path root, Path folder) throws IOException, InterruptedException {
    Running running = run(root, folder, "-inMemory");
    try (DynamoDbClient client = running.client()) {
      createTable(client);
      fill(client);
    } catch (RuntimeException failed) {
      running.close();
      throw failed;
    }
    return new BareStore(running);
  }

  /**
   * Starts it alone, and waits until it answers.
   *
   * @param where {@code -inMemory}, or {@code -dbPath} and a folder
   */
  static Running run(Path root, Path folder, String... where)
      throws IOException, InterruptedException {
    int port = freePort();
    String jars =
        root.resolve("local/lambda-runtime/target/local-lambda-runtime.jar")
            + File.pathSeparator
            + root.resolve("local/dynamodb-local/target/lib/*");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", jars));
    command.add("outlay.local.child.Child"); // Ends with this process, however that ends.
    command.add("software.amazon.dynamodb.services.local.main.ServerRunner");
    command.addAll(List.of("-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)));
    command.addAll(List.of(where));
    Running running =
        new Running(
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dynamodb-local.log").toFile())
                .start(),
            port);
    try (DynamoDbClient client = running.client()) {
      await(running.process, client, folder);
    } catch (RuntimeException | IOException | InterruptedException failed) {
      running.close();
      throw failed;
    }
    return running;
  }

  int port() {
    return running.port;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + running.port);
  }

  private static void await(Process process, DynamoDbClient client, Path folder)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (true) {
      try {
        client.listTables();
        return;
      } catch (SdkClientException notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(
              "DynamoDB Local did not start: "
                  + Files.readString(folder.resolve("dynamodb-local.log")),
              notYet);
        }
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  /** As in template.yaml: the key, and the index by date. */
  private static void createTable(DynamoDbClient client) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    for (String name : List.of("userId", "expenseId", "date")) {
      attributes.add(
          AttributeDefinition.builder()
              .attributeName(name)
              .attributeType(ScalarAttributeType.S)
              .build());
    }
    client.createTable(
        create ->
            create
                .tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes)
                .keySchema(key("userId", KeyType.HASH), key("expenseId", KeyType.RANGE))
                .localSecondaryIndexes(
                    LocalSecondaryIndex.builder()
                        .indexName("byDate")
                        .keySchema(key("userId", KeyType.HASH), key("date", KeyType.RANGE))
                        .projection(all -> all.projectionType(ProjectionType.ALL))
                        .build()));
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  /** The user's expenses, again and again, and read as often. */
  private static void fill(DynamoDbClient client) {
    for (int i = 0; i < WARM_UP; i++) {
      Map<String, AttributeValue> item = item(i % EXPENSES);
      client.putItem(put -> put.tableName(TABLE).item(item));
      client.query(
          query ->
              query
                  .tableName(TABLE)
                  .indexName("byDate")
                  .consistentRead(true)
                  .limit(20)
                  .keyConditionExpression("userId = :user")
                  .expressionAttributeValues(Map.of(":user", AttributeValue.fromS(USER))));
    }
  }

  private static Map<String, AttributeValue> item(int number) {
    LocalDate date = LocalDate.of(2026, 1, 1).plusDays(number);
    Map<String, AttributeValue> item = new HashMap<>();
    Map.of(
            "userId",
            USER,
            "expenseId",
            "00000000-0000-7000-8000-%012d".formatted(number),
            "type",
            "expense",
            "date",
            date.toString(),
            "category",
            "Category " + number % 10,
            "currency",
            "EUR",
            "description",
            "Lunch number " + number,
            "fingerprint",
            "0123456789abcdef",
            "createdAt",
            date + "T12:00:00.000000Z",
            "updatedAt",
            date + "T12:00:00.000000Z")
        .forEach((name, text) -> item.put(name, AttributeValue.fromS(text)));
    item.put("amount", AttributeValue.fromN("12.5"));
    item.put("version", AttributeValue.fromN("1"));
    return item;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    running.close();
  }
}
