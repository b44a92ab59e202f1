package outlay.local;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import outlay.local.edge.Answer;
import outlay.local.edge.Backend;
import outlay.local.edge.Call;
import outlay.local.edge.Interceptor;
import outlay.local.streams.StreamPoller;

/** Lets the readers of a table's stream look as soon as the table was written to. */
final class WakeStreams implements Interceptor {
  private static final Set<String> WRITES =
      Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");

  private final List<StreamPoller> pollers = new CopyOnWriteArrayList<>();

  void add(StreamPoller poller) {
    pollers.add(poller);
  }

  @Override
  public Answer intercept(Call call, Backend next) throws IOException {
    Answer answer = next.answer(call);
    if (call.service().equals("dynamodb") && WRITES.contains(call.action())) {
      Optional<String> table = call.resource(); // Batches name none, or several.
      pollers.stream()
          .filter(poller -> table.isEmpty() || table.get().equals(poller.table()))
          .forEach(StreamPoller::wake);
    }
    return answer;
  }
}
