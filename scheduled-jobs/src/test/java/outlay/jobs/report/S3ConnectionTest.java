package outlay.jobs.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3ConnectionTest {
  /** S3 closes a connection that was idle for some seconds, and says so to nobody. */
  @Test
  void upload_afterItsConnectionWasClosed_isTriedAgain() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        S3Client s3 =
            S3ProxyExtension.client(URI.create("http://127.0.0.1:" + server.getLocalPort()))) {
      Thread answers = new Thread(() -> answerOnceAConnection(server, requests), "answers");
      answers.setDaemon(true);
      answers.start();

      put(s3, "first");
      put(s3, "second");

      assertThat(requests).hasSize(2);
      assertThat(requests.get(0)).contains("/first").doesNotContain("expect:");
      assertThat(requests.get(1)).contains("/second");
    }
  }

  private static void put(S3Client s3, String key) {
    s3.putObject(put -> put.bucket("reports").key(key), RequestBody.fromString("a,b\n"));
  }

  private static void answerOnceAConnection(ServerSocket server, List<String> requests) {
    try {
      while (true) {
        try (Socket connection = server.accept()) {
          requests.add(request(connection));
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
        }
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Its head. The body is read too, unless the client waits before it sends one. */
  private static String request(Socket connection) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
    StringBuilder head = new StringBuilder();
    int length = 0;
    String line = reader.readLine();
    while (line != null && !line.isEmpty()) {
      head.append(line.toLowerCase(Locale.ROOT)).append('\n');
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
      }
      line = reader.readLine();
    }
    if (head.indexOf("expect:") < 0) {
      assertThat(reader.skip(length)).isEqualTo(length);
    }
    return head.toString();
  }
}
