package outlay.store;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The client of every function. */
public final class DynamoDb {
  private DynamoDb() {}

  /** A new client, made as {@link Aws#client} says: a call is tried up to nine times. */
  public static DynamoDbClient client() {
    return Aws.client(DynamoDbClient.builder());
  }
}
