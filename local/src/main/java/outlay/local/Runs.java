package outlay.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import outlay.local.dynamodb.DynamoDbLocal;
import outlay.local.template.Blueprint;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Runs of jobs, as the table that the output {@code RunsTable} names holds them: {@code run} (key),
 * {@code segments} N, {@code done} M with an entry a segment that is done, and once it is over
 * {@code finishedAt} S, {@code ok} BOOL, {@code result} S, which is JSON.
 */
record Runs(DynamoDbLocal dynamoDb, Blueprint blueprint) {
  /**
   * What {@code ./run invoke} shows of a run: {@code segments}, {@code done} (how many), {@code
   * over}, and then {@code ok} and {@code result}, as text: its numbers stay as they are written.
   *
   * @throws Complaint if there is no such run, or no such table
   */
  ObjectNode find(String id) {
    String table = blueprint.outputs().get("RunsTable");
    if (table == null) {
      throw new Complaint("The template has no output RunsTable.");
    }
    Map<String, AttributeValue> item =
        dynamoDb
            .item(table, "run", id)
            .orElseThrow(() -> new Complaint("There is no run " + id + "."));
    ObjectNode run = Control.JSON.createObjectNode();
    run.put("segments", value(item, "segments").map(n -> Integer.parseInt(n.n())).orElse(0))
        .put("done", value(item, "done").map(map -> map.m().size()).orElse(0))
        .put("over", item.containsKey("finishedAt"))
        .put("ok", value(item, "ok").map(AttributeValue::bool).orElse(false));
    value(item, "result").ifPresent(result -> run.put("result", result.s()));
    return run;
  }

  private static Optional<AttributeValue> value(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name));
  }
}
