package outlay.local.sns;

/**
 * A message attribute.
 *
 * @param type {@code String}, {@code String.Array}, {@code Number}, or {@code Binary}, perhaps with
 *     a label after a dot
 * @param value text; Base64 if binary
 */
public record Attribute(String type, String value) {}
