package outlay.streams;

import java.util.Optional;

/**
 * Something that a function could not do and that trying again would not help.
 *
 * @param function the function's name
 * @param userId whose; empty if the record does not say
 * @param date of which day; empty if it is about none, or the record does not say
 * @param eventId of the stream record that led there
 * @param sequenceNumber of that record
 * @param cause what is wrong, without a user's words or amounts
 */
record Failure(
    String function,
    Optional<String> userId,
    Optional<String> date,
    Optional<String> eventId,
    Optional<String> sequenceNumber,
    String cause) {}
