package outlay.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import outlay.local.edge.Answer;
import outlay.local.edge.Backend;
import outlay.local.edge.Call;
import outlay.local.edge.Interceptor;

/** Lets the readers of a table's stream look as soon as the table was written to. */
final class WakeStreams implements Interceptor {
  private static final Set<String> WRITES =
      Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");

  private static final Set<String> STATEMENTS =
      Set.of("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction");

  private static final Pattern WRITING = Pattern.compile("(?i)\\b(INSERT|UPDATE|DELETE)\\b");

  private final List<Reader> readers = new CopyOnWriteArrayList<>();

  private record Reader(String table, Runnable wake) {}

  /** From now on {@code wake} runs after each write to the table. */
  void add(String table, Runnable wake) {
    readers.add(new Reader(table, wake));
  }

  @Override
  public Answer intercept(Call call, Backend next) throws IOException {
    Answer answer = next.answer(call);
    if (call.service().equals("dynamodb")) {
      Predicate<String> written = written(call);
      readers.stream()
          .filter(reader -> written.test(reader.table))
          .forEach(reader -> reader.wake.run());
    }
    return answer;
  }

  /** Tells of a table whether the call may have written to it: one look too many does no harm. */
  private static Predicate<String> written(Call call) {
    boolean statement = STATEMENTS.contains(call.action());
    if (!statement && !WRITES.contains(call.action())) {
      return table -> false;
    }
    if (call.resource().isPresent()) {
      return call.resource().get()::equals;
    }
    String body = new String(call.request().body(), StandardCharsets.UTF_8);
    return statement && !WRITING.matcher(body).find() ? table -> false : body::contains;
  }
}
