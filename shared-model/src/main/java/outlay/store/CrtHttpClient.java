package outlay.store;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * AWS's HTTP client in C, with answers as the SDK expects them.
 *
 * <p>Short answers, and all that tell of an error, are read to their end before the SDK sees them;
 * long ones are handed on as they come. Two things follow:
 *
 * <ul>
 *   <li>An answer that breaks off is a failed attempt, which the SDK makes again. It would take the
 *       half of an error for an error without a code, which nothing here would know.
 *   <li>The connection is used again. The SDK closes an answer when it has parsed it; where that is
 *       sooner than AWS's client has noted the answer's end, it closes the connection as well.
 * </ul>
 *
 * <p>A read that the SDK's own time-outs interrupt fails with an {@link IOException}, by which the
 * SDK knows it. AWS's client throws an exception there that the SDK takes for a fault, and does not
 * try again.
 */
final class CrtHttpClient implements SdkHttpClient {
  /** In bytes; most answers of DynamoDB and SQS are shorter by far. */
  static final int SHORT = 64 * 1024;

  private static final int FIRST_ERROR_STATUS = 400;

  private final SdkHttpClient client;

  /**
   * @param client an {@code AwsCrtHttpClient}
   */
  CrtHttpClient(SdkHttpClient client) {
    this.client = client;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        HttpExecuteResponse answer = prepared.call();
        return answer.responseBody().isEmpty()
            ? answer
            : HttpExecuteResponse.builder()
                .response(answer.httpResponse())
                .responseBody(body(answer.httpResponse(), answer.responseBody().get()))
                .build();
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static AbortableInputStream body(SdkHttpResponse head, AbortableInputStream body)
      throws IOException {
    Body readable = new Body(body);
    return isReadAtOnce(head)
        ? AbortableInputStream.create(new ByteArrayInputStream(readable.toTheEnd()))
        : AbortableInputStream.create(readable, body);
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

  private static final class Body extends FilterInputStream {
    private final AbortableInputStream body;

    Body(AbortableInputStream body) {
      super(body);
      this.body = body;
    }

    /** What was read to its end is not closed: that would close the connection, too. */
    byte[] toTheEnd() throws IOException {
      try {
        return readAllBytes();
      } catch (IOException | RuntimeException brokenOff) {
        body.abort();
        throw brokenOff;
      }
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (RuntimeException failed) {
        throw translated(failed);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (RuntimeException failed) {
        throw translated(failed);
      }
    }

    private static IOException translated(RuntimeException failed) {
      if (!(failed.getCause() instanceof InterruptedException)) {
        throw failed;
      }
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("interrupted while an answer was read");
      interrupted.initCause(failed);
      return interrupted;
    }
  }
}
