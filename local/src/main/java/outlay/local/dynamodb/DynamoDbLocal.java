package outlay.local.dynamodb;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/**
 * <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.html">DynamoDB
 * Local</a> in a JVM of its own, as its licence asks. It has no way to listen on one address only;
 * the port is a random one.
 */
public final class DynamoDbLocal implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final int REST = 20;
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  /** The key of the item whose records are the first in every stream; for no reader's eyes. */
  public static final String FIRST_RECORDS = "outlay.local.first-records";

  private final Process process;
  private final URI uri;
  private final DynamoDbClient client;
  private final Map<String, Counted> counted = new HashMap<>();

  private DynamoDbLocal(Process process, URI uri, DynamoDbClient client) {
    this.process = process;
    this.uri = uri;
    this.client = client;
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @param libraries the folder of its jars
   * @param childLauncherJar the jar with {@code outlay.local.child.Child}, which ends the process
   *     when this one ends, however it ends; without it a killed JVM leaves an orphan
   * @param data the folder that the tables are kept in; empty: in memory
   * @param workDirectory where it may leave files of its own
   * @param log what it prints is appended here
   * @throws IOException if it does not start; the message shows the end of its log
   */
  public static DynamoDbLocal start(
      Path libraries,
      Optional<Path> childLauncherJar,
      Optional<Path> data,
      Path workDirectory,
      Path log)
      throws IOException {
    Files.createDirectories(workDirectory);
    if (data.isPresent()) {
      Files.createDirectories(data.get());
    }
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      Process process =
          new ProcessBuilder(command(libraries, childLauncherJar, data, port))
              .directory(workDirectory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      URI uri = URI.create("http://127.0.0.1:" + port);
      DynamoDbClient client = client(uri);
      if (answers(process, client)) {
        return new DynamoDbLocal(process, uri, client);
      }
      client.close();
      end(process);
      // Another process may have taken the port in the meantime.
      if (attempt == ATTEMPTS) {
        throw new IOException("DynamoDB Local did not start. Its log ends: " + end(log));
      }
    }
  }

  /** Where it answers. */
  public URI uri() {
    return uri;
  }

  /**
   * Makes the table if there is none of its name; keeps an equal one with all it holds.
   *
   * @throws IllegalStateException if there is a different one; the message names the differences
   */
  public void createTable(TableSpec spec) {
    Optional<TableDescription> found = describe(spec.name());
    if (found.isEmpty()) {
      client.createTable(spec.request());
      client.waiter().waitUntilTableExists(request -> request.tableName(spec.name()));
      if (spec.streamView().isPresent()) {
        beginStream(spec);
      }
      return;
    }
    List<String> differences = Differences.between(found.get(), spec);
    if (!differences.isEmpty()) {
      throw new IllegalStateException(
          "The table "
              + spec.name()
              + " differs from what it should be: "
              + String.join("; ", differences));
    }
  }

  /**
   * Gives a stream its first records, before those of any other. Each call that concerns a table
   * with a stream takes DynamoDB Local the longer, the more records of other streams precede the
   * first of this one: with a stream that nothing was written to, 1 ms for a thousand, and 8 ms a
   * read of that stream.
   */
  private void beginStream(TableSpec spec) {
    Map<String, AttributeValue> item = new HashMap<>();
    for (TableSpec.Attribute attribute : spec.attributes()) {
      if (!attribute.type().equals("S")) {
        return; // Slower, and right.
      }
      item.put(attribute.name(), AttributeValue.fromS(FIRST_RECORDS));
    }
    Map<String, AttributeValue> key = new HashMap<>();
    spec.keys().forEach(part -> key.put(part.attribute(), AttributeValue.fromS(FIRST_RECORDS)));
    client.putItem(put -> put.tableName(spec.name()).item(item));
    client.deleteItem(delete -> delete.tableName(spec.name()).key(key));
  }

  /**
   * How many items a table holds, or held a while ago: DynamoDB Local looks at all of them to tell,
   * and does nothing else meanwhile. So it is asked again after {@value #REST} times as long as its
   * last answer took. AWS says it anew every six hours.
   */
  public synchronized long count(String table) {
    Counted known = counted.get(table);
    if (known == null || System.nanoTime() - known.until > 0) {
      long asked = System.nanoTime();
      long items = client.describeTable(request -> request.tableName(table)).table().itemCount();
      long answered = System.nanoTime();
      known = new Counted(items, answered + REST * (answered - asked));
      counted.put(table, known);
    }
    return known.items;
  }

  /**
   * @param until by {@link System#nanoTime}
   */
  private record Counted(long items, long until) {}

  /**
   * The item with this partition key, as it is now.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException if there is no such table
   */
  public Optional<Map<String, AttributeValue>> item(String table, String key, String value) {
    Map<String, AttributeValue> found =
        client
            .getItem(
                request ->
                    request
                        .tableName(table)
                        .key(Map.of(key, AttributeValue.fromS(value)))
                        .consistentRead(true))
            .item();
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  /**
   * Removes expired items as time to live does.
   *
   * @param spec a table with a TTL attribute
   */
  public TtlSweeper sweeper(TableSpec spec, Clock clock) {
    return new TtlSweeper(client, spec, clock);
  }

  /** Ends the process: it has written whatever it acknowledged. */
  @Override
  public void close() {
    client.close();
    end(process);
  }

  private Optional<TableDescription> describe(String table) {
    try {
      return Optional.of(client.describeTable(request -> request.tableName(table)).table());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private static List<String> command(
      Path libraries, Optional<Path> childLauncherJar, Optional<Path> data, int port) {
    String jars = libraries.toAbsolutePath().resolve("*").toString();
    String classPath =
        childLauncherJar.map(jar -> jar.toAbsolutePath() + File.pathSeparator + jars).orElse(jars);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx512m");
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", classPath));
    childLauncherJar.ifPresent(jar -> command.add("outlay.local.child.Child"));
    command.add("software.amazon.dynamodb.services.local.main.ServerRunner");
    command.addAll(List.of("-sharedDb", "-disableTelemetry", "-port", Integer.toString(port)));
    data.ifPresentOrElse(
        folder -> command.addAll(List.of("-dbPath", folder.toAbsolutePath().toString())),
        () -> command.add("-inMemory"));
    return command;
  }

  private static DynamoDbClient client(URI uri) {
    return DynamoDbClient.builder()
        .endpointOverride(uri)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("outlay", "outlay")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static boolean answers(Process process, DynamoDbClient client) {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        client.listTables();
        return process.isAlive();
      } catch (SdkClientException e) {
        if (ended(process)) {
          return false;
        }
      }
    }
    return false;
  }

  /** Whether the process ended within the pause between two looks. */
  private static boolean ended(Process process) {
    try {
      return process.waitFor(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String end(Path log) {
    try {
      String text = Files.readString(log, StandardCharsets.UTF_8);
      return text.substring(Math.max(0, text.length() - 2000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
