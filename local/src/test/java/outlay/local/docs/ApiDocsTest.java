package outlay.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.local.web.WebPage;

class ApiDocsTest {
  private static final Path CONTRACT = Path.of("../openapi.yaml");

  private final HttpClient http = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // By start.
  private WebPage page;

  @BeforeEach
  void start() throws Exception {
    page = WebPage.start(0, List.of(), "{}", Map.of(), Map.of("/docs", new ApiDocs(CONTRACT)));
  }

  @AfterEach
  void stop() {
    page.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(page.uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs", "/docs/", "/docs/docs.css", "/docs/docs.js"})
  void page_runsNothingInline(String path) throws Exception {
    HttpResponse<String> answer = send("GET", path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
        .contains("script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'");
    assertThat(answer.body()).doesNotContain("innerHTML", "style=\"", "onclick");
  }

  @Test
  void json_isTheContract_amountsInExamplesWithTheirZeros() throws Exception {
    HttpResponse<String> answer = send("GET", "/docs/openapi.json");

    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.body())
        .contains("\"/expenses/{id}/restore\"")
        .contains("\\\"amount\\\" : 120.50");
  }

  @Test
  void yaml_isTheFile() throws Exception {
    assertThat(send("GET", "/docs/openapi.yaml").body()).isEqualTo(Files.readString(CONTRACT));
  }

  @Test
  void otherPathsAndMethods_areRefused() throws Exception {
    assertThat(send("GET", "/docs/other").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/docs/..%2Fpom.xml").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/docs").statusCode()).isEqualTo(405);
  }
}
