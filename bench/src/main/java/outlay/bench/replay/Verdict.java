package outlay.bench.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import outlay.bench.Answer;
import outlay.bench.Row;

/** Whether an answer is the right one. Pure. */
public sealed interface Verdict {

  /**
   * Written, now or by an earlier attempt.
   *
   * @param replayed whether the answer said that it had been written before
   */
  record Accepted(String expenseId, boolean replayed) implements Verdict {}

  /** Turned down, as it had to be. */
  record Refused() implements Verdict {}

  /** Not what it should have been. */
  record Wrong(String difference) implements Verdict {}

  int OK = 200;
  int CREATED = 201;
  int BAD_REQUEST = 400;

  /** 201, or 200 with {@code Idempotent-Replayed: true}, and the id of the expense. */
  static Verdict onAccepted(Row row, Answer answer) {
    boolean replayed = answer.header("Idempotent-Replayed").equals("true");
    String expenseId = answer.body().path("expenseId").asText();
    boolean isRight = answer.status() == (replayed ? OK : CREATED);
    return isRight && !expenseId.isEmpty()
        ? new Accepted(expenseId, replayed)
        : wrong("row", row, "201, or 200 for a retry", answer.status(), answer.body());
  }

  /** One result of a batch: the same, with its status in the body. */
  static Verdict onBatched(Row row, JsonNode result) {
    int status = result.path("status").asInt();
    JsonNode expense = result.path("expense");
    String expenseId = expense.path("expenseId").asText();
    return (status == CREATED || status == OK) && !expenseId.isEmpty()
        ? new Accepted(expenseId, status == OK)
        : wrong("row", row, "201, or 200 for a retry", status, result);
  }

  /** 400 with a problem document that names exactly the fields that are wrong. */
  static Verdict onRefused(RefusedRow refused, Answer answer) {
    Set<String> named = new TreeSet<>();
    answer.body().path("errors").forEach(error -> named.add(error.path("field").asText()));
    boolean isProblem = answer.header("Content-Type").startsWith("application/problem+json");
    return answer.status() == BAD_REQUEST && isProblem && named.equals(refused.wrongFields())
        ? new Refused()
        : wrong(
            "refused row",
            refused.row(),
            "400 and a problem that names " + new TreeSet<>(refused.wrongFields()),
            answer.status(),
            answer.body());
  }

  private static Wrong wrong(String what, Row row, String expected, int status, JsonNode body) {
    return new Wrong(
        "API: %s %d of %s: expected %s, was %d %s"
            .formatted(what, row.number(), row.set(), expected, status, body));
  }
}
