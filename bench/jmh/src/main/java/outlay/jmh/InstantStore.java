package outlay.jmh;

import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** A store that takes every item, and answers every query with a page of 21, at once. */
public final class InstantStore implements DynamoDbClient {
  private static final PutItemResponse TAKEN = PutItemResponse.builder().build();
  private static final QueryResponse PAGE =
      QueryResponse.builder()
          .items(IntStream.range(0, 21).mapToObj(InstantStore::item).toList())
          .count(21)
          .scannedCount(21)
          .lastEvaluatedKey(
              Map.of(
                  "userId", AttributeValue.fromS("asha"),
                  "expenseId", AttributeValue.fromS(id(20)),
                  "date", AttributeValue.fromS("2026-01-22")))
          .build();

  private static Map<String, AttributeValue> item(int number) {
    return Map.ofEntries(
        Map.entry("userId", AttributeValue.fromS("asha")),
        Map.entry("expenseId", AttributeValue.fromS(id(number))),
        Map.entry("type", AttributeValue.fromS("expense")),
        Map.entry("date", AttributeValue.fromS("2026-01-22")),
        Map.entry("category", AttributeValue.fromS("Food & drink")),
        Map.entry("amount", AttributeValue.fromN("12.5")),
        Map.entry("currency", AttributeValue.fromS("EUR")),
        Map.entry("description", AttributeValue.fromS("Lunch number " + number)),
        Map.entry("version", AttributeValue.fromN("1")),
        Map.entry("fingerprint", AttributeValue.fromS("0123456789abcdef")),
        Map.entry("createdAt", AttributeValue.fromS("2026-01-22T12:00:00.123456Z")),
        Map.entry("updatedAt", AttributeValue.fromS("2026-01-22T12:00:00.123456Z")));
  }

  private static String id(int number) {
    return "00000000-0000-7000-8000-0000000000%02d".formatted(number);
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    return TAKEN;
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return PAGE;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
