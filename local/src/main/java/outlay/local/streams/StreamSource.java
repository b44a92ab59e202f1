package outlay.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A DynamoDB stream. Every method may be called again at any time. */
interface StreamSource {
  /**
   * Differs for each stream that ever was, also those of tables of the same name: the part of the
   * stream's ARN that is its time of creation.
   */
  String label() throws IOException;

  /** All shards that are not trimmed, in no particular order. */
  List<Shard> shards() throws IOException;

  /**
   * An iterator that starts at the oldest record, after the newest one, or after a given one.
   *
   * @throws Trimmed if the given record is no longer in the stream
   */
  String iterator(String shard, Start start) throws IOException, Trimmed;

  /**
   * Reads on.
   *
   * @throws Trimmed if the record at the iterator is no longer in the stream
   * @throws Expired if the iterator is too old; a new one serves
   */
  Page read(String iterator, int limit) throws IOException, Trimmed, Expired;

  /**
   * Where to start in a shard.
   *
   * @param type {@code TRIM_HORIZON}, {@code LATEST}, or {@code AFTER_SEQUENCE_NUMBER}
   */
  record Start(String type, Optional<String> sequenceNumber) {
    static final Start OLDEST = new Start("TRIM_HORIZON", Optional.empty());
    static final Start NEWEST = new Start("LATEST", Optional.empty());

    static Start after(String sequenceNumber) {
      return new Start("AFTER_SEQUENCE_NUMBER", Optional.of(sequenceNumber));
    }
  }

  /**
   * What was read.
   *
   * @param records as the API gives them, in order
   * @param next empty if the shard is closed and this was its end
   */
  record Page(List<JsonNode> records, Optional<String> next) {}

  /** What was asked for has left the stream: it was older than 24 hours. */
  final class Trimmed extends Exception {
    private static final long serialVersionUID = 1;

    Trimmed(Exception cause) {
      super(cause);
    }
  }

  /** The iterator was not used for 15 minutes. */
  final class Expired extends Exception {
    private static final long serialVersionUID = 1;

    Expired(Exception cause) {
      super(cause);
    }
  }
}
