package outlay.alerts;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import outlay.model.Alert;
import outlay.model.Notice;

/** An alert log for tests. Not for several threads at once. */
public class InMemoryAlertLog implements AlertLog {
  /** An alert's user and id. */
  public record Key(String userId, String id) {
    public static Key of(Alert alert) {
      return new Key(alert.userId(), alert.id());
    }
  }

  private record Entry(@Nullable Lease lease) {}

  private final Map<Key, Entry> entries = new HashMap<>();

  @Override
  public Claim claim(Notice notice, Lease lease, Instant now) {
    Entry there = entries.get(Key.of(notice.alert()));
    if (there != null) {
      if (there.lease == null) {
        return Claim.SENT;
      }
      if (!there.lease.until().isBefore(now)) {
        return there.lease.token().equals(lease.token()) ? Claim.OURS : Claim.THEIRS;
      }
    }
    entries.put(Key.of(notice.alert()), new Entry(lease));
    return Claim.OURS;
  }

  @Override
  public void sent(Alert alert, String token, String messageId, Instant now) {
    if (holds(alert, token)) {
      entries.put(Key.of(alert), new Entry(null));
    }
  }

  @Override
  public void release(Alert alert, String token) {
    if (holds(alert, token)) {
      entries.put(Key.of(alert), new Entry(new Lease(token, Instant.EPOCH)));
    }
  }

  String state(Alert alert) {
    return sent().contains(Key.of(alert)) ? "sent" : "pending";
  }

  Set<Key> sent() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().lease == null)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private boolean holds(Alert alert, String token) {
    Entry there = entries.get(Key.of(alert));
    return there != null && there.lease != null && there.lease.token().equals(token);
  }
}
