package outlay.local.sns;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All subscriptions, in the order in which they were made. Those that calls made are kept in a
 * file; those of the template are made anew at each start.
 */
final class Subscriptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<Path> file;
  private final Map<String, Subscription> byArn = new LinkedHashMap<>();

  Subscriptions(Optional<Path> file) throws IOException {
    this.file = file;
    if (file.isPresent() && Files.exists(file.get())) {
      List<Subscription> kept =
          JSON.readValue(file.get().toFile(), new TypeReference<List<Subscription>>() {});
      kept.forEach(subscription -> byArn.put(subscription.arn(), subscription));
    }
  }

  /** Adds it, or takes the place of the one with its ARN; durable when this returns. */
  synchronized void put(Subscription subscription) {
    byArn.put(subscription.arn(), subscription);
    save();
  }

  /** Removes it if it is there; durable when this returns. */
  synchronized Optional<Subscription> remove(String arn) {
    Optional<Subscription> removed = Optional.ofNullable(byArn.remove(arn));
    save();
    return removed;
  }

  synchronized Optional<Subscription> find(String arn) {
    return Optional.ofNullable(byArn.get(arn));
  }

  synchronized List<Subscription> all() {
    return List.copyOf(byArn.values());
  }

  synchronized List<Subscription> of(String topic) {
    return byArn.values().stream().filter(s -> s.topic().equals(topic)).toList();
  }

  private void save() {
    if (file.isEmpty()) {
      return;
    }
    Path temporary = file.get().resolveSibling(file.get().getFileName() + ".new");
    List<Subscription> kept = byArn.values().stream().filter(s -> !s.fromTemplate()).toList();
    try (FileChannel out =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(kept));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
      Files.move(temporary, file.get(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
