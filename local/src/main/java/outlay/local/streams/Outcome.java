package outlay.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import outlay.local.lambda.Invocation;

/**
 * What an invocation did to its batch, by the rules of <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html">partial
 * batch responses</a>.
 *
 * @param firstFailure index of the first record to be tried again; the batch's size if none is
 * @param error why not all is done; empty if all is
 * @param total whether the batch failed as a whole, so that halving it may help
 */
record Outcome(int firstFailure, Optional<String> error, boolean total) {
  /** Reads the function's answer; without {@code report} only a function error is a failure. */
  static Outcome of(Invocation invocation, List<StreamRecord> batch, boolean report) {
    if (invocation.functionError().isPresent()) {
      return failed(invocation.functionError().get());
    }
    if (!report || invocation.payload().length == 0) {
      return done(batch);
    }
    try {
      return of(Records.JSON.readTree(invocation.payload()), batch);
    } catch (IOException e) {
      return failed("The answer is not JSON: " + e.getMessage());
    }
  }

  private static Outcome of(JsonNode answer, List<StreamRecord> batch) {
    if (answer.isNull() || answer.isMissingNode()) {
      return done(batch);
    }
    if (!answer.isObject()) {
      return failed("The answer is not a JSON object.");
    }
    JsonNode failures = answer.path("batchItemFailures");
    if (failures.isMissingNode() || failures.isNull()) {
      return done(batch);
    }
    if (!failures.isArray()) {
      return failed("batchItemFailures is not a list.");
    }
    int first = batch.size();
    for (JsonNode failure : failures) {
      String identifier = failure.path("itemIdentifier").asText("");
      int index = index(identifier, batch);
      if (index < 0) {
        return failed("itemIdentifier \"" + identifier + "\" names no record of the batch.");
      }
      first = Math.min(first, index);
    }
    return first == batch.size()
        ? done(batch)
        : new Outcome(first, Optional.of("The function could not handle a record."), false);
  }

  /** The batch is in the order of its numbers, so the lowest index is the lowest number. */
  private static int index(String identifier, List<StreamRecord> batch) {
    if (!identifier.matches("\\d{1,40}")) {
      return -1;
    }
    BigInteger sequence = new BigInteger(identifier);
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i).sequence().equals(sequence)) {
        return i;
      }
    }
    return -1;
  }

  private static Outcome done(List<StreamRecord> batch) {
    return new Outcome(batch.size(), Optional.empty(), false);
  }

  /** Nothing is known to be done. */
  static Outcome failed(String error) {
    return new Outcome(0, Optional.of(error), true);
  }
}
