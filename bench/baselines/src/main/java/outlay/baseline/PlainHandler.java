package outlay.baseline;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/** {@code POST /expenses} as tutorials write it: the SDK's default client, databind, Powertools. */
public final class PlainHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(PlainHandler.class);

  private final DynamoDbClient dynamoDb = DynamoDbClient.create();
  private final ObjectMapper mapper = new ObjectMapper();
  private final String table = System.getenv("EXPENSES_TABLE");

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    return PowertoolsLogging.withLogging(context, () -> record(event));
  }

  private APIGatewayV2HTTPResponse record(APIGatewayV2HTTPEvent event) {
    try {
      ExpenseBody body = mapper.readValue(event.getBody(), ExpenseBody.class);
      List<String> wrong = body.wrong();
      if (!wrong.isEmpty()) {
        return answer(400, Map.of("wrong", wrong));
      }
      String user =
          String.valueOf(event.getRequestContext().getAuthorizer().getJwt().getClaims().get("sub"));
      Map<String, Object> stored = store(user, body);
      LOG.info("request_answered");
      return answer(201, stored);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("the body is no expense", malformed);
    }
  }

  private Map<String, Object> store(String user, ExpenseBody body) {
    String id = UUID.randomUUID().toString();
    String now = Instant.now().toString();
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("userId", AttributeValue.fromS(user));
    item.put("expenseId", AttributeValue.fromS(id));
    item.put("type", AttributeValue.fromS(body.typeOrDefault()));
    item.put("date", AttributeValue.fromS(String.valueOf(body.date())));
    item.put("category", AttributeValue.fromS(String.valueOf(body.category())));
    item.put("amount", AttributeValue.fromN(String.valueOf(body.amount())));
    item.put("currency", AttributeValue.fromS(body.currencyOrDefault()));
    item.put("description", AttributeValue.fromS(body.descriptionOrDefault()));
    item.put("version", AttributeValue.fromN("1"));
    item.put("createdAt", AttributeValue.fromS(now));
    item.put("updatedAt", AttributeValue.fromS(now));
    dynamoDb.putItem(
        put -> put.tableName(table).item(item).conditionExpression("attribute_not_exists(userId)"));
    Map<String, Object> stored = new HashMap<>(Map.of("expenseId", id, "createdAt", now));
    stored.put("expense", body);
    return stored;
  }

  private APIGatewayV2HTTPResponse answer(int status, Object body) throws JsonProcessingException {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(Map.of("content-type", "application/json"))
        .withBody(mapper.writeValueAsString(body))
        .build();
  }
}
