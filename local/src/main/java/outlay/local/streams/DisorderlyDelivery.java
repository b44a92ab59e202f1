package outlay.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.lambda.Invoker;

/**
 * Delivers batches, and as {@link Disorder} wants it more than once, in another order, or not at
 * all. Each record is handled or given up at least once before it counts as settled, unless it is
 * discarded.
 */
final class DisorderlyDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(DisorderlyDelivery.class);
  private static final int MOST_KEPT = 100;

  private final Mapping mapping;
  private final Invoker invoker;
  private final Delivery delivery;
  private final Disorder disorder;
  private final Deque<List<StreamRecord>> kept = new ArrayDeque<>();

  DisorderlyDelivery(Mapping mapping, Invoker invoker, Delivery delivery, Disorder disorder) {
    this.mapping = mapping;
    this.invoker = invoker;
    this.delivery = delivery;
    this.disorder = disorder;
  }

  /** See {@link Delivery#deliver}. */
  void deliver(String shard, List<StreamRecord> batch, Consumer<String> settled)
      throws InterruptedException {
    Disorder.Draw draw = disorder.draw(mapping.id());
    if (draw.discarded()) {
      settled.accept(batch.get(batch.size() - 1).sequenceNumber());
      return;
    }
    List<StreamRecord> all = List.copyOf(batch);
    Thread twin = draw.atOnce() ? twin(all) : null;
    if (draw.split()) {
      for (List<StreamRecord> part : shuffled(all, draw)) {
        delivery.deliver(shard, part, draw, upTo -> {});
      }
      settled.accept(all.get(all.size() - 1).sequenceNumber());
    } else {
      delivery.deliver(shard, all, draw, settled);
    }
    if (twin != null) {
      twin.join();
    }
    if (draw.again()) {
      repeat(draw.suffix(all));
    }
    repeatKept();
    if (draw.later()) {
      keep(draw.suffix(all));
    }
  }

  private Thread twin(List<StreamRecord> records) {
    Thread twin = new Thread(() -> repeat(records), "twin-" + mapping.id());
    twin.setDaemon(true);
    twin.start();
    return twin;
  }

  private void keep(List<StreamRecord> records) {
    synchronized (kept) {
      if (kept.size() < MOST_KEPT) {
        kept.add(records);
      }
    }
  }

  private void repeatKept() {
    List<StreamRecord> records;
    synchronized (kept) {
      records = kept.poll();
    }
    if (records != null) {
      repeat(records);
    }
  }

  /** Whatever becomes of it: these records are handled otherwise. */
  private void repeat(List<StreamRecord> records) {
    try {
      invoker.invoke(mapping.function(), Records.event(records));
    } catch (RuntimeException notInvoked) {
      LOG.atDebug().setCause(notInvoked).addKeyValue("mapping", mapping.id()).log("not_repeated");
    }
  }

  /** An item's records together, in their order; items in any. */
  private static List<List<StreamRecord>> shuffled(List<StreamRecord> batch, Disorder.Draw draw) {
    Map<String, List<StreamRecord>> items = new LinkedHashMap<>();
    for (StreamRecord record : batch) {
      items.computeIfAbsent(key(record), any -> new ArrayList<>()).add(record);
    }
    List<List<StreamRecord>> left = new ArrayList<>(items.values());
    List<List<StreamRecord>> parts = new ArrayList<>();
    while (!left.isEmpty()) {
      // Several items of a shard make a batch.
      List<StreamRecord> part = new ArrayList<>();
      for (int more = draw.below(left.size()); more >= 0; more--) {
        part.addAll(left.remove(draw.below(left.size())));
      }
      part.sort((a, b) -> a.sequence().compareTo(b.sequence()));
      parts.add(part);
    }
    return parts;
  }

  private static String key(StreamRecord record) {
    try {
      JsonNode json = Records.JSON.readTree(record.json());
      return json.path("dynamodb").path("Keys").toString();
    } catch (IOException ours) {
      throw new UncheckedIOException(ours);
    }
  }
}
