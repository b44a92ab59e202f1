package outlay.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.lambda.Invocation;
import outlay.local.signin.SignIn;

/** Real tokens of the sign-in, and forged ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JwtAuthorizerTest {
  private static final String CLIENT = "client1";

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<JsonNode> events = Collections.synchronizedList(new ArrayList<>());
  private SignIn signIn;
  private HttpApi api;
  private RSAKey key;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Path keyFile = directory.resolve("key.json");
    signIn = SignIn.start(0, CLIENT, Set.of("outlay/read", "outlay/write"), keyFile);
    key =
        new RSAKey.Builder(RSAKey.parse(Files.readString(keyFile))).keyID(publishedKeyId()).build();
    RouteAuthorization write =
        new RouteAuthorization("Users", List.of("outlay/write", "outlay/admin"));
    RouteAuthorization any = new RouteAuthorization("Users", List.of());
    api =
        HttpApi.start(
            new HttpApiSpec(
                "api1",
                List.of(
                    new Route("GET", "/write", "Ingest", Optional.of(write)),
                    new Route("GET", "/any", "Ingest", Optional.of(any))),
                List.of(
                    new JwtAuthorizer(
                        "Users", "Authorization", signIn.issuer().toString(), Set.of(CLIENT))),
                Optional.empty(),
                Optional.empty()),
            (name, event) -> {
              events.add(read(event));
              return new Invocation("1", "{\"statusCode\":200}".getBytes(UTF_8), Optional.empty());
            },
            0,
            Optional.empty());
  }

  @AfterAll
  void stop() {
    api.close();
    signIn.close();
  }

  @BeforeEach
  void forget() {
    events.clear();
  }

  @Test
  void token_good_isGrantedAndItsClaimsAreText() throws Exception {
    String token =
        signIn.accessToken(
            "asha", List.of("finance", "ops"), List.of("outlay/read", "outlay/write"));

    assertThat(get("/write", "Bearer " + token).statusCode()).isEqualTo(200);

    JsonNode jwt = events.get(0).path("requestContext").path("authorizer").path("jwt");
    JsonNode claims = jwt.path("claims");
    assertThat(jwt.path("scopes")).hasToString("[\"outlay/write\"]");
    assertThat(claims.path("sub").textValue()).isEqualTo("asha");
    assertThat(claims.path("username").textValue()).isEqualTo("asha");
    assertThat(claims.path("client_id").textValue()).isEqualTo(CLIENT);
    assertThat(claims.path("token_use").textValue()).isEqualTo("access");
    assertThat(claims.path("scope").textValue()).isEqualTo("outlay/read outlay/write");
    assertThat(claims.path("cognito:groups").textValue()).isEqualTo("[finance ops]");
    assertThat(claims.path("iss").textValue()).isEqualTo(signIn.issuer().toString());
    assertThat(claims.path("exp").textValue()).matches("[0-9]{10}");
    assertThat(claims.has("aud")).isFalse();
  }

  @Test
  void token_withoutBearerOrInLowerCase_isGrantedToo() throws Exception {
    String token = signIn.accessToken("asha", List.of(), List.of("outlay/write"));

    assertThat(get("/write", token).statusCode()).isEqualTo(200);
    assertThat(get("/write", "bearer " + token).statusCode()).isEqualTo(200);
  }

  @Test
  void route_withoutScopes_takesAnyToken() throws Exception {
    assertThat(get("/any", bearer(claims -> claims)).statusCode()).isEqualTo(200);
    assertThat(
            events
                .get(0)
                .path("requestContext")
                .path("authorizer")
                .path("jwt")
                .path("scopes")
                .isNull())
        .isTrue();
  }

  @Test
  void token_withoutTheScope_is403() throws Exception {
    String token = signIn.accessToken("asha", List.of(), List.of("outlay/read"));

    HttpResponse<String> response = get("/write", "Bearer " + token);

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo("{\"message\":\"Forbidden\"}");
    assertThat(events).isEmpty();
  }

  @Test
  void token_missing_is401() throws Exception {
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri("/write")).build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
  }

  @Test
  void token_twice_is401() throws Exception {
    String good = "Bearer " + signIn.accessToken("asha", List.of(), List.of("outlay/write"));

    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri("/write"))
                .header("Authorization", good)
                .header("Authorization", good)
                .build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void token_algNone_is401() throws Exception {
    assertUnauthorized("Bearer " + new PlainJWT(claims().build()).serialize());
    String payload = claims().build().toPayload().toBase64URL().toString();
    assertUnauthorized("Bearer eyJhbGciOiJub25lIn0." + payload + ".");
  }

  @Test
  void token_hs256WithThePublicKey_is401() throws Exception {
    byte[] publicKey = key.toRSAPublicKey().getEncoded();

    assertUnauthorized(
        "Bearer "
            + sign(claims().build(), JWSAlgorithm.HS256, key.getKeyID(), new MACSigner(publicKey)));
  }

  @Test
  void token_unknownKeyOrNone_is401() throws Exception {
    RSAKey other = new RSAKeyGenerator(2048).generate();
    JWTClaimsSet claims = claims().build();

    assertUnauthorized(
        "Bearer " + sign(claims, JWSAlgorithm.RS256, "other", new RSASSASigner(other)));
    assertUnauthorized(
        "Bearer " + sign(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(other)));
    assertUnauthorized("Bearer " + sign(claims, JWSAlgorithm.RS256, null, new RSASSASigner(key)));
  }

  @Test
  void token_expired_is401() throws Exception {
    assertUnauthorized(bearer(claims -> claims.expirationTime(seconds(-1))));
    assertUnauthorized(bearer(claims -> claims.expirationTime(null)));
  }

  @Test
  void token_notYetValid_is401() throws Exception {
    assertUnauthorized(bearer(claims -> claims.notBeforeTime(seconds(60))));
    assertUnauthorized(bearer(claims -> claims.issueTime(seconds(60))));
  }

  @Test
  void token_ofAnotherAudience_is401() throws Exception {
    assertUnauthorized(bearer(claims -> claims.claim("client_id", "other")));
    assertUnauthorized(bearer(claims -> claims.claim("client_id", null)));
    assertUnauthorized(bearer(claims -> claims.audience("other"))); // Then client_id is not asked.
    assertThat(
            get("/write", bearer(claims -> claims.audience(List.of("other", CLIENT)))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void token_ofAnotherIssuer_is401() throws Exception {
    assertUnauthorized(bearer(claims -> claims.issuer("https://evil.example")));
    assertUnauthorized(bearer(claims -> claims.issuer(null)));
  }

  @Test
  void token_changedOrGarbage_is401() throws Exception {
    String good = bearer(claims -> claims);
    String[] parts = good.split("\\.", -1);
    String admin = claims().subject("admin").build().toPayload().toBase64URL().toString();

    assertUnauthorized(parts[0] + "." + admin + "." + parts[2]);
    assertUnauthorized(parts[0] + "." + parts[1] + ".");
    assertUnauthorized("Bearer");
    assertUnauthorized("Bearer x.y.z");
    assertUnauthorized("Basic YTpi");
  }

  // ---------------------------------------------------------------- helpers

  private String publishedKeyId() throws Exception {
    JsonNode discovery =
        read(
            client
                .send(
                    HttpRequest.newBuilder(
                            URI.create(signIn.issuer() + "/.well-known/openid-configuration"))
                        .build(),
                    BodyHandlers.ofByteArray())
                .body());
    return JWKSet.load(URI.create(discovery.path("jwks_uri").asText()).toURL())
        .getKeys()
        .get(0)
        .getKeyID();
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("asha")
        .issuer(signIn.issuer().toString())
        .issueTime(seconds(-10))
        .expirationTime(seconds(600))
        .claim("client_id", CLIENT)
        .claim("scope", "outlay/write");
  }

  private static Date seconds(long fromNow) {
    return Date.from(Instant.now().plusSeconds(fromNow));
  }

  private String bearer(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    return "Bearer "
        + sign(
            change.apply(claims()).build(),
            JWSAlgorithm.RS256,
            key.getKeyID(),
            new RSASSASigner(key));
  }

  private static String sign(
      JWTClaimsSet claims, JWSAlgorithm algorithm, @Nullable String keyId, JWSSigner signer)
      throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
    token.sign(signer);
    return token.serialize();
  }

  private URI uri(String path) {
    return URI.create(api.uri() + path);
  }

  private HttpResponse<String> get(String path, String authorization)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).header("Authorization", authorization).build(),
        BodyHandlers.ofString());
  }

  private void assertUnauthorized(String authorization) throws Exception {
    HttpResponse<String> response = get("/write", authorization);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(events).isEmpty();
  }

  private static JsonNode read(byte[] json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (IOException notJson) {
      throw new IllegalStateException(notJson);
    }
  }
}
