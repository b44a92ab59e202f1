package outlay.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Against a server that answers as S3 does to the two calls there are. */
class S3ReportsTest {
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));
  private static final String MANIFEST =
      """
      {"month": "2026-01", "revision": 2, "publishedAt": "2026-02-01T02:00:00Z", "asOf": "x",
       "run": "report#1", "rows": 812, "users": 3,
       "currencies": {"INR": {"spent": "1.00", "rows": 9}}, "differences": {"users": 0, "listed": []},
       "unreadable": 0,
       "files": [{"name": "expenses.csv", "key": "reports/2026-01/expenses.csv", "bytes": 70000, "sha256": "a"}],
       "sha256": "b", "revisions": [{"revision": 1, "files": []}]}
      """;

  private final Map<String, String> objects = new TreeMap<>();
  private boolean archived;
  private boolean restored;
  private HttpServer server;
  private Reports reports;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    reports =
        new S3Reports(
            S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build(),
            S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(CREDENTIALS)
                .build(),
            "bucket");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void months_areTheFolders_theNewestFirst() {
    objects.put("reports/2025-12/manifest.json", "");
    objects.put("reports/2026-01/manifest.json", "");
    objects.put("reports/2026-01/revisions/1/expenses.csv", "");
    objects.put("reports/drafts/x", "");
    objects.put("other/2026-05/manifest.json", "");

    assertThat(reports.months(24)).containsExactly(JANUARY, JANUARY.minusMonths(1));
    assertThat(reports.months(1)).containsExactly(JANUARY);
  }

  @Test
  void find_readsTheManifest() {
    objects.put("reports/2026-01/manifest.json", MANIFEST);

    assertThat(reports.find(JANUARY))
        .contains(
            new Report(
                JANUARY,
                2,
                "2026-02-01T02:00:00Z",
                812,
                3,
                List.of(new Report.File("expenses.csv", 70_000))));
    assertThat(reports.find(JANUARY.plusMonths(1))).isEmpty();
  }

  @Test
  void find_whatIsNoManifest_isAFault() {
    objects.put("reports/2026-01/manifest.json", "{}");

    assertThatThrownBy(() -> reports.find(JANUARY)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void find_archived_isKnownToBe() {
    objects.put("reports/2026-01/manifest.json", MANIFEST);
    archived = true;

    assertThat(reports.find(JANUARY)).contains(Report.archived(JANUARY));
  }

  @Test
  void link_toAnArchivedFile_isRefused_untilItIsBroughtBack() {
    objects.put("reports/2026-01/expenses.csv", "x");
    archived = true;

    assertThatThrownBy(() -> reports.link(JANUARY, "expenses.csv", Duration.ofMinutes(5)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REPORT_ARCHIVED));
    restored = true;
    assertThat(reports.link(JANUARY, "expenses.csv", Duration.ofMinutes(5))).isNotNull();
  }

  @Test
  void link_isSignedForTheObject() {
    objects.put("reports/2026-01/expenses.csv", "x");

    URI link = reports.link(JANUARY, "expenses.csv", Duration.ofMinutes(5));

    assertThat(link.getPath()).isEqualTo("/bucket/reports/2026-01/expenses.csv");
    assertThat(link.getRawQuery())
        .contains("X-Amz-Expires=300", "X-Amz-Signature=", "X-Amz-Credential=AKIDEXAMPLE%2F")
        .contains("response-content-disposition=attachment")
        .doesNotContain("secret");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/bucket") || path.equals("/bucket/")) {
      StringBuilder folders = new StringBuilder();
      objects.keySet().stream()
          .filter(key -> key.startsWith("reports/"))
          .map(key -> key.substring(0, key.indexOf('/', "reports/".length()) + 1))
          .distinct()
          .forEach(
              folder ->
                  folders
                      .append("<CommonPrefixes><Prefix>")
                      .append(folder)
                      .append("</Prefix></CommonPrefixes>"));
      send(exchange, 200, "<ListBucketResult>" + folders + "</ListBucketResult>");
      return;
    }
    String body = objects.get(path.substring("/bucket/".length()));
    if (body == null) {
      send(exchange, 404, "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>");
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      if (archived) {
        exchange.getResponseHeaders().set("x-amz-storage-class", "GLACIER");
      }
      if (restored) {
        exchange
            .getResponseHeaders()
            .set("x-amz-restore", "ongoing-request=\"false\", expiry-date=\"x\"");
      }
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    } else if (archived && !restored) {
      send(exchange, 403, "<Error><Code>InvalidObjectState</Code><Message>no</Message></Error>");
    } else {
      send(exchange, 200, body);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
