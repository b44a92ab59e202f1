package outlay.local.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Signs tokens with the claims that Cognito gives them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html">
 *     Understanding the access token</a>
 */
final class CognitoTokens {
  static final String GROUPS = "cognito:groups";
  private static final String MAIL_DOMAIN = "@outlay.example";
  private static final Duration LIFE = Duration.ofHours(1);

  private final String issuer;
  private final String clientId;
  private final RSAKey key;
  private final Clock clock;

  CognitoTokens(String issuer, String clientId, RSAKey key, Clock clock) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.key = key;
    this.clock = clock;
  }

  String access(String user, Collection<String> groups, Collection<String> scopes) {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
    if (!groups.isEmpty()) {
      claims.claim(GROUPS, List.copyOf(groups));
    }
    return access(claims, user, scopes);
  }

  /** The access token of a sign-in: what the login page was told of the user, in Cognito's form. */
  String access(String signedIn, Collection<String> scopes) {
    JWTClaimsSet given = parse(signedIn);
    // No aud, and nothing of the server's own.
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder(given)
            .audience((String) null)
            .notBeforeTime(null)
            .claim("azp", null)
            .claim("tid", null)
            .claim("nonce", null);
    return access(claims, given.getSubject(), scopes);
  }

  private String access(JWTClaimsSet.Builder claims, String user, Collection<String> scopes) {
    return sign(
        times(claims)
            .subject(user)
            .claim("username", user)
            .claim("client_id", clientId)
            .claim("token_use", "access")
            .claim("scope", String.join(" ", scopes)));
  }

  /** The ID token of a sign-in. It has no scope, so that no route takes it for an access token. */
  String id(String signedIn) {
    JWTClaimsSet given = parse(signedIn);
    return sign(
        times(new JWTClaimsSet.Builder(given))
            .audience(clientId)
            .notBeforeTime(null)
            .claim("azp", null)
            .claim("tid", null)
            .claim("cognito:username", given.getSubject())
            .claim("email", email(given))
            .claim("email_verified", true)
            .claim("token_use", "id"));
  }

  /** The claims of an access token that was signed here and is still good. */
  Optional<JWTClaimsSet> verified(String accessToken) {
    try {
      SignedJWT token = SignedJWT.parse(accessToken);
      JWTClaimsSet claims = token.getJWTClaimsSet();
      boolean good =
          token.verify(new RSASSAVerifier(key))
              && issuer.equals(claims.getIssuer())
              && "access".equals(claims.getStringClaim("token_use"))
              && claims.getExpirationTime().toInstant().isAfter(clock.instant());
      return good ? Optional.of(claims) : Optional.empty();
    } catch (ParseException | JOSEException notOurs) {
      return Optional.empty();
    }
  }

  /** The user's address: what the login page was told, or one that is made of the name. */
  static String email(JWTClaimsSet claims) {
    Object given = claims.getClaim("email");
    String user = claims.getSubject();
    if (given instanceof String email) {
      return email;
    }
    return user.contains("@") ? user : user.replaceAll("\\s+", ".") + MAIL_DOMAIN;
  }

  private JWTClaimsSet.Builder times(JWTClaimsSet.Builder claims) {
    Instant now = clock.instant();
    return claims
        .issuer(issuer)
        .issueTime(Date.from(now))
        .claim("auth_time", now.getEpochSecond())
        .expirationTime(Date.from(now.plus(LIFE)))
        .jwtID(UUID.randomUUID().toString());
  }

  private static JWTClaimsSet parse(String token) {
    try {
      return SignedJWT.parse(token).getJWTClaimsSet();
    } catch (ParseException notOurs) {
      throw new IllegalStateException("The server signed something that is no token", notOurs);
    }
  }

  private String sign(JWTClaimsSet.Builder claims) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID(key.getKeyID())
            .type(JOSEObjectType.JWT)
            .build();
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException noPrivateKey) {
      throw new IllegalStateException("The key cannot sign", noPrivateKey);
    }
  }
}
