package outlay.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import outlay.local.console.LogTail;
import outlay.local.dynamodb.DynamoDbLocal;
import outlay.local.edge.Meter;
import outlay.local.lambda.Usage;
import outlay.local.mail.Mail;
import outlay.local.scheduler.Scheduler;
import outlay.local.sqs.Queues;
import outlay.local.streams.StreamPoller;
import outlay.local.template.Blueprint;

/**
 * What the console shows: what every part of a stack did so far, and holds now.
 *
 * @param functions by their names in the template, as are tables and queues
 * @param logs the last lines of each function's log, the oldest first
 * @param tables how many items each holds
 * @param mails how many each address has
 */
record StackState(
    Addresses addresses,
    Map<String, Usage> functions,
    Map<String, List<String>> logs,
    List<StreamPoller.Reading> streams,
    List<Scheduler.Next> schedules,
    Map<String, Long> tables,
    Map<String, Queues.Depth> queues,
    List<Meter.Reading> calls,
    Map<String, Integer> mails) {
  private static final int LOG_LINES = 30;

  /**
   * As it is now; parts are looked at one after the other.
   *
   * @param logs the folder of the functions' logs
   */
  static StackState of(Stack stack, DynamoDbLocal dynamoDb, Queues queues, Mail mail, Path logs) {
    Map<String, Usage> functions = stack.functions();
    Map<String, List<String>> lines = new LinkedHashMap<>();
    functions
        .keySet()
        .forEach(name -> lines.put(name, LogTail.of(logs.resolve(name + ".log"), LOG_LINES)));
    Map<String, Long> tables = new LinkedHashMap<>();
    for (Blueprint.Table table : stack.blueprint().tables()) {
      tables.put(table.logicalId(), dynamoDb.count(table.name()));
    }
    Map<String, Queues.Depth> depths = new LinkedHashMap<>();
    for (Blueprint.Queue queue : stack.blueprint().queues()) {
      depths.put(queue.logicalId(), queues.depth(queue.name()));
    }
    return new StackState(
        stack.addresses(),
        functions,
        lines,
        stack.streams(),
        stack.schedules(),
        tables,
        depths,
        stack.calls(),
        mail.counts());
  }

  /** All of it, as {@code console.js} reads it. */
  String json() {
    ObjectNode state = Control.JSON.createObjectNode();
    state
        .putObject("addresses")
        .put("API", addresses.api().toString())
        .put("Inbox", addresses.mail().toString())
        .put("Sign-in", addresses.signIn().toString())
        .put("AWS endpoint", addresses.edge().toString());
    ArrayNode array = state.putArray("functions");
    functions.forEach((name, usage) -> function(array.addObject().put("name", name), name, usage));
    addStreams(state, streams);
    ArrayNode next = state.putArray("schedules");
    schedules.forEach(schedule -> schedule(next.addObject(), schedule));
    ArrayNode counts = state.putArray("tables");
    tables.forEach((name, items) -> counts.addObject().put("name", name).put("items", items));
    ArrayNode depths = state.putArray("queues");
    queues.forEach((name, depth) -> queue(depths.addObject().put("name", name), depth));
    addCalls(state, calls);
    ArrayNode boxes = state.putArray("mails");
    mails.forEach((address, count) -> boxes.addObject().put("to", address).put("mails", count));
    return state.toString();
  }

  /** Its streams alone. */
  static String streams(List<StreamPoller.Reading> streams) {
    ObjectNode state = Control.JSON.createObjectNode();
    addStreams(state, streams);
    return state.toString();
  }

  /** Its calls alone. */
  static String calls(List<Meter.Reading> calls) {
    ObjectNode state = Control.JSON.createObjectNode();
    addCalls(state, calls);
    return state.toString();
  }

  private static void addCalls(ObjectNode state, List<Meter.Reading> calls) {
    ArrayNode readings = state.putArray("calls");
    calls.forEach(call -> call(readings.addObject(), call));
  }

  private static void addStreams(ObjectNode state, List<StreamPoller.Reading> streams) {
    ArrayNode readings = state.putArray("streams");
    streams.forEach(stream -> stream(readings.addObject(), stream));
  }

  private void function(ObjectNode json, String name, Usage usage) {
    json.put("invocations", usage.invocations())
        .put("errors", usage.errors())
        .put("coldStarts", usage.coldStarts())
        .put("instances", usage.instances());
    ArrayNode log = json.putArray("log");
    logs.getOrDefault(name, List.of()).forEach(log::add);
  }

  private static void stream(ObjectNode json, StreamPoller.Reading stream) {
    json.put("name", stream.mapping())
        .put("handled", stream.handled())
        .put("invocations", stream.invocations())
        .put("failures", stream.failures())
        .put("givenUp", stream.givenUp())
        .put("behind", stream.behind())
        .put("lagMs", stream.lag().toMillis());
    stream.lastError().ifPresent(error -> json.put("lastError", error));
  }

  private static void schedule(ObjectNode json, Scheduler.Next schedule) {
    json.put("group", schedule.group())
        .put("name", schedule.name())
        .put("next", schedule.time().toInstant().toString());
  }

  private static void queue(ObjectNode json, Queues.Depth depth) {
    json.put("waiting", depth.waiting())
        .put("inFlight", depth.inFlight())
        .put("delayed", depth.delayed());
  }

  private static void call(ObjectNode json, Meter.Reading call) {
    json.put("caller", call.caller())
        .put("service", call.service())
        .put("action", call.action())
        .put("resource", call.resource())
        .put("calls", call.calls())
        .put("failures", call.failures())
        .put("units", call.capacityUnits())
        .put("waitedMs", call.waited().toNanos() / 1e6);
  }
}
