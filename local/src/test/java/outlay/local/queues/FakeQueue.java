package outlay.local.queues;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A queue whose messages become visible again when a test says so. */
final class FakeQueue implements MessageSource {
  final List<String> deleted = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Message> visible = new LinkedBlockingQueue<>();
  private final List<Message> known = new CopyOnWriteArrayList<>();

  static Message message(String id, String body) {
    return new Message(
        id, "receipt-" + id, body, "md5", Map.of("ApproximateReceiveCount", "1"), Map.of());
  }

  void send(String id, String body) {
    Message message = message(id, body);
    known.add(message);
    visible.add(message);
  }

  /** The visibility time-out of all that is not deleted is over. */
  void timeOut() {
    visible.clear();
    known.stream().filter(message -> !deleted.contains(message.id())).forEach(visible::add);
  }

  @Override
  public List<Message> receive(int most, Duration wait) {
    List<Message> received = new ArrayList<>();
    try {
      Message first = visible.poll(Math.min(wait.toMillis(), 20), TimeUnit.MILLISECONDS);
      if (first != null) {
        received.add(first);
        visible.drainTo(received, most - 1);
      }
      return received;
    } catch (InterruptedException ended) {
      throw new IllegalStateException(ended);
    }
  }

  @Override
  public void delete(List<Message> messages) {
    messages.forEach(message -> deleted.add(message.id()));
  }

  @Override
  public boolean isEmpty() {
    return deleted.containsAll(known.stream().map(Message::id).toList());
  }
}
