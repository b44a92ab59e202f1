package outlay.local.signin;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * Plays a Cognito user pool with one client: login page, code flow with PKCE, refresh, discovery,
 * and keys, all below {@link #issuer()}. Whoever types a name is that user: it knows no passwords,
 * and is for one machine only.
 *
 * <p>At the login page the user is the token's {@code sub}, and in the groups that are ticked; a
 * field takes further claims as JSON, such as {@code {"email": "asha@work.example"}}. Without an
 * address, the user has one that is made of the name.
 */
public final class SignIn implements AutoCloseable {
  private static final String ISSUER_ID = "outlay";

  private final JdkServer server;
  private final String issuer;
  private final CognitoTokens tokens;

  private SignIn(JdkServer server, String issuer, CognitoTokens tokens) {
    this.server = server;
    this.issuer = issuer;
    this.tokens = tokens;
  }

  /**
   * Signs with a key of its own: tokens end with this process.
   *
   * @param port to listen on at 127.0.0.1, or 0 for any
   * @param clientId the only client that may sign people in
   * @param scopes what the client may ask for, beside OpenID's own
   */
  public static SignIn start(int port, String clientId, Set<String> scopes) {
    return start(port, clientId, scopes, List.of(), KeyFile.generate());
  }

  /**
   * As {@link #start(int, String, Set)}, with the key in {@code keyFile}, which is made if it is
   * missing. With the same port and file, tokens stay good over a restart.
   *
   * @throws UncheckedIOException if the port is taken, or the file is no key or cannot be written
   */
  public static SignIn start(int port, String clientId, Set<String> scopes, Path keyFile) {
    return start(port, clientId, scopes, List.of(), keyFile);
  }

  /**
   * As {@link #start(int, String, Set, Path)}, with a login page that offers groups.
   *
   * @param groups what users may say to be in
   */
  public static SignIn start(
      int port, String clientId, Set<String> scopes, List<String> groups, Path keyFile) {
    try {
      return start(port, clientId, scopes, groups, KeyFile.readOrCreate(keyFile));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static SignIn start(
      int port, String clientId, Set<String> scopes, List<String> groups, RSAKey file) {
    RSAKey key = new RSAKey.Builder(file).keyID(ISSUER_ID).build(); // As the server names it.
    HttpServer http = JdkServer.bind(port);
    String issuer = "http://127.0.0.1:" + http.getAddress().getPort() + "/" + ISSUER_ID;
    CognitoTokens tokens = new CognitoTokens(issuer, clientId, key, Clock.systemUTC());
    JdkServer server =
        new JdkServer(http, new CognitoEndpoints(clientId, scopes, tokens, new LoginPage(groups)));
    OAuth2TokenProvider provider = new OAuth2TokenProvider(new KeyProvider(List.<JWK>of(key)));
    new MockOAuth2Server(new OAuth2Config(true, null, null, false, provider, Set.of(), server))
        .start(http.getAddress().getAddress(), http.getAddress().getPort());
    return new SignIn(server, issuer, tokens);
  }

  /** As in the tokens' {@code iss}; discovery is below it. */
  public URI issuer() {
    return URI.create(issuer);
  }

  /**
   * Where a browser starts to sign in, without the query: {@code client_id}, {@code response_type},
   * {@code redirect_uri}, {@code scope}, {@code state}, and PKCE's two.
   */
  public URI loginPage() {
    return URI.create(issuer + "/authorize");
  }

  /** An access token as Cognito would give it to the user; good for an hour. */
  public String accessToken(String user, Collection<String> groups, Collection<String> scopes) {
    return tokens.access(user, groups, scopes);
  }

  @Override
  public void close() {
    server.close();
  }
}
