package outlay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class EagerHttpClientTest {
  private static final HttpExecuteRequest REQUEST =
      HttpExecuteRequest.builder()
          .request(
              SdkHttpRequest.builder()
                  .method(SdkHttpMethod.POST)
                  .uri(URI.create("http://127.0.0.1"))
                  .build())
          .build();

  private final FakeClient fake = new FakeClient();

  @Test
  void constructor_doesNotWaitForTheClient() throws Exception {
    CountDownLatch made = new CountDownLatch(1);
    EagerHttpClient client =
        new EagerHttpClient(
            "Fake",
            () -> {
              made.await();
              return fake;
            });

    assertThat(client.clientName()).isEqualTo("Fake");
    made.countDown();
    assertThat(client.prepareRequest(REQUEST).call().httpResponse().statusCode()).isEqualTo(204);
  }

  @Test
  void prepareRequest_madeInVain_saysWhy() {
    EagerHttpClient client =
        new EagerHttpClient(
            "Fake",
            () -> {
              throw new IOException("no trust store");
            });

    assertThatThrownBy(() -> client.prepareRequest(REQUEST))
        .isInstanceOf(SdkClientException.class)
        .hasRootCauseMessage("no trust store");
  }

  @Test
  void prepareRequest_interrupted_isAborted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    EagerHttpClient client =
        new EagerHttpClient(
            "Fake",
            () -> {
              never.await();
              return fake;
            });
    AtomicReference<RuntimeException> thrown = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                client.prepareRequest(REQUEST);
              } catch (AbortedException aborted) {
                thrown.set(aborted);
              }
            });
    waiting.start();

    waiting.interrupt();
    waiting.join();

    assertThat(thrown.get()).isInstanceOf(AbortedException.class);
  }

  @Test
  void close_closesTheClient() {
    new EagerHttpClient("Fake", () -> fake).close();

    assertThat(fake.isClosed).isTrue();
  }

  private static final class FakeClient implements SdkHttpClient {
    private boolean isClosed;

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          return HttpExecuteResponse.builder()
              .response(
                  software.amazon.awssdk.http.SdkHttpResponse.builder().statusCode(204).build())
              .build();
        }

        @Override
        public void abort() {
          throw new UnsupportedOperationException();
        }
      };
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
