package outlay.local.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.background.Backlog;
import outlay.local.dynamodb.DynamoDbLocal;
import outlay.local.dynamodb.TestDynamoDb;
import outlay.local.dynamodb.TtlSweeper;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The poller on DynamoDB Local's real stream. */
final class DynamoStreamIT {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void changes_becomeTheEventThatLambdaSends() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.succeeds());
    try (DynamoDbLocal dynamoDb = TestDynamoDb.start(folder);
        DynamoDbClient client = client(dynamoDb)) {
      dynamoDb.createTable(TestDynamoDb.table("expenses"));
      try (StreamPoller poller = poller(dynamoDb, function)) {
        client.putItem(r -> r.tableName("expenses").item(item("1.50")));
        client.putItem(r -> r.tableName("expenses").item(item("2")));
        client.deleteItem(r -> r.tableName("expenses").key(key()));
        assertThat(Backlog.awaitEmpty(List.of(poller), LONGEST)).isTrue();
      }

      List<JsonNode> records = function.events.stream().flatMap(DynamoStreamIT::records).toList();
      assertThat(records)
          .extracting(record -> record.path("eventName").asText())
          .containsExactly("INSERT", "MODIFY", "REMOVE");
      JsonNode modify = records.get(1);
      assertThat(modify.path("eventSourceARN").asText()).isEqualTo(Mappings.STREAM_ARN);
      assertThat(modify.path("awsRegion").asText()).isEqualTo("eu-west-1");
      assertThat(modify.path("eventSource").asText()).isEqualTo("aws:dynamodb");
      assertThat(modify.path("eventVersion").asText()).isEqualTo("1.1");
      assertThat(modify.path("eventID").asText()).isNotEmpty();
      JsonNode change = modify.path("dynamodb");
      assertThat(change.path("ApproximateCreationDateTime").isNumber()).isTrue();
      assertThat(change.path("Keys").path("expenseId").path("S").asText()).isEqualTo("e1");
      assertThat(change.path("OldImage").path("amount").path("N").asText()).isEqualTo("1.5");
      assertThat(change.path("NewImage").path("photo").path("B").asText()).isEqualTo("AAE=");
      assertThat(change.path("SequenceNumber").asText()).matches("\\d{21,40}");
      assertThat(change.path("SizeBytes").asInt()).isPositive();
      assertThat(change.path("StreamViewType").asText()).isEqualTo("NEW_AND_OLD_IMAGES");
    }
  }

  @Test
  void removalByTimeToLive_bearsDynamoDbsIdentity() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.succeeds());
    String expired = Long.toString(Instant.now().getEpochSecond() - 10);
    try (DynamoDbLocal dynamoDb = TestDynamoDb.start(folder);
        DynamoDbClient client = client(dynamoDb);
        TtlSweeper sweeper = dynamoDb.sweeper(TestDynamoDb.table("expenses"), Clock.systemUTC())) {
      dynamoDb.createTable(TestDynamoDb.table("expenses"));
      client.putItem(
          r ->
              r.tableName("expenses")
                  .item(
                      Map.of(
                          "userId", AttributeValue.fromS("ana"),
                          "expenseId", AttributeValue.fromS("old"),
                          "expiresAt", AttributeValue.fromN(expired))));
      sweeper.sweep();
      client.putItem(r -> r.tableName("expenses").item(item("1")));
      client.deleteItem(r -> r.tableName("expenses").key(key()));
      try (StreamPoller poller = poller(dynamoDb, function)) {
        assertThat(Backlog.awaitEmpty(List.of(poller), LONGEST)).isTrue();
      }
    }

    assertThat(function.events.stream().flatMap(DynamoStreamIT::records))
        .filteredOn(record -> record.path("eventName").asText().equals("REMOVE"))
        .extracting(record -> record.at("/userIdentity/principalId").asText())
        .containsExactly("dynamodb.amazonaws.com", "");
  }

  @Test
  void restart_goesOnAfterTheCheckpoint() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.succeeds());
    Optional<Path> data = Optional.of(folder.resolve("data"));
    for (int run = 1; run <= 2; run++) {
      try (DynamoDbLocal dynamoDb = TestDynamoDb.start(folder, data);
          DynamoDbClient client = client(dynamoDb)) {
        dynamoDb.createTable(TestDynamoDb.table("expenses"));
        String amount = Integer.toString(run);
        client.putItem(r -> r.tableName("expenses").item(item(amount)));
        try (StreamPoller poller = poller(dynamoDb, function)) {
          assertThat(Backlog.awaitEmpty(List.of(poller), LONGEST)).isTrue();
        }
      }
    }

    assertThat(function.events.stream().flatMap(DynamoStreamIT::records))
        .extracting(record -> record.at("/dynamodb/NewImage/amount/N").asText())
        .containsExactly("1", "2");
  }

  @Test
  void newTableInMemory_isReadFromItsStart() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.succeeds());
    for (int run = 1; run <= 2; run++) {
      try (DynamoDbLocal dynamoDb = TestDynamoDb.start(folder);
          DynamoDbClient client = client(dynamoDb)) {
        dynamoDb.createTable(TestDynamoDb.table("expenses"));
        client.putItem(r -> r.tableName("expenses").item(item("1")));
        try (StreamPoller poller = poller(dynamoDb, function)) {
          assertThat(Backlog.awaitEmpty(List.of(poller), LONGEST)).isTrue();
        }
      }
    }

    assertThat(function.batches).hasSize(2);
  }

  private StreamPoller poller(DynamoDbLocal dynamoDb, FakeInvoker function) {
    return StreamPoller.start(
        Mappings.TOTALS,
        dynamoDb.uri(),
        function,
        (url, message) -> {},
        folder.resolve("checkpoints"),
        Clock.systemUTC(),
        new Disorder());
  }

  private static Stream<JsonNode> records(JsonNode event) {
    return StreamSupport.stream(event.path("Records").spliterator(), false);
  }

  private static Map<String, AttributeValue> item(String amount) {
    return Map.of(
        "userId", AttributeValue.fromS("ana"),
        "expenseId", AttributeValue.fromS("e1"),
        "amount", AttributeValue.fromN(amount),
        "photo", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, 1})));
  }

  private static Map<String, AttributeValue> key() {
    return Map.of("userId", AttributeValue.fromS("ana"), "expenseId", AttributeValue.fromS("e1"));
  }

  private static DynamoDbClient client(DynamoDbLocal dynamoDb) {
    return DynamoDbClient.builder()
        .endpointOverride(dynamoDb.uri())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .build();
  }
}
