package outlay.contract;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the API answered.
 *
 * @param headers by name, in any case; without those that a connection needs, such as {@code
 *     content-length}
 * @param body empty if there is none
 */
public record Answer(int status, Map<String, String> headers, String body) {
  public Answer {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = anyCase;
  }
}
