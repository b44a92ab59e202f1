package outlay.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

class OpenIdProfilesTest {
  private HttpServer server;
  private URI issuer;
  private Profiles profiles;
  private int discoveries;
  private int status = 200;
  private String info = "";
  private String asked = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/pool");
    server.createContext("/pool/.well-known/openid-configuration", this::discovery);
    server.createContext("/info", this::info);
    server.start();
    profiles = new OpenIdProfiles(issuer);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"true", "\"true\""})
  void verified_isTheAddress_askedWithTheToken(String verified) {
    info = user("asha", "\"email\":\"a@x.example\",\"email_verified\":" + verified);

    assertThat(profiles.verifiedEmail("asha", "Bearer t")).contains("a@x.example");
    assertThat(profiles.verifiedEmail("asha", "Bearer t")).contains("a@x.example");
    assertThat(asked).isEqualTo("Bearer t");
    assertThat(discoveries).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'email':'a@x.example','email_verified':false",
        "'email':'a@x.example','email_verified':'false'",
        "'email':'a@x.example'",
        "'email':'','email_verified':true",
        "'email_verified':true",
        "'email':{'a':'b'},'email_verified':true"
      })
  void notVerifiedOrAbsent_isNone(String members) {
    info = user("asha", members.replace('\'', '"'));

    assertThat(profiles.verifiedEmail("asha", "Bearer t")).isEqualTo(Optional.empty());
  }

  @Test
  void aboutSomebodyElse_isAFault() {
    info = user("ben", "\"email\":\"b@x.example\",\"email_verified\":true");

    assertThatThrownBy(() -> profiles.verifiedEmail("asha", "Bearer t"))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "401, EMAIL_NOT_VERIFIED",
    "403, EMAIL_NOT_VERIFIED",
    "429, THROTTLED",
    "500, UNAVAILABLE",
    "302, UNAVAILABLE"
  })
  void refused_isTold(int status, Reason reason) {
    this.status = status;

    assertRefused(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"nonsense", "[]", "''"})
  void noAnswer_isUnavailable(String body) {
    info = body;

    assertRefused(Reason.UNAVAILABLE);
  }

  @Test
  void notReached_isUnavailable() {
    server.stop(0);

    assertRefused(Reason.UNAVAILABLE);
  }

  private void assertRefused(Reason reason) {
    assertThatThrownBy(() -> profiles.verifiedEmail("asha", "Bearer t"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private static String user(String sub, String members) {
    return "{\"sub\":\"" + sub + "\",\"address\":{\"sub\":\"x\"}," + members + "}";
  }

  private void discovery(HttpExchange exchange) throws IOException {
    discoveries++;
    answer(
        exchange,
        200,
        "{\"issuer\":\"%s\",\"scopes_supported\":[\"openid\"],\"userinfo_endpoint\":\"%s\"}"
            .formatted(issuer, issuer.resolve("/info")));
  }

  private void info(HttpExchange exchange) throws IOException {
    asked = exchange.getRequestHeaders().getFirst("Authorization");
    answer(exchange, status, info);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
