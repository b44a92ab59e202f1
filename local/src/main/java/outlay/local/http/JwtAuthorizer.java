package outlay.local.http;

import java.util.Set;

/**
 * Which tokens are good.
 *
 * @param name as routes refer to it
 * @param identityHeader the header that bears the token, usually {@code Authorization}
 * @param issuer must equal the token's {@code iss}; its keys are found by <a
 *     href="https://openid.net/specs/openid-connect-discovery-1_0.html">discovery</a>
 * @param audience one of these must be the token's {@code aud}, or its {@code client_id} where it
 *     has no {@code aud}
 */
public record JwtAuthorizer(
    String name, String identityHeader, String issuer, Set<String> audience) {
  public JwtAuthorizer {
    audience = Set.copyOf(audience);
  }
}
