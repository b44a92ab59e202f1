package outlay.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The same below the SDK: requests are written and signed, answers are read, and nothing is sent.
 */
public final class InstantHttp implements SdkHttpClient {
  private static final byte[] TAKEN = "{}".getBytes(UTF_8);
  private static final byte[] PAGE =
      ("{\"Count\":21,\"ScannedCount\":21,\"LastEvaluatedKey\":{\"userId\":{\"S\":\"asha\"},"
              + "\"expenseId\":{\"S\":\"00000000-0000-7000-8000-000000000020\"},"
              + "\"date\":{\"S\":\"2026-01-22\"}},\"Items\":["
              + IntStream.range(0, 21).mapToObj(InstantHttp::item).collect(Collectors.joining(","))
              + "]}")
          .getBytes(UTF_8);

  private static String item(int number) {
    return """
        {"userId":{"S":"asha"},"expenseId":{"S":"00000000-0000-7000-8000-0000000000%02d"},\
        "type":{"S":"expense"},"date":{"S":"2026-01-22"},"category":{"S":"Food & drink"},\
        "amount":{"N":"12.5"},"currency":{"S":"EUR"},"description":{"S":"Lunch"},\
        "version":{"N":"1"},"fingerprint":{"S":"0123456789abcdef"},\
        "createdAt":{"S":"2026-01-22T12:00:00.123456Z"},\
        "updatedAt":{"S":"2026-01-22T12:00:00.123456Z"}}"""
        .formatted(number);
  }

  /** A client of the SDK on it. */
  public static DynamoDbClient client() {
    return DynamoDbClient.builder()
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
        .httpClient(new InstantHttp())
        .build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    boolean reads =
        request
            .httpRequest()
            .firstMatchingHeader("X-Amz-Target")
            .filter(target -> target.endsWith(".Query"))
            .isPresent();
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        byte[] body = reads ? PAGE : TAKEN;
        return HttpExecuteResponse.builder()
            .response(
                SdkHttpResponse.builder()
                    .statusCode(200)
                    .putHeader("Content-Type", "application/x-amz-json-1.0")
                    .putHeader("Content-Length", Integer.toString(body.length))
                    .build())
            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
            .build();
      }

      @Override
      public void abort() {
        // Nothing waits.
      }
    };
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
