package outlay.local.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Makes the server answer as Cognito does: for one client only, with the scopes that were asked for
 * at the login page and that the client may have, and with Cognito's claims.
 */
final class CognitoEndpoints {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;

  /** Sign-ins not finished, and refresh tokens, whose scopes are remembered. */
  private static final int REMEMBERED = 10_000;

  /** What every client may ask for. */
  private static final Set<String> OPEN_ID = Set.of("openid", "email", "profile", "phone");

  private final String clientId;
  private final Set<String> scopes;
  private final CognitoTokens tokens;
  private final LoginPage loginPage;
  private final Map<String, Set<String>> granted =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
          return size() > REMEMBERED;
        }
      };

  CognitoEndpoints(String clientId, Set<String> scopes, CognitoTokens tokens, LoginPage loginPage) {
    this.clientId = clientId;
    this.scopes = new TreeSet<>(scopes);
    this.tokens = tokens;
    this.loginPage = loginPage;
  }

  OAuth2HttpResponse handle(
      OAuth2HttpRequest request, Function<OAuth2HttpRequest, OAuth2HttpResponse> server) {
    String path = request.getOriginalUrl().encodedPath();
    if (path.endsWith("/authorize")) {
      return authorize(request, server);
    }
    if (path.endsWith("/login.css")) {
      return loginPage.styleSheet();
    }
    if (path.endsWith("/token") && request.getMethod().equals("POST")) {
      return token(request, server);
    }
    if (path.endsWith("/userinfo")) {
      return userInfo(request);
    }
    return server.apply(request);
  }

  /**
   * As Cognito's: only for a token with the scope {@code openid}, the address only with {@code
   * email}, and truth as a text.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html">The
   *     userInfo endpoint</a>
   */
  private OAuth2HttpResponse userInfo(OAuth2HttpRequest request) {
    @Nullable String header = request.getHeaders().get("Authorization");
    String token = header == null ? "" : header.replaceFirst("(?i)^bearer +", "");
    Optional<JWTClaimsSet> claims =
        tokens.verified(token).filter(each -> scopes(each).contains("openid"));
    if (claims.isEmpty()) {
      return error(UNAUTHORIZED, "invalid_token");
    }
    ObjectNode user = JSON.createObjectNode();
    user.put("sub", claims.get().getSubject()).put("username", claims.get().getSubject());
    if (scopes(claims.get()).contains("email")) {
      user.put("email", CognitoTokens.email(claims.get())).put("email_verified", "true");
    }
    return answer(OK, user.toString());
  }

  private static List<String> scopes(JWTClaimsSet claims) {
    return claims.getClaim("scope") instanceof String scopes
        ? List.of(scopes.split(" ", -1))
        : List.of();
  }

  private OAuth2HttpResponse authorize(
      OAuth2HttpRequest request, Function<OAuth2HttpRequest, OAuth2HttpResponse> server) {
    HttpUrl url = request.getOriginalUrl();
    if (!clientId.equals(url.queryParameter("client_id"))) {
      return error("invalid_client");
    }
    boolean isForm = request.getMethod().equals("POST");
    OAuth2HttpResponse response = server.apply(isForm ? asServerKnows(request) : request);
    if (response.getStatus() == 200 && !isForm) {
      return loginPage.html(sibling(url, "login.css"), url.queryParameter("redirect_uri"));
    }
    @Nullable String location = response.getHeaders().get("Location");
    @Nullable HttpUrl redirect = location == null ? null : HttpUrl.parse(location);
    @Nullable String code = redirect == null ? null : redirect.queryParameter("code");
    if (code != null) {
      remember(code, allowed(url.queryParameter("scope")));
    }
    return response;
  }

  private static OAuth2HttpRequest asServerKnows(OAuth2HttpRequest request) {
    Map<String, String> form = form(request.getBody());
    String body =
        LoginPage.form(
            form.getOrDefault("username", ""),
            form.getOrDefault("claims", ""),
            values(request.getBody(), "group"));
    return new OAuth2HttpRequest(
        request.getHeaders(), request.getMethod(), request.getOriginalUrl(), body);
  }

  private static HttpUrl sibling(HttpUrl url, String name) {
    return url.newBuilder().setPathSegment(url.pathSize() - 1, name).query(null).build();
  }

  private OAuth2HttpResponse token(
      OAuth2HttpRequest request, Function<OAuth2HttpRequest, OAuth2HttpResponse> server) {
    Map<String, String> form = form(request.getBody());
    if (!clientId.equals(form.getOrDefault("client_id", clientId))) {
      return error("invalid_client");
    }
    OAuth2HttpResponse response = server.apply(request);
    @Nullable String body = response.getBody();
    return response.getStatus() == 200 && body != null
        ? asCognito(response, body, grantedTo(form))
        : response;
  }

  private OAuth2HttpResponse asCognito(
      OAuth2HttpResponse response, String body, Set<String> scopes) {
    try {
      ObjectNode answer = (ObjectNode) JSON.readTree(body);
      answer.put("access_token", tokens.access(answer.path("access_token").asText(), scopes));
      if (answer.hasNonNull("id_token")) {
        answer.put("id_token", tokens.id(answer.path("id_token").asText()));
      }
      JsonNode refresh = answer.path("refresh_token");
      if (refresh.isTextual()) {
        remember(refresh.textValue(), scopes);
      }
      answer.remove("scope"); // Cognito does not repeat it.
      return new OAuth2HttpResponse(
          response.getHeaders(), response.getStatus(), JSON.writeValueAsString(answer), null);
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException("The server's token answer is not JSON", notJson);
    }
  }

  private synchronized Set<String> grantedTo(Map<String, String> form) {
    String code = form.getOrDefault("code", "");
    String refresh = form.getOrDefault("refresh_token", "");
    if (granted.containsKey(code)) {
      return granted.getOrDefault(code, scopes);
    }
    return granted.getOrDefault(refresh, allowed(form.get("scope")));
  }

  private synchronized void remember(String key, Set<String> scopes) {
    granted.put(key, scopes);
  }

  /** Who asks for none gets all that the client may have. */
  private Set<String> allowed(@Nullable String asked) {
    if (asked == null || asked.isBlank()) {
      return scopes;
    }
    Set<String> allowed = new TreeSet<>(List.of(asked.strip().split("\\s+", -1)));
    allowed.removeIf(scope -> !scopes.contains(scope) && !OPEN_ID.contains(scope));
    return allowed;
  }

  private static Map<String, String> form(@Nullable String body) {
    Map<String, String> form = new LinkedHashMap<>();
    pairs(body).forEach(pair -> form.put(pair.getKey(), pair.getValue()));
    return form;
  }

  private static List<String> values(@Nullable String body, String name) {
    return pairs(body).filter(pair -> pair.getKey().equals(name)).map(Map.Entry::getValue).toList();
  }

  private static Stream<Map.Entry<String, String>> pairs(@Nullable String body) {
    Stream<String> pairs = body == null ? Stream.empty() : Arrays.stream(body.split("&", -1));
    return pairs
        .filter(pair -> pair.contains("="))
        .map(
            pair -> {
              int equals = pair.indexOf('=');
              return Map.entry(
                  URLDecoder.decode(pair.substring(0, equals), UTF_8),
                  URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            });
  }

  private static OAuth2HttpResponse error(String code) {
    return error(BAD_REQUEST, code);
  }

  private static OAuth2HttpResponse error(int status, String code) {
    return answer(status, "{\"error\":\"" + code + "\"}");
  }

  private static OAuth2HttpResponse answer(int status, String body) {
    return new OAuth2HttpResponse(
        Headers.of("Content-Type", "application/json", "Access-Control-Allow-Origin", "*"),
        status,
        body,
        null);
  }
}
