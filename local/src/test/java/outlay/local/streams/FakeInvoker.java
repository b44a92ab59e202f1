package outlay.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import outlay.local.lambda.Invocation;
import outlay.local.lambda.Invoker;

/** A function that remembers the sequence numbers of each batch, and answers as it is told. */
final class FakeInvoker implements Invoker {
  /** Each batch that came, as sequence numbers. */
  final List<List<String>> batches = new CopyOnWriteArrayList<>();

  final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private final Function<List<String>, Invocation> answer;

  FakeInvoker(Function<List<String>, Invocation> answer) {
    this.answer = answer;
  }

  static Invocation succeeds() {
    return answers("{\"batchItemFailures\":[]}");
  }

  static Invocation answers(String payload) {
    return new Invocation("r1", payload.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  static Invocation failsAt(String sequenceNumber) {
    return answers("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + sequenceNumber + "\"}]}");
  }

  static Invocation throwsError() {
    return new Invocation(
        "r1",
        "{\"errorMessage\":\"x\"}".getBytes(StandardCharsets.UTF_8),
        Optional.of("Unhandled"));
  }

  @Override
  public Invocation invoke(String function, byte[] event) {
    try {
      JsonNode json = Records.JSON.readTree(event);
      List<String> numbers = new ArrayList<>();
      json.path("Records")
          .forEach(r -> numbers.add(r.path("dynamodb").path("SequenceNumber").asText()));
      batches.add(List.copyOf(numbers));
      events.add(json);
      return answer.apply(numbers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
