package outlay.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/**
 * Asks the issuer's user info endpoint with the user's own token. Where that is, the issuer's
 * discovery document says; it is read once. So it is the same on AWS and on one machine, and no
 * permission in the user pool is needed.
 *
 * <p>The token must bear the scopes {@code openid} and {@code email}. That it is for this user is
 * checked again: an answer about another {@code sub} is not used.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#UserInfo">OpenID Connect
 *     Core, section 5.3</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html">Cognito's
 *     user info endpoint</a>
 */
final class OpenIdProfiles implements Profiles {
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int MAX_BYTES = 64 * 1024;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final JsonFactory JSON = new JsonFactory();

  private final URI issuer;
  private volatile @Nullable URI endpoint;

  /**
   * Asks nothing yet.
   *
   * @param issuer as in the tokens
   */
  OpenIdProfiles(URI issuer) {
    this.issuer = issuer;
  }

  @Override
  public Optional<String> verifiedEmail(String userId, String authorization) {
    Map<String, String> claims = get(endpoint(), authorization);
    if (!userId.equals(claims.get("sub"))) {
      throw new IllegalStateException("the user info is about somebody else");
    }
    // Cognito writes a text, the standard says true.
    return "true".equals(claims.get("email_verified"))
        ? Optional.ofNullable(claims.get("email")).filter(email -> !email.isEmpty())
        : Optional.empty();
  }

  /** Two at once may both read it, and find the same. */
  private URI endpoint() {
    URI known = endpoint;
    if (known == null) {
      Map<String, String> discovery =
          get(URI.create(issuer + "/.well-known/openid-configuration"), null);
      String found = discovery.get("userinfo_endpoint");
      if (found == null) {
        throw new IllegalStateException("the issuer names no user info endpoint: has it a domain?");
      }
      known = URI.create(found);
      endpoint = known;
    }
    return known;
  }

  private static Map<String, String> get(URI uri, @Nullable String authorization) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false); // A token goes nowhere else.
      connection.setRequestProperty("Accept", "application/json");
      if (authorization != null) {
        connection.setRequestProperty("Authorization", authorization);
      }
      int status = connection.getResponseCode();
      if (status != OK) {
        connection.disconnect();
        throw refused(uri, status);
      }
      try (InputStream body = connection.getInputStream()) {
        return members(new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
      }
    } catch (IOException notReached) {
      throw new Refusal(
          Reason.UNAVAILABLE, "The sign-in did not answer in time; try again.", notReached);
    }
  }

  private static RuntimeException refused(URI uri, int status) {
    return switch (status) {
      case UNAUTHORIZED, FORBIDDEN ->
          new Refusal(
              Reason.EMAIL_NOT_VERIFIED,
              "The token does not show your address: sign in with the scopes openid and email.");
      case TOO_MANY_REQUESTS -> new Refusal(Reason.THROTTLED, "The sign-in is busy; try again.");
      default ->
          new Refusal(
              Reason.UNAVAILABLE,
              "The sign-in does not answer right now; try again.",
              new IOException(uri + " answered " + status));
    };
  }

  /** The members of an object that are texts or truth values, as texts. */
  private static Map<String, String> members(String body) throws IOException {
    Map<String, String> members = new HashMap<>();
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_STRING || value.isBoolean()) {
          members.put(name, json.getText());
        }
        json.skipChildren();
      }
    }
    return members;
  }
}
