package outlay.local.mail;

import java.util.Map;

/**
 * An e-mail to be sent.
 *
 * @param headers further ones
 */
public record Email(
    String from, String to, String subject, String text, Map<String, String> headers) {
  public Email {
    headers = Map.copyOf(headers);
  }
}
