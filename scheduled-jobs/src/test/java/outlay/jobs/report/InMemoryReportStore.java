package outlay.jobs.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Objects in memory. Behaves as {@link ReportStoreContract} demands. */
final class InMemoryReportStore implements ReportStore {
  private static final class Stored {
    final byte[] bytes;
    final String tag;
    final @Nullable String sha256;

    Stored(byte[] bytes, String tag, @Nullable String sha256) {
      this.bytes = bytes;
      this.tag = tag;
      this.sha256 = sha256;
    }
  }

  private final Map<String, Stored> objects = new TreeMap<>();
  private long writes;

  private void store(String key, byte[] bytes, @Nullable String sha256) {
    writes++;
    objects.put(key, new Stored(bytes.clone(), "tag-" + writes, sha256));
  }

  /** All objects as text, by key. */
  synchronized SortedMap<String, String> texts() {
    TreeMap<String, String> texts = new TreeMap<>();
    objects.forEach(
        (key, object) -> texts.put(key, new String(object.bytes, StandardCharsets.UTF_8)));
    return texts;
  }

  synchronized byte[] bytes(String key) {
    return stored(key).bytes.clone();
  }

  private Stored stored(String key) {
    Stored stored = objects.get(key);
    if (stored == null) {
      throw new Missing(key);
    }
    return stored;
  }

  @Override
  public synchronized Optional<Document> read(String key) {
    return Optional.ofNullable(objects.get(key))
        .map(object -> new Document(new String(object.bytes, StandardCharsets.UTF_8), object.tag));
  }

  @Override
  public synchronized byte[] read(String key, int from, int length) {
    return Arrays.copyOfRange(stored(key).bytes, from, from + length);
  }

  @Override
  public synchronized void put(String key, byte[] bytes, String contentType) {
    store(key, bytes, null);
  }

  @Override
  public synchronized boolean create(String key, String text) {
    if (objects.containsKey(key)) {
      return false;
    }
    store(key, text.getBytes(StandardCharsets.UTF_8), null);
    return true;
  }

  @Override
  public synchronized boolean replace(String key, String text, String tag) {
    Stored stored = objects.get(key);
    if (stored == null || !stored.tag.equals(tag)) {
      return false;
    }
    store(key, text.getBytes(StandardCharsets.UTF_8), null);
    return true;
  }

  @Override
  public Upload upload(String key, String contentType) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new Upload() {
      @Override
      public void write(int value) {
        bytes.write(value);
      }

      @Override
      public void write(byte[] source, int offset, int length) {
        bytes.write(source, offset, length);
      }

      @Override
      void complete() {
        put(key, bytes.toByteArray(), contentType);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public synchronized void copy(String from, String to, String contentType, String sha256) {
    store(to, stored(from).bytes, sha256);
  }

  @Override
  public synchronized Optional<String> noted(String key) {
    return Optional.ofNullable(objects.get(key)).map(object -> object.sha256);
  }

  @Override
  public synchronized void delete(Collection<String> keys) {
    keys.forEach(objects::remove);
  }
}
