package outlay.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class DynamoDbLocalIT {
  private static final TableSpec EXPENSES = TestDynamoDb.table("expenses");
  private static final Instant NOW = Instant.parse("2026-01-22T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void onDisk_tableAndItemsSurviveARestart() throws IOException {
    Optional<Path> data = Optional.of(folder.resolve("data"));
    try (DynamoDbLocal first = TestDynamoDb.start(folder, data);
        DynamoDbClient client = client(first)) {
      first.createTable(EXPENSES);
      client.putItem(r -> r.tableName("expenses").item(item("kept", Optional.empty())));
    }

    try (DynamoDbLocal second = TestDynamoDb.start(folder, data);
        DynamoDbClient client = client(second)) {
      assertThatCode(() -> second.createTable(EXPENSES)).doesNotThrowAnyException();
      assertThat(client.scan(r -> r.tableName("expenses")).count()).isEqualTo(1);
      assertThatThrownBy(() -> second.createTable(withoutStream()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("expenses", "stream: is NEW_AND_OLD_IMAGES, should be none");
    }
  }

  @Test
  void sweep_ofMoreThanAPage_reachesAll() throws Exception {
    try (DynamoDbLocal dynamoDb = TestDynamoDb.start(folder);
        DynamoDbClient client = client(dynamoDb)) {
      dynamoDb.createTable(EXPENSES);
      AttributeValue expired = AttributeValue.fromN(Long.toString(NOW.getEpochSecond() - 1));
      for (int i = 0; i < 250; i++) {
        put(client, item("expired-" + i, Optional.of(expired)));
      }

      try (TtlSweeper sweeper = dynamoDb.sweeper(EXPENSES, Clock.fixed(NOW, ZoneOffset.UTC))) {
        assertThat(sweeper.sweep()).isEqualTo(250);
      }
      assertThat(dynamoDb.count(EXPENSES.name())).isZero();
    }
  }

  @Test
  void sweep_removesWhatIsExpiredAndNothingElse() throws Exception {
    try (DynamoDbLocal dynamoDb = TestDynamoDb.start(folder);
        DynamoDbClient client = client(dynamoDb)) {
      dynamoDb.createTable(EXPENSES);
      long now = NOW.getEpochSecond();
      put(client, item("expired", Optional.of(AttributeValue.fromN(Long.toString(now - 1)))));
      put(client, item("later", Optional.of(AttributeValue.fromN(Long.toString(now + 1)))));
      put(client, item("text", Optional.of(AttributeValue.fromS(Long.toString(now - 1)))));
      put(client, item("ancient", Optional.of(AttributeValue.fromN("1"))));
      put(client, item("never", Optional.empty()));

      try (TtlSweeper sweeper = dynamoDb.sweeper(EXPENSES, Clock.fixed(NOW, ZoneOffset.UTC))) {
        assertThat(sweeper.sweep()).isEqualTo(1);
      }

      assertThat(client.scan(r -> r.tableName("expenses")).items())
          .extracting(item -> item.get("expenseId"))
          .extracting(AttributeValue::s)
          .containsExactlyInAnyOrder("later", "text", "ancient", "never");
    }
  }

  @Test
  void start_withoutItsJars_saysWhatItsLogSays() {
    Path nothing = folder.resolve("nothing");

    assertThatThrownBy(
            () ->
                DynamoDbLocal.start(
                    nothing, Optional.empty(), Optional.empty(), folder, folder.resolve("log")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ServerRunner");
  }

  private static TableSpec withoutStream() {
    return new TableSpec(
        EXPENSES.name(),
        EXPENSES.attributes(),
        EXPENSES.keys(),
        EXPENSES.localIndexes(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static void put(DynamoDbClient client, Map<String, AttributeValue> item) {
    client.putItem(r -> r.tableName("expenses").item(item));
  }

  private static Map<String, AttributeValue> item(String id, Optional<AttributeValue> expiresAt) {
    Map<String, AttributeValue> key =
        Map.of("userId", AttributeValue.fromS("ana"), "expenseId", AttributeValue.fromS(id));
    return expiresAt
        .map(
            at ->
                Map.of(
                    "userId", AttributeValue.fromS("ana"),
                    "expenseId", AttributeValue.fromS(id),
                    "expiresAt", at))
        .orElse(key);
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
