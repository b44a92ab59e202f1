package outlay.local.dynamodb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** DynamoDB Local for tests, from where the build puts its jars. */
public final class TestDynamoDb {
  private TestDynamoDb() {}

  /** In memory. */
  public static DynamoDbLocal start(Path folder) throws IOException {
    return start(folder, Optional.empty());
  }

  /** On disk if {@code data} is given. */
  public static DynamoDbLocal start(Path folder, Optional<Path> data) throws IOException {
    return DynamoDbLocal.start(
        Path.of("dynamodb-local/target/lib"),
        Optional.of(Path.of("lambda-runtime/target/local-lambda-runtime.jar")),
        data,
        folder.resolve("work"),
        folder.resolve("dynamodb.log"));
  }

  /** A table with a key of two strings, a stream of both images, and time to live. */
  public static TableSpec table(String name) {
    return new TableSpec(
        name,
        List.of(
            new TableSpec.Attribute("userId", "S"),
            new TableSpec.Attribute("expenseId", "S"),
            new TableSpec.Attribute("date", "S")),
        List.of(new TableSpec.Key("userId", "HASH"), new TableSpec.Key("expenseId", "RANGE")),
        List.of(
            new TableSpec.Index(
                "byDate",
                List.of(new TableSpec.Key("userId", "HASH"), new TableSpec.Key("date", "RANGE")),
                "ALL",
                List.of())),
        List.of(),
        Optional.of("NEW_AND_OLD_IMAGES"),
        Optional.of("expiresAt"));
  }
}
