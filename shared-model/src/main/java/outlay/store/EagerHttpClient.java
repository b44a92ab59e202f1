package outlay.store;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client that is made in the background as soon as it is asked for, and waited for with the
 * first request. Making one loads a native library and reads every authority that the system
 * trusts; meanwhile the rest of a function's start goes on.
 */
final class EagerHttpClient implements SdkHttpClient {
  private final String name;
  private final FutureTask<SdkHttpClient> client;

  /**
   * Begins to make the client.
   *
   * @param name what the client calls itself to AWS
   */
  EagerHttpClient(String name, Callable<SdkHttpClient> making) {
    this.name = name;
    this.client = new FutureTask<>(making);
    Thread thread = new Thread(client, "http-client");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * @throws SdkClientException if the client could not be made
   * @throws AbortedException if the thread is interrupted while it waits
   */
  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return client().prepareRequest(request);
  }

  private SdkHttpClient client() {
    try {
      return client.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("interrupted while waiting for the HTTP client", interrupted);
    } catch (ExecutionException failed) {
      throw SdkClientException.create("the HTTP client could not be made", failed.getCause());
    }
  }

  @Override
  public String clientName() {
    return name;
  }

  @Override
  public void close() {
    client().close();
  }
}
