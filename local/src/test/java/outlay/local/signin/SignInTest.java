package outlay.local.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
  private static final String CLIENT = "client1";
  private static final String CALLBACK = "http://127.0.0.1:9/callback";
  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123";

  private final HttpClient client = HttpClient.newHttpClient();
  private SignIn signIn = SignIn.start(0, CLIENT, Set.of("outlay/read", "outlay/write"));

  @AfterEach
  void stop() {
    signIn.close();
  }

  @Test
  void accessToken_hasCognitosClaims() throws Exception {
    SignedJWT token =
        SignedJWT.parse(signIn.accessToken("asha", List.of("finance"), List.of("outlay/read")));

    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(token.verify(new RSASSAVerifier(publishedKey()))).isTrue();
    assertThat(claims.getSubject()).isEqualTo("asha");
    assertThat(claims.getIssuer()).isEqualTo(signIn.issuer().toString());
    assertThat(claims.getStringClaim("username")).isEqualTo("asha");
    assertThat(claims.getStringClaim("client_id")).isEqualTo(CLIENT);
    assertThat(claims.getStringClaim("token_use")).isEqualTo("access");
    assertThat(claims.getStringClaim("scope")).isEqualTo("outlay/read");
    assertThat(claims.getStringListClaim("cognito:groups")).containsExactly("finance");
    assertThat(claims.getAudience()).isEmpty();
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void codeFlow_inABrowser_givesCognitosTokens() throws Exception {
    JsonNode answer = signInAs("asha", "{\"cognito:groups\":[\"finance\"]}", "openid outlay/write");

    JWTClaimsSet access = claims(answer, "access_token");
    assertThat(access.getSubject()).isEqualTo("asha");
    assertThat(access.getIssuer()).isEqualTo(signIn.issuer().toString());
    assertThat(access.getStringClaim("scope")).isEqualTo("openid outlay/write");
    assertThat(access.getStringListClaim("cognito:groups")).containsExactly("finance");
    assertThat(access.getAudience()).isEmpty();
    assertThat(access.getClaims())
        .containsEntry("token_use", "access")
        .containsEntry("client_id", CLIENT)
        .doesNotContainKeys("azp", "tid", "nonce", "nbf");
    JWTClaimsSet id = claims(answer, "id_token");
    assertThat(id.getAudience()).containsExactly(CLIENT);
    assertThat(id.getClaims())
        .containsEntry("token_use", "id")
        .containsEntry("nonce", "n1")
        .doesNotContainKey("scope");
  }

  @Test
  void codeFlow_scopesOfOthers_areNotGranted() throws Exception {
    JsonNode answer = signInAs("asha", "", "openid outlay/read other/admin");

    assertThat(claims(answer, "access_token").getStringClaim("scope"))
        .isEqualTo("openid outlay/read");
  }

  @Test
  void refresh_givesTheSameUserAndScopes() throws Exception {
    JsonNode answer = signInAs("asha", "", "openid outlay/read");

    HttpResponse<String> refreshed =
        token(
            Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                CLIENT,
                "refresh_token",
                answer.path("refresh_token").asText()));

    JWTClaimsSet access = claims(new JsonMapper().readTree(refreshed.body()), "access_token");
    assertThat(access.getSubject()).isEqualTo("asha");
    assertThat(access.getStringClaim("scope")).isEqualTo("openid outlay/read");
  }

  @Test
  void codeFlow_withAnotherVerifier_isRefused() throws Exception {
    String code = codeFor("asha", "", "openid");

    assertThat(exchange(code, "another-verifier-of-at-least-forty-three-chars").statusCode())
        .isEqualTo(400);
  }

  @Test
  void userInfo_hasTheAddress_forATokenThatMayAsk() throws Exception {
    assertThat(userInfo(token("openid", "email")).body())
        .isEqualTo(
            "{\"sub\":\"asha\",\"username\":\"asha\",\"email\":\"asha@outlay.example\","
                + "\"email_verified\":\"true\"}");
    assertThat(userInfo(token("openid")).body())
        .isEqualTo("{\"sub\":\"asha\",\"username\":\"asha\"}");
    assertThat(userInfo(token("outlay/read")).statusCode()).isEqualTo(401);
    assertThat(userInfo("no.token.here").statusCode()).isEqualTo(401);
  }

  @Test
  void userInfo_hasWhatTheLoginPageWasTold() throws Exception {
    JsonNode answer = signInAs("asha", "{\"email\":\"asha@work.example\"}", "openid email");

    assertThat(userInfo(answer.path("access_token").asText()).body())
        .contains("\"email\":\"asha@work.example\"");
    assertThat(userInfo(answer.path("id_token").asText()).statusCode()).isEqualTo(401);
    assertThat(claims(answer, "id_token").getStringClaim("email")).isEqualTo("asha@work.example");
  }

  private String token(String... scopes) {
    return signIn.accessToken("asha", List.of(), List.of(scopes));
  }

  private HttpResponse<String> userInfo(String token) throws Exception {
    String discovery = get(signIn.issuer() + "/.well-known/openid-configuration").body();
    String endpoint = new JsonMapper().readTree(discovery).path("userinfo_endpoint").asText();
    return client.send(
        HttpRequest.newBuilder(URI.create(endpoint))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void authorize_forAnotherClient_isRefused() throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(signIn.loginPage() + "?client_id=other")).build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void issuer_isTheSameByAnyName() throws Exception {
    URI byName = URI.create(signIn.issuer().toString().replace("127.0.0.1", "localhost"));

    String discovery = get(byName + "/.well-known/openid-configuration").body();

    assertThat(new JsonMapper().readTree(discovery).path("issuer").asText())
        .isEqualTo(signIn.issuer().toString());
    assertThat(discovery).doesNotContain("localhost");
  }

  @Test
  void restart_withTheSameKeyFile_keepsTokensGood(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("signin/key.json");
    signIn.close();
    signIn = SignIn.start(0, CLIENT, Set.of("outlay/read"), file);
    int port = signIn.issuer().getPort();
    SignedJWT token =
        SignedJWT.parse(signIn.accessToken("asha", List.of(), List.of("outlay/read")));
    signIn.close();

    signIn = SignIn.start(port, CLIENT, Set.of("outlay/read"), file);

    assertThat(token.verify(new RSASSAVerifier(publishedKey()))).isTrue();
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(signIn.issuer().toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void start_withAFileThatIsNoKey_saysSo(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("key.json"), "{}");

    assertThatThrownBy(() -> SignIn.start(0, CLIENT, Set.of(), file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("key.json");
  }

  // ---------------------------------------------------------------- helpers

  private RSAKey publishedKey() throws Exception {
    JsonNode discovery =
        new JsonMapper()
            .readTree(get(signIn.issuer() + "/.well-known/openid-configuration").body());
    return JWKSet.load(URI.create(discovery.path("jwks_uri").asText()).toURL())
        .getKeys()
        .get(0)
        .toRSAKey();
  }

  private JWTClaimsSet claims(JsonNode answer, String token) throws Exception {
    SignedJWT parsed = SignedJWT.parse(answer.path(token).asText());
    assertThat(parsed.verify(new RSASSAVerifier(publishedKey()))).isTrue();
    return parsed.getJWTClaimsSet();
  }

  private JsonNode signInAs(String user, String claims, String scope) throws Exception {
    HttpResponse<String> answer = exchange(codeFor(user, claims, scope), VERIFIER);
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonMapper().readTree(answer.body());
  }

  /** What a browser does: the page, the form, and the code in the redirect. */
  private String codeFor(String user, String claims, String scope) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8));
    String query =
        form(
            Map.of(
                "client_id",
                CLIENT,
                "response_type",
                "code",
                "redirect_uri",
                CALLBACK,
                "scope",
                scope,
                "state",
                "s1",
                "nonce",
                "n1",
                "code_challenge",
                Base64URL.encode(hash).toString(),
                "code_challenge_method",
                "S256"));
    String page = signIn.loginPage() + "?" + query;
    assertThat(get(page).body()).contains("<form").contains("name=\"username\"");
    HttpResponse<String> submitted =
        client.send(
            formPost(URI.create(page), Map.of("username", user, "claims", claims)),
            BodyHandlers.ofString());
    String location = submitted.headers().firstValue("location").orElseThrow();
    assertThat(location).startsWith(CALLBACK).contains("state=s1");
    return location.replaceFirst(".*[?&]code=([^&]*).*", "$1");
  }

  private HttpResponse<String> exchange(String code, String verifier) throws Exception {
    return token(
        Map.of(
            "grant_type", "authorization_code",
            "client_id", CLIENT,
            "code", code,
            "redirect_uri", CALLBACK,
            "code_verifier", verifier));
  }

  private HttpResponse<String> token(Map<String, String> form) throws Exception {
    return client.send(
        formPost(URI.create(signIn.issuer() + "/token"), form), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String uri) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }

  private static HttpRequest formPost(URI uri, Map<String, String> form) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form(form)))
        .build();
  }

  private static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
