package outlay.local.queues;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import outlay.local.lambda.Invocation;

/**
 * What an invocation did to its batch, by the rules of <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting">partial
 * batch responses</a>.
 *
 * @param done what need not come again
 * @param error why not all is done; empty if all is
 */
record Outcome(List<Message> done, Optional<String> error) {
  /** Reads the function's answer; without {@code report} only a function error is a failure. */
  static Outcome of(Invocation invocation, List<Message> batch, boolean report) {
    if (invocation.functionError().isPresent()) {
      return failed(invocation.functionError().get());
    }
    if (!report || invocation.payload().length == 0) {
      return new Outcome(batch, Optional.empty());
    }
    try {
      return of(QueueEvent.JSON.readTree(invocation.payload()), batch);
    } catch (IOException e) {
      return failed("The answer is not JSON: " + e.getMessage());
    }
  }

  private static Outcome of(JsonNode answer, List<Message> batch) {
    if (answer.isNull() || answer.isMissingNode()) {
      return new Outcome(batch, Optional.empty());
    }
    if (!answer.isObject()) {
      return failed("The answer is not a JSON object.");
    }
    JsonNode failures = answer.path("batchItemFailures");
    if (!failures.isArray() && !failures.isNull() && !failures.isMissingNode()) {
      return failed("batchItemFailures is not a list.");
    }
    Set<String> ids = new HashSet<>();
    batch.forEach(message -> ids.add(message.id()));
    Set<String> failed = new HashSet<>();
    for (JsonNode failure : failures) {
      String id = failure.path("itemIdentifier").asText("");
      if (!ids.contains(id)) {
        return failed("itemIdentifier \"" + id + "\" names no message of the batch.");
      }
      failed.add(id);
    }
    return new Outcome(
        batch.stream().filter(message -> !failed.contains(message.id())).toList(),
        failed.isEmpty()
            ? Optional.empty()
            : Optional.of("The function could not handle " + failed.size() + " messages."));
  }

  private static Outcome failed(String error) {
    return new Outcome(List.of(), Optional.of(error));
  }
}
