package outlay.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * An HTTP client that has read short answers, and all that tell of an error, to their end before
 * the SDK sees them; long ones it hands on as they come. Two things follow:
 *
 * <ul>
 *   <li>An answer that breaks off is a failed attempt, which the SDK makes again. It would take the
 *       half of an error for an error without a code, which nothing here would know.
 *   <li>The connection is used again. The SDK closes an answer when it has parsed it; where that is
 *       sooner than AWS's client has noted the answer's end, it closes the connection as well.
 * </ul>
 */
final class WholeAnswers implements SdkHttpClient {
  /** In bytes; most answers of DynamoDB and SQS are shorter by far. */
  static final int SHORT = 64 * 1024;

  private static final int FIRST_ERROR_STATUS = 400;

  private final SdkHttpClient client;

  WholeAnswers(SdkHttpClient client) {
    this.client = client;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return whole(prepared.call());
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static HttpExecuteResponse whole(HttpExecuteResponse answer) throws IOException {
    if (answer.responseBody().isEmpty() || !isReadAtOnce(answer.httpResponse())) {
      return answer;
    }
    byte[] body = toTheEnd(answer.responseBody().get());
    return HttpExecuteResponse.builder()
        .response(answer.httpResponse())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }

  /** What was read to its end is not closed: that would close the connection, too. */
  private static byte[] toTheEnd(AbortableInputStream body) throws IOException {
    try {
      return body.readAllBytes();
    } catch (IOException | RuntimeException brokenOff) {
      body.abort();
      throw brokenOff;
    }
  }

  private static boolean isReadAtOnce(SdkHttpResponse head) {
    return head.statusCode() >= FIRST_ERROR_STATUS
        || head.firstMatchingHeader("content-length")
            .map(length -> Long.parseLong(length) <= SHORT)
            .orElse(false);
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }
}
