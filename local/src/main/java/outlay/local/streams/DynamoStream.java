package outlay.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outlay.local.dynamodb.DynamoDbLocal;

/**
 * A stream of DynamoDB Local, read over its JSON protocol and not with the SDK: the records' JSON
 * there is the JSON that Lambda sends, digit for digit.
 */
final class DynamoStream implements StreamSource {
  private static final ObjectMapper JSON = Records.JSON;

  /** In JSON, as the value of a key. */
  private static final String FIRST_RECORDS = "\"" + DynamoDbLocal.FIRST_RECORDS + "\"";

  private static final String TRIMMED = "TrimmedDataAccessException";

  /** Not verified by DynamoDB Local, but its form is; with {@code -sharedDb} any key will do. */
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=outlay/20260101/us-east-1/dynamodb/aws4_request,"
          + " SignedHeaders=host, Signature=0";

  private final URI dynamoDb;
  private final String table;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private volatile Optional<String> arn = Optional.empty();

  DynamoStream(URI dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public String label() throws IOException {
    String stream = arn();
    return stream.substring(stream.lastIndexOf('/') + 1);
  }

  @Override
  public List<Shard> shards() throws IOException {
    List<Shard> shards = new ArrayList<>();
    Optional<String> last = Optional.empty();
    do {
      ObjectNode request = JSON.createObjectNode().put("StreamArn", arn());
      last.ifPresent(shard -> request.put("ExclusiveStartShardId", shard));
      JsonNode stream =
          call("DynamoDBStreams_20120810.DescribeStream", request).path("StreamDescription");
      for (JsonNode shard : stream.path("Shards")) {
        shards.add(new Shard(shard.path("ShardId").asText(), text(shard, "ParentShardId")));
      }
      last = text(stream, "LastEvaluatedShardId");
    } while (last.isPresent());
    return shards;
  }

  @Override
  public String iterator(String shard, Start start) throws IOException, Trimmed {
    ObjectNode request =
        JSON.createObjectNode()
            .put("StreamArn", arn())
            .put("ShardId", shard)
            .put("ShardIteratorType", start.type());
    start.sequenceNumber().ifPresent(number -> request.put("SequenceNumber", number));
    try {
      return call("DynamoDBStreams_20120810.GetShardIterator", request)
          .path("ShardIterator")
          .asText();
    } catch (Refusal e) {
      if (e.type.equals(TRIMMED)) {
        throw new Trimmed(e);
      }
      throw e;
    }
  }

  @Override
  public Page read(String iterator, int limit) throws IOException, Trimmed, Expired {
    ObjectNode request = JSON.createObjectNode().put("ShardIterator", iterator).put("Limit", limit);
    try {
      JsonNode answer = call("DynamoDBStreams_20120810.GetRecords", request);
      List<JsonNode> records = new ArrayList<>();
      for (JsonNode record : answer.path("Records")) {
        if (!record.path("dynamodb").path("Keys").toString().contains(FIRST_RECORDS)) {
          records.add(record);
        }
      }
      return new Page(records, text(answer, "NextShardIterator"));
    } catch (Refusal e) {
      if (e.type.equals(TRIMMED)) {
        throw new Trimmed(e);
      }
      if (e.type.equals("ExpiredIteratorException")) {
        throw new Expired(e);
      }
      throw e;
    }
  }

  private String arn() throws IOException {
    if (arn.isEmpty()) {
      JsonNode answer =
          call("DynamoDB_20120810.DescribeTable", JSON.createObjectNode().put("TableName", table));
      arn = text(answer.path("Table"), "LatestStreamArn");
    }
    return arn.orElseThrow(() -> new IOException("The table " + table + " has no stream."));
  }

  private JsonNode call(String target, JsonNode request) throws IOException {
    HttpRequest call =
        HttpRequest.newBuilder(dynamoDb)
            .timeout(Duration.ofSeconds(30))
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("Authorization", AUTHORIZATION)
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(request)))
            .build();
    try {
      HttpResponse<byte[]> response = client.send(call, BodyHandlers.ofByteArray());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != 200) {
        String type = answer.path("__type").asText();
        String message = answer.path("message").asText(answer.path("Message").asText());
        throw new Refusal(
            type.substring(type.lastIndexOf('#') + 1),
            target + " was answered " + response.statusCode() + " " + type + ": " + message);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("The poller is closing.").initCause(e);
    }
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue());
  }

  /** DynamoDB answered with an error. */
  private static final class Refusal extends IOException {
    private static final long serialVersionUID = 1;

    private final String type;

    Refusal(String type, String message) {
      super(message);
      this.type = type;
    }
  }
}
