package outlay.store;

import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** New, empty tables with the keys that {@code template.yaml} gives them; each call another. */
public final class TestTables {
  private TestTables() {}

  public static String expenses(DynamoDbClient client) {
    return create(
        client,
        table("expenses", "expenseId")
            .attributeDefinitions(attribute("userId"), attribute("expenseId"), attribute("date"))
            .localSecondaryIndexes(
                LocalSecondaryIndex.builder()
                    .indexName(ExpenseItem.INDEX_BY_DATE)
                    .keySchema(key("userId", KeyType.HASH), key("date", KeyType.RANGE))
                    .projection(projection -> projection.projectionType(ProjectionType.ALL))
                    .build()));
  }

  public static String totals(DynamoDbClient client) {
    return create(client, table("totals", "date"));
  }

  public static String budgets(DynamoDbClient client) {
    return create(client, table("budgets", "budget"));
  }

  public static String alerts(DynamoDbClient client) {
    return create(
        client,
        table("alerts", "alert")
            .attributeDefinitions(attribute("userId"), attribute("alert"), attribute("history"))
            .localSecondaryIndexes(
                LocalSecondaryIndex.builder()
                    .indexName(AlertItem.INDEX_BY_MONTH)
                    .keySchema(key("userId", KeyType.HASH), key("history", KeyType.RANGE))
                    .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                    .build()));
  }

  public static String runs(DynamoDbClient client) {
    return create(client, table("run"));
  }

  public static String organization(DynamoDbClient client) {
    return create(client, table("month"));
  }

  private static CreateTableRequest.Builder table(String key) {
    return CreateTableRequest.builder()
        .tableName(key + "-" + UUID.randomUUID())
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(attribute(key))
        .keySchema(key(key, KeyType.HASH));
  }

  private static CreateTableRequest.Builder table(String name, String sortKey) {
    return CreateTableRequest.builder()
        .tableName(name + "-" + UUID.randomUUID())
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(attribute("userId"), attribute(sortKey))
        .keySchema(key("userId", KeyType.HASH), key(sortKey, KeyType.RANGE));
  }

  private static String create(DynamoDbClient client, CreateTableRequest.Builder table) {
    return client.createTable(table.build()).tableDescription().tableName();
  }

  private static AttributeDefinition attribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }
}
