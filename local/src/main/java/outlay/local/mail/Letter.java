package outlay.local.mail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A mail in the inbox, without its content.
 *
 * @param id sorts by the order in which mails came
 * @param to the address that it was delivered to, in lower case
 */
record Letter(
    String id, String to, String from, String subject, Instant receivedAt, Stored stored) {
  /** Where the content is: in a file, or here. */
  @SuppressWarnings("ArrayRecordComponent") // Handed on as it is, never compared.
  record Stored(Optional<Path> file, byte[] bytes) {}
}
