package outlay.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A stream whose shards split, whose iterators expire, and whose records are trimmed, on command.
 * An iterator is {@code shard/index}.
 */
final class FakeStream implements StreamSource {
  private static final class Content {
    private final Optional<String> parent;
    private final List<JsonNode> records = new ArrayList<>();
    private int trimmed;
    private boolean closed;

    Content(Optional<String> parent) {
      this.parent = parent;
    }
  }

  private final Map<String, Content> shards = new LinkedHashMap<>();
  private final List<Long> emptyLooks = new CopyOnWriteArrayList<>();
  private volatile Duration lookTakes = Duration.ZERO;
  private boolean expireNext;
  private boolean failNext;

  synchronized void shard(String id, String... parent) {
    shards.put(id, new Content(List.of(parent).stream().findFirst()));
  }

  /** A change of an item; without a key, of none in particular. */
  synchronized void add(String shard, String number, String eventName, String... key) {
    ObjectNode record = Records.JSON.createObjectNode();
    record.put("eventID", "e" + number).put("eventName", eventName);
    ObjectNode change =
        record
            .putObject("dynamodb")
            .put("ApproximateCreationDateTime", 1_769_083_200)
            .put("SequenceNumber", number);
    for (String id : key) {
      change.putObject("Keys").putObject("id").put("S", id);
    }
    content(shard).records.add(record);
  }

  synchronized void close(String shard) {
    content(shard).closed = true;
  }

  /** The first {@code count} records are gone. */
  synchronized void trim(String shard, int count) {
    content(shard).trimmed = count;
  }

  synchronized void expireNextIterator() {
    expireNext = true;
  }

  void lookTakes(Duration duration) {
    lookTakes = duration;
  }

  /** When looks that found nothing ended, by {@link System#nanoTime}. */
  List<Long> emptyLooks() {
    return List.copyOf(emptyLooks);
  }

  synchronized void failNextRead() {
    failNext = true;
  }

  @Override
  public String label() {
    return "2026-01-22T12:00:00.000";
  }

  @Override
  public synchronized List<Shard> shards() {
    return shards.entrySet().stream()
        .map(entry -> new Shard(entry.getKey(), entry.getValue().parent))
        .toList();
  }

  @Override
  public synchronized String iterator(String shard, Start start) throws Trimmed {
    Content content = content(shard);
    return switch (start.type()) {
      case "TRIM_HORIZON" -> shard + "/" + content.trimmed;
      case "LATEST" -> shard + "/" + content.records.size();
      default -> shard + "/" + after(content, start.sequenceNumber().orElseThrow());
    };
  }

  @Override
  public Page read(String iterator, int limit) throws IOException, Trimmed, Expired {
    try {
      Thread.sleep(lookTakes.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("closing").initCause(e);
    }
    Page page = page(iterator, limit);
    if (page.records().isEmpty()) {
      emptyLooks.add(System.nanoTime());
    }
    return page;
  }

  private synchronized Page page(String iterator, int limit) throws IOException, Trimmed, Expired {
    if (failNext) {
      failNext = false;
      throw new IOException("connection reset");
    }
    if (expireNext) {
      expireNext = false;
      throw new Expired(new IOException("iterator expired"));
    }
    String shard = iterator.substring(0, iterator.lastIndexOf('/'));
    int from = Integer.parseInt(iterator.substring(iterator.lastIndexOf('/') + 1));
    Content content = content(shard);
    if (from < content.trimmed) {
      throw new Trimmed(new IOException("trimmed"));
    }
    int to = Math.min(content.records.size(), from + limit);
    boolean ended = content.closed && to == content.records.size();
    return new Page(
        List.copyOf(content.records.subList(from, to)),
        ended ? Optional.empty() : Optional.of(shard + "/" + to));
  }

  private static int after(Content content, String number) throws Trimmed {
    for (int i = 0; i < content.records.size(); i++) {
      if (Records.sequenceNumber(content.records.get(i)).equals(number)) {
        if (i < content.trimmed) {
          throw new Trimmed(new IOException("trimmed"));
        }
        return i + 1;
      }
    }
    throw new IllegalStateException("no record " + number);
  }

  private Content content(String shard) {
    Content content = shards.get(shard);
    if (content == null) {
      throw new IllegalStateException("no shard " + shard);
    }
    return content;
  }
}
