package outlay.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on tokens as an HTTP API's JWT authorizer does: RSA signatures only, by a key that the
 * issuer publishes under the token's {@code kid}; {@code iss}, {@code aud} or {@code client_id},
 * {@code exp}, {@code nbf}, {@code iat}, and the scopes of the route.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html">
 *     JWT authorizers for HTTP APIs</a>
 */
final class JwtVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(JwtVerifier.class);
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512);
  private static final String BEARER = "bearer ";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** So long are the last known keys good when the issuer does not answer. */
  private static final Duration OUTAGE = Duration.ofHours(1);

  /** In bytes. */
  private static final int LARGEST_KEY_SET = 100_000;

  private final JwtAuthorizer authorizer;
  private final Clock clock;
  private @Nullable JWKSource<SecurityContext> keys;

  JwtVerifier(JwtAuthorizer authorizer, Clock clock) {
    this.authorizer = authorizer;
    this.clock = clock;
  }

  /**
   * @param header all values of the identity header
   * @param required scopes of the route, of which the token must bear one; empty asks for none
   */
  Verdict decide(List<String> header, List<String> required) {
    if (header.size() != 1) {
      return new Verdict.Unauthorized(); // None, or two that could contradict each other.
    }
    String value = header.get(0).strip();
    boolean bearer = value.regionMatches(true, 0, BEARER, 0, BEARER.length());
    String token = bearer ? value.substring(BEARER.length()).strip() : value;
    try {
      return decide(SignedJWT.parse(token), required);
    } catch (ParseException | JOSEException | RuntimeException notGood) {
      // A token can be wrong in more ways than one can name: none of them is let in.
      LOG.atDebug().setCause(notGood).log("token_refused");
      return new Verdict.Unauthorized();
    }
  }

  private Verdict decide(SignedJWT token, List<String> required)
      throws ParseException, JOSEException {
    JWTClaimsSet claims = token.getJWTClaimsSet();
    if (!isSignedByIssuer(token) || !isForUsNow(claims)) {
      return new Verdict.Unauthorized();
    }
    List<String> granted = scopes(claims);
    List<String> matching = required.stream().filter(granted::contains).toList();
    if (matching.isEmpty() && !required.isEmpty()) {
      return new Verdict.Forbidden();
    }
    return new Verdict.Granted(asText(claims), matching);
  }

  private boolean isSignedByIssuer(SignedJWT token) throws JOSEException {
    JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
    String keyId = token.getHeader().getKeyID();
    if (!ALGORITHMS.contains(algorithm) || keyId == null) {
      return false;
    }
    JWKSelector selector =
        new JWKSelector(new JWKMatcher.Builder().keyType(KeyType.RSA).keyID(keyId).build());
    for (JWK key : keys().get(selector, null)) {
      if (key instanceof RSAKey rsa && token.verify(new RSASSAVerifier(rsa))) {
        return true;
      }
    }
    return false;
  }

  private boolean isForUsNow(JWTClaimsSet claims) throws ParseException {
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date notBefore = claims.getNotBeforeTime();
    Date issued = claims.getIssueTime();
    return authorizer.issuer().equals(claims.getIssuer())
        && isForAudience(claims)
        && expires != null
        && now.isBefore(expires.toInstant())
        && (notBefore == null || !now.isBefore(notBefore.toInstant()))
        && (issued == null || !now.isBefore(issued.toInstant()));
  }

  /** {@code client_id} counts only where there is no {@code aud}: Cognito's access tokens. */
  private boolean isForAudience(JWTClaimsSet claims) throws ParseException {
    List<String> audience = claims.getAudience();
    if (audience.isEmpty()) {
      String client = claims.getStringClaim("client_id");
      return client != null && authorizer.audience().contains(client);
    }
    return audience.stream().anyMatch(authorizer.audience()::contains);
  }

  private static List<String> scopes(JWTClaimsSet claims) {
    Object scopes = claims.getClaim("scope");
    if (scopes == null) {
      scopes = claims.getClaim("scp");
    }
    if (scopes instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return scopes == null ? List.of() : List.of(scopes.toString().strip().split("\\s+", -1));
  }

  /** As API Gateway writes them into the event: times in seconds, lists as {@code [a b]}. */
  private static Map<String, String> asText(JWTClaimsSet claims) {
    Map<String, String> text = new TreeMap<>();
    claims.toJSONObject().forEach((name, value) -> text.put(name, asText(value)));
    return text;
  }

  private static String asText(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(JwtVerifier::asText).collect(Collectors.joining(" ", "[", "]"))
        : String.valueOf(value);
  }

  /** The issuer is asked when the first token comes: it may start later than this API. */
  private synchronized JWKSource<SecurityContext> keys() throws JOSEException {
    if (keys == null) {
      try {
        // Caches for five minutes; an unknown key id asks again, at most twice in 30 seconds.
        keys =
            JWKSourceBuilder.<SecurityContext>create(jwksUri().toURL(), retriever())
                .retrying(true)
                .outageTolerant(OUTAGE.toMillis())
                .build();
      } catch (IOException unreachable) {
        LOG.atError()
            .setCause(unreachable)
            .addKeyValue("issuer", authorizer.issuer())
            .log("issuer_unreachable");
        throw new KeySourceException("The issuer cannot be reached", unreachable);
      }
    }
    return keys;
  }

  /** Nimbus's own gives up after half a second, which a busy machine may well take. */
  private static DefaultResourceRetriever retriever() {
    int millis = (int) PATIENCE.toMillis();
    return new DefaultResourceRetriever(millis, millis, LARGEST_KEY_SET);
  }

  private URI jwksUri() throws IOException {
    URI discovery = URI.create(authorizer.issuer() + "/.well-known/openid-configuration");
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    HttpRequest request = HttpRequest.newBuilder(discovery).timeout(PATIENCE).build();
    try {
      byte[] answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
      JsonNode document = new JsonMapper().readTree(answer);
      return URI.create(document.path("jwks_uri").asText());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking " + discovery, interrupted);
    }
  }
}
