package outlay.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * A stream with several shards, and pollers that deliver as badly as Lambda may: batches twice,
 * suffixes again, late, after later ones, out of order; and again from the lowest sequence number
 * that a function named.
 */
final class SimulatedStream {
  private static final int MAX_DIGITS = 40;

  private final Random random;
  private final List<Deque<DynamodbStreamRecord>> shards = new ArrayList<>();
  private final List<List<DynamodbStreamRecord>> again = new ArrayList<>();
  private BigInteger sequence;
  private int digits = 22;
  private int added;
  private boolean closed;

  SimulatedStream(Random random, int shards) {
    this.random = random;
    this.sequence = BigInteger.TEN.pow(21).subtract(BigInteger.valueOf(1 + random.nextInt(40)));
    for (int i = 0; i < shards; i++) {
      this.shards.add(new ArrayDeque<>());
    }
  }

  /** Adds a record under the next sequence number, to the shard of its user. */
  void add(String userId, Function<String, DynamodbStreamRecord> record) {
    sequence = sequence.add(BigInteger.valueOf(1 + random.nextInt(3)));
    if (++added % 100 == 0 && digits < MAX_DIGITS) {
      // On to where the numbers get a digit more, which text compares wrongly.
      sequence = BigInteger.TEN.pow(digits++).subtract(BigInteger.valueOf(random.nextInt(40)));
    }
    shards
        .get(Math.floorMod(userId.hashCode(), shards.size()))
        .add(record.apply(sequence.toString()));
  }

  /** Nothing will be added any more. */
  void close() {
    closed = true;
  }

  /** Whether everything that was added so far is delivered. */
  boolean isEmpty() {
    return again.isEmpty() && shards.stream().allMatch(Deque::isEmpty);
  }

  /** Delivers one batch, if there is any; false once all were delivered. */
  boolean deliver(Function<DynamodbEvent, StreamsEventResponse> function) {
    List<DynamodbStreamRecord> batch = next();
    if (batch.isEmpty()) {
      return !closed || !isEmpty();
    }
    if (random.nextInt(6) == 0) {
      again.add(batch.subList(random.nextInt(batch.size()), batch.size()));
    }
    DynamodbEvent event = new DynamodbEvent();
    event.setRecords(batch);
    try {
      function
          .apply(event)
          .getBatchItemFailures()
          .forEach(failure -> again.add(from(batch, failure.getItemIdentifier())));
    } catch (IllegalStateException died) {
      again.add(batch); // As when the function's process was killed.
    }
    return true;
  }

  private List<DynamodbStreamRecord> next() {
    if (!again.isEmpty() && random.nextBoolean()) {
      return again.remove(random.nextInt(again.size()));
    }
    Deque<DynamodbStreamRecord> shard = shards.get(random.nextInt(shards.size()));
    List<DynamodbStreamRecord> batch = new ArrayList<>();
    int size = 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 8);
    while (!shard.isEmpty() && batch.size() < size) {
      batch.add(shard.remove());
    }
    if (random.nextInt(10) == 0) {
      Collections.shuffle(batch, random);
    }
    return batch;
  }

  /** Like Lambda: what comes before the lowest failed number in the shard is done with. */
  private static List<DynamodbStreamRecord> from(
      List<DynamodbStreamRecord> batch, String lowestFailed) {
    BigInteger lowest = new BigInteger(lowestFailed);
    return batch.stream()
        .filter(record -> number(record).compareTo(lowest) >= 0)
        .sorted(Comparator.comparing(SimulatedStream::number))
        .toList();
  }

  private static BigInteger number(DynamodbStreamRecord record) {
    return new BigInteger(record.getDynamodb().getSequenceNumber());
  }
}
