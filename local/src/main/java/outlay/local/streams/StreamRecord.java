package outlay.local.streams;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A record of a stream, as the function gets it.
 *
 * @param sequenceNumber 21 to 40 digits
 * @param written to the second
 * @param json one of the event's {@code Records}, in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on as it is, never compared.
record StreamRecord(String sequenceNumber, Instant written, byte[] json) {
  /** Sequence numbers differ in length, so only as numbers are they in order. */
  BigInteger sequence() {
    return new BigInteger(sequenceNumber);
  }
}
