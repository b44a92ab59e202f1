package outlay.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

class CrtHttpClientTest {
  private static final HttpExecuteRequest REQUEST =
      HttpExecuteRequest.builder()
          .request(
              SdkHttpRequest.builder()
                  .method(SdkHttpMethod.POST)
                  .uri(URI.create("http://127.0.0.1"))
                  .build())
          .build();

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"200, 8, true", "200, 65536, true", "200, 65537, false", "200, none, false"})
  void call_longAnswersAreHandedOnAsTheyCome(int status, @Nullable String length, boolean isRead)
      throws Exception {
    Body body = new Body("{\"a\": 1}", null);

    HttpExecuteResponse answer = call(new Answer(status, length, body));

    assertThat(body.isAtEnd).isEqualTo(isRead);
    assertThat(body.isClosed).isFalse();
    assertThat(answer.httpResponse().statusCode()).isEqualTo(status);
    assertThat(answer.responseBody().orElseThrow()).hasContent("{\"a\": 1}");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"400, 99999", "404, none", "503, none"})
  void call_errorsAreReadToTheirEnd(int status, @Nullable String length) throws Exception {
    Body body = new Body("<Code>NoSuchKey</Code>", null);

    HttpExecuteResponse answer = call(new Answer(status, length, body));

    assertThat(body.isAtEnd).isTrue();
    assertThat(answer.responseBody().orElseThrow()).hasContent("<Code>NoSuchKey</Code>");
  }

  @Test
  void call_brokenOff_isAFailedAttemptThatIsAborted() {
    Body body = new Body("<Code>NoSu", new IOException("connection closed"));

    assertThatThrownBy(() -> call(new Answer(404, null, body)))
        .isInstanceOf(IOException.class)
        .hasMessage("connection closed");
    assertThat(body.isAborted).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "99999"})
  void read_interrupted_isAnIoExceptionThatLeavesTheInterrupt(String length) {
    Body body = new Body("{", new IllegalStateException(new InterruptedException()));

    assertThatThrownBy(
            () -> call(new Answer(200, length, body)).responseBody().orElseThrow().readAllBytes())
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void read_oneByteInterrupted_isAnIoExceptionThatLeavesTheInterrupt() throws Exception {
    Body body = new Body("", new IllegalStateException(new InterruptedException()));
    InputStream read = call(new Answer(200, null, body)).responseBody().orElseThrow();

    assertThatThrownBy(read::read).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void read_faultOfTheClient_isThrownAsItIs() {
    Body body = new Body("", new IllegalStateException("a fault"));

    assertThatThrownBy(() -> call(new Answer(200, "8", body)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a fault");
    assertThat(body.isAborted).isTrue();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void call_withoutABody() throws Exception {
    assertThat(call(new Answer(204, "0", null)).responseBody()).isEmpty();
  }

  @Test
  void abortAndClose_reachTheClient() {
    Answer answer = new Answer(204, "0", null);
    CrtHttpClient client = new CrtHttpClient(answer);

    client.prepareRequest(REQUEST).abort();
    client.close();

    assertThat(answer.isAborted).isTrue();
    assertThat(answer.isClosed).isTrue();
    assertThat(client.clientName()).isEqualTo("Answer");
  }

  private static HttpExecuteResponse call(Answer answer) throws IOException {
    return new CrtHttpClient(answer).prepareRequest(REQUEST).call();
  }

  /** A client that always answers the same. */
  private static final class Answer implements SdkHttpClient, ExecutableHttpRequest {
    private final HttpExecuteResponse answer;
    private boolean isAborted;
    private boolean isClosed;

    Answer(int status, @Nullable String length, @Nullable Body body) {
      SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(status);
      Optional.ofNullable(length).ifPresent(known -> head.putHeader("Content-Length", known));
      HttpExecuteResponse.Builder whole = HttpExecuteResponse.builder().response(head.build());
      Optional.ofNullable(body)
          .ifPresent(stream -> whole.responseBody(AbortableInputStream.create(stream, stream)));
      answer = whole.build();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return this;
    }

    @Override
    public HttpExecuteResponse call() {
      return answer;
    }

    @Override
    public void abort() {
      isAborted = true;
    }

    @Override
    public String clientName() {
      return "Answer";
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  /** A body that remembers how far it was read, and may break off. */
  private static final class Body extends FilterInputStream implements Abortable {
    private final @Nullable Exception end;
    private boolean isAtEnd;
    private boolean isAborted;
    private boolean isClosed;

    Body(String text, @Nullable Exception end) {
      super(new ByteArrayInputStream(text.getBytes(UTF_8)));
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      return seen(super.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return seen(super.read(buffer, offset, length));
    }

    private int seen(int read) throws IOException {
      if (read < 0) {
        isAtEnd = true;
        if (end instanceof IOException brokenOff) {
          throw brokenOff;
        }
        if (end instanceof RuntimeException fault) {
          throw fault;
        }
      }
      return read;
    }

    @Override
    public void abort() {
      isAborted = true;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
