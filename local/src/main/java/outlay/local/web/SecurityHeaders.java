package outlay.local.web;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What CloudFront tells browsers with every file of the page. Strict enough that nothing that a
 * user wrote could ever run: no inline script or style, no frame, and no sink that takes a string
 * for markup.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy</a>
 */
public final class SecurityHeaders {
  private SecurityHeaders() {}

  /**
   * By name, in lower case.
   *
   * @param connect the origins that the page may call beside its own
   */
  public static Map<String, String> of(List<URI> connect) {
    return Map.of(
        "content-security-policy", policy(connect),
        "x-content-type-options", "nosniff",
        "x-frame-options", "DENY",
        "referrer-policy", "no-referrer",
        "cross-origin-opener-policy", "same-origin",
        "permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()");
  }

  private static String policy(List<URI> connect) {
    StringBuilder sources = new StringBuilder("'self'");
    connect.forEach(origin -> sources.append(' ').append(origin));
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "connect-src " + sources,
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types vendor");
  }
}
