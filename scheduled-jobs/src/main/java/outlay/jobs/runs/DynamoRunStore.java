package outlay.jobs.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The table {@code runs}: one item a run, and one a job that names its last run.
 *
 * <pre>
 * run          S  partition key: backup#2026-11-21T01:30:00Z; of the job's last run: latest#backup
 * job          S
 * startedAt    S  of the job's last run, only if it ended well
 * segments     N  how many parts the run has
 * parameters   M  name → S
 * latest       S  of the job's last run: its id
 * done         M  segment → {counts: M of N, note: S}: the segments that are done
 * finishedAt   S  only once it is over
 * ok           BOOL  likewise: false if someone must look
 * result       S  likewise: JSON, for people
 * expiresAt    N  epoch seconds after which DynamoDB removes the item (TTL)
 * </pre>
 */
final class DynamoRunStore implements RunStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration KEPT = Duration.ofDays(400);

  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoRunStore(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Optional<Run> find(String id) {
    return item(id).map(DynamoRunStore::read);
  }

  @Override
  public Optional<Instant> lastCompletedAt(String job) {
    return item(latest(job))
        .map(Item::new)
        .filter(item -> item.has("startedAt"))
        .map(item -> item.instant("startedAt"));
  }

  private Optional<Map<String, AttributeValue>> item(String id) {
    Map<String, AttributeValue> item =
        dynamoDb.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true)).item();
    return item.isEmpty() ? Optional.empty() : Optional.of(item);
  }

  @Override
  public Run open(Run run) {
    Map<String, AttributeValue> item = new HashMap<>(key(run.id()));
    item.put("job", Item.s(run.job()));
    item.put("startedAt", Item.s(run.startedAt().toString()));
    item.put("segments", Item.n(run.segments()));
    Map<String, AttributeValue> parameters = new HashMap<>();
    run.parameters().forEach((name, value) -> parameters.put(name, Item.s(value)));
    item.put("parameters", AttributeValue.fromM(parameters));
    item.put("done", AttributeValue.fromM(Map.of()));
    item.put("expiresAt", Item.n(run.startedAt().plus(KEPT).getEpochSecond()));
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(item)
                  .conditionExpression("attribute_not_exists(#run)")
                  .expressionAttributeNames(Map.of("#run", "run"))
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return run;
    } catch (ConditionalCheckFailedException opened) {
      return read(opened.item());
    }
  }

  @Override
  public Run complete(String id, int segment, Run.Segment done) {
    Map<String, AttributeValue> counts = new HashMap<>();
    done.counts().values().forEach((name, count) -> counts.put(name, Item.n(count)));
    AttributeValue value =
        AttributeValue.fromM(
            Map.of("counts", AttributeValue.fromM(counts), "note", Item.s(done.note())));
    try {
      return read(
          dynamoDb
              .updateItem(
                  update ->
                      update
                          .tableName(table)
                          .key(key(id))
                          .updateExpression("SET done.#segment = :done")
                          .conditionExpression(
                              "attribute_exists(#run) AND attribute_not_exists(done.#segment)")
                          .expressionAttributeNames(
                              Map.of("#run", "run", "#segment", Integer.toString(segment)))
                          .expressionAttributeValues(Map.of(":done", value))
                          .returnValues(ReturnValue.ALL_NEW)
                          .returnValuesOnConditionCheckFailure(
                              ReturnValuesOnConditionCheckFailure.ALL_OLD))
              .attributes());
    } catch (ConditionalCheckFailedException doneOrGone) {
      if (!doneOrGone.hasItem() || doneOrGone.item().isEmpty()) {
        throw new IllegalStateException("there is no run " + id, doneOrGone);
      }
      return read(doneOrGone.item());
    }
  }

  @Override
  public boolean finish(Run run, Outcome outcome, Instant now) {
    remember(run, outcome.ok()); // First: if the run is over, what comes after it must know it.
    try {
      dynamoDb.updateItem(
          update ->
              update
                  .tableName(table)
                  .key(key(run.id()))
                  .updateExpression("SET finishedAt = :now, ok = :ok, #result = :result")
                  .conditionExpression(
                      "attribute_exists(#run) AND attribute_not_exists(finishedAt)")
                  .expressionAttributeNames(Map.of("#run", "run", "#result", "result"))
                  .expressionAttributeValues(
                      Map.of(
                          ":now", Item.s(now.toString()),
                          ":ok", AttributeValue.fromBool(outcome.ok()),
                          ":result", Item.s(json(outcome.details())))));
      return true;
    } catch (ConditionalCheckFailedException over) {
      return false;
    }
  }

  private void remember(Run run, boolean ok) {
    try {
      dynamoDb.updateItem(
          update ->
              update
                  .tableName(table)
                  .key(key(latest(run.job())))
                  .updateExpression(
                      ok
                          ? "SET startedAt = :startedAt, latest = :run"
                          : "SET latest = :run REMOVE startedAt")
                  .conditionExpression("attribute_not_exists(startedAt) OR startedAt < :startedAt")
                  .expressionAttributeValues(
                      Map.of(
                          ":startedAt", Item.s(run.startedAt().toString()),
                          ":run", Item.s(run.id()))));
    } catch (ConditionalCheckFailedException aLaterOneIs) {
      return; // Runs may end in another order than they began.
    }
  }

  private static String latest(String job) {
    return "latest#" + job;
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("run", Item.s(id));
  }

  private static Run read(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    Map<String, String> parameters = new HashMap<>();
    item.map("parameters").forEach((name, value) -> parameters.put(name, value.s()));
    SortedMap<Integer, Run.Segment> done = new TreeMap<>();
    item.map("done")
        .forEach((segment, value) -> done.put(Integer.valueOf(segment), segment(value)));
    return new Run(
        item.text("run"),
        item.text("job"),
        item.instant("startedAt"),
        Math.toIntExact(item.number("segments")),
        parameters,
        done,
        item.has("finishedAt"));
  }

  private static Run.Segment segment(AttributeValue value) {
    Item item = new Item(value.m());
    Map<String, Long> counts = new HashMap<>();
    item.map("counts").forEach((name, count) -> counts.put(name, Long.valueOf(count.n())));
    return new Run.Segment(Counts.of(counts), item.text("note"));
  }

  private static String json(Map<String, Object> details) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(details));
    } catch (JsonProcessingException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }
}
