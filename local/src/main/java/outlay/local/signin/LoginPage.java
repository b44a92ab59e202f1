package outlay.local.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import outlay.local.edge.Xml;

/**
 * Where a browser signs in: a name, and the groups that the user is in. The server's own page asks
 * for claims in JSON, and wants a font from the internet.
 */
final class LoginPage {
  private static final JsonMapper JSON = new JsonMapper();

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --bg: #f6f6f3; --card: #fff; --ink: #191c1e; --ink-2: #5a6065;
        --line: #8b9093; --soft: #e3e3dd; --accent: #0b6b5d; --on: #fff; }
      @media (prefers-color-scheme: dark) { :root { --bg: #0f1312; --card: #171c1b; --ink: #e8ecea;
        --ink-2: #a4aeac; --line: #74807d; --soft: #2a3230; --accent: #5fcdb6; --on: #05231d; } }
      * { box-sizing: border-box; }
      body { margin: 0; min-height: 100dvh; display: grid; place-items: center; padding: 1rem;
        font: 1rem/1.5 system-ui, sans-serif; background: var(--bg); color: var(--ink); }
      main { width: min(24rem, 100%); padding: 1.75rem; border: 1px solid var(--soft);
        border-radius: 16px; background: var(--card); }
      h1 { margin: 0 0 .25rem; font-size: 1.375rem; letter-spacing: -.02em; }
      p { margin: 0 0 1.25rem; color: var(--ink-2); font-size: .9375rem; }
      label { display: block; font-weight: 550; font-size: .9375rem; }
      input[type=text], textarea { width: 100%; margin: .25rem 0 1rem; padding: .6rem .75rem; font: inherit;
        color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 9px; }
      fieldset { margin: 0 0 1rem; padding: 0; border: 0; }
      legend { padding: 0; font-weight: 550; font-size: .9375rem; }
      fieldset label { display: inline-flex; gap: .4rem; align-items: center; margin: .25rem 1rem 0 0;
        font-weight: 400; }
      input[type=checkbox] { width: 1.1rem; height: 1.1rem; accent-color: var(--accent); }
      details { margin: 0 0 1.25rem; font-size: .9375rem; } summary { color: var(--ink-2); cursor: pointer; }
      button { width: 100%; min-height: 2.75rem; border: 0; border-radius: 9px; font: inherit;
        font-weight: 600; background: var(--accent); color: var(--on); cursor: pointer; }
      :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
      """;

  private final List<String> groups;

  /** Of a user pool with these groups. */
  LoginPage(List<String> groups) {
    this.groups = List.copyOf(groups);
  }

  /** The page, which posts to the address that it was asked for at. */
  OAuth2HttpResponse html(HttpUrl styleSheet, @Nullable String redirectUri) {
    String boxes =
        groups.stream()
            .map(Xml::escaped)
            .map(
                "<label><input type=\"checkbox\" name=\"group\" value=\"%1$s\">%1$s</label>"
                    ::formatted)
            .collect(Collectors.joining("\n"));
    String html =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sign in</title>
        <link rel="stylesheet" href="%s">
        </head>
        <body>
        <main>
        <h1>Sign in</h1>
        <p>On this machine, whoever gives a name is that user: no password is asked for.</p>
        <form method="post">
        <label for="username">Name</label>
        <input type="text" id="username" name="username" required autofocus autocomplete="username">
        %s
        <details><summary>Further claims</summary>
        <label for="claims">JSON</label>
        <textarea id="claims" name="claims" rows="4" spellcheck="false"></textarea></details>
        <button type="submit">Sign in</button>
        </form>
        </main>
        </body>
        </html>
        """
            .formatted(
                styleSheet.encodedPath(),
                boxes.isEmpty()
                    ? ""
                    : "<fieldset><legend>Groups</legend>\n" + boxes + "</fieldset>");
    return answer("text/html; charset=utf-8", html, policy(redirectUri));
  }

  /** A form may lead on to where the code goes, which is all that the policy must know. */
  private static String policy(@Nullable String redirectUri) {
    @Nullable HttpUrl redirect = redirectUri == null ? null : HttpUrl.parse(redirectUri);
    String back =
        redirect == null
            ? ""
            : " %s://%s:%d".formatted(redirect.scheme(), redirect.host(), redirect.port());
    return "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
        + back;
  }

  OAuth2HttpResponse styleSheet() {
    return answer("text/css; charset=utf-8", STYLE, "default-src 'none'");
  }

  private static OAuth2HttpResponse answer(String type, String text, String policy) {
    Headers headers =
        Headers.of(
            "Content-Type", type,
            "Content-Security-Policy", policy,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");
    return new OAuth2HttpResponse(headers, 200, text, null);
  }

  /**
   * The form as the server understands it: with the chosen groups among the claims.
   *
   * @param claims as typed
   * @return the form, encoded; as typed if that is no JSON object, which the server then refuses
   */
  static String form(String user, String claims, List<String> chosen) {
    return "username=%s&claims=%s".formatted(encoded(user), encoded(withGroups(claims, chosen)));
  }

  private static String withGroups(String claims, List<String> chosen) {
    if (chosen.isEmpty()) {
      return claims;
    }
    try {
      JsonNode typed = JSON.readTree(claims.isBlank() ? "{}" : claims);
      if (!(typed instanceof ObjectNode object)) {
        return claims;
      }
      ArrayNode all = object.withArray(CognitoTokens.GROUPS);
      chosen.forEach(all::add);
      return object.toString();
    } catch (JsonProcessingException notJson) {
      return claims;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
