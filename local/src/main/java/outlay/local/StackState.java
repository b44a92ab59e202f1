package outlay.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import outlay.local.console.LogTail;
import outlay.local.dynamodb.DynamoDbLocal;
import outlay.local.mail.Mail;
import outlay.local.sqs.Queues;

/** What the console shows, as JSON: what every part of a stack did so far, and holds now. */
final class StackState {
  private static final int LOG_LINES = 30;

  private final Stack stack;
  private final DynamoDbLocal dynamoDb;
  private final Queues queues;
  private final Mail mail;
  private final Path logs;

  /**
   * @param logs the folder of the functions' logs
   */
  StackState(Stack stack, DynamoDbLocal dynamoDb, Queues queues, Mail mail, Path logs) {
    this.stack = stack;
    this.dynamoDb = dynamoDb;
    this.queues = queues;
    this.mail = mail;
    this.logs = logs;
  }

  /** As it is now; parts are looked at one after the other. */
  String json() {
    ObjectNode state = Control.JSON.createObjectNode();
    addresses(state.putObject("addresses"));
    functions(state.putArray("functions"));
    streams(state.putArray("streams"));
    schedules(state.putArray("schedules"));
    tables(state.putArray("tables"));
    queues(state.putArray("queues"));
    calls(state.putArray("calls"));
    ArrayNode mails = state.putArray("mails");
    mail.counts()
        .forEach((address, count) -> mails.addObject().put("to", address).put("mails", count));
    return state.toString();
  }

  private void addresses(ObjectNode json) {
    Addresses at = stack.addresses();
    json.put("API", at.api().toString())
        .put("Inbox", at.mail().toString())
        .put("Sign-in", at.signIn().toString())
        .put("AWS endpoint", at.edge().toString());
  }

  private void functions(ArrayNode json) {
    stack
        .functions()
        .forEach(
            (name, usage) -> {
              ObjectNode function =
                  json.addObject()
                      .put("name", name)
                      .put("invocations", usage.invocations())
                      .put("errors", usage.errors())
                      .put("coldStarts", usage.coldStarts())
                      .put("instances", usage.instances());
              ArrayNode log = function.putArray("log");
              LogTail.of(logs.resolve(name + ".log"), LOG_LINES).forEach(log::add);
            });
  }

  private void streams(ArrayNode json) {
    stack
        .streams()
        .forEach(
            stream -> {
              ObjectNode reading =
                  json.addObject()
                      .put("name", stream.mapping())
                      .put("handled", stream.handled())
                      .put("invocations", stream.invocations())
                      .put("failures", stream.failures())
                      .put("givenUp", stream.givenUp())
                      .put("behind", stream.behind())
                      .put("lagMs", stream.lag().toMillis());
              stream.lastError().ifPresent(error -> reading.put("lastError", error));
            });
  }

  private void schedules(ArrayNode json) {
    stack
        .schedules()
        .forEach(
            schedule ->
                json.addObject()
                    .put("group", schedule.group())
                    .put("name", schedule.name())
                    .put("next", schedule.time().toInstant().toString()));
  }

  private void tables(ArrayNode json) {
    stack
        .blueprint()
        .tables()
        .forEach(
            table ->
                json.addObject()
                    .put("name", table.logicalId())
                    .put("items", dynamoDb.count(table.name())));
  }

  private void queues(ArrayNode json) {
    stack
        .blueprint()
        .queues()
        .forEach(
            queue -> {
              Queues.Depth depth = queues.depth(queue.name());
              json.addObject()
                  .put("name", queue.logicalId())
                  .put("waiting", depth.waiting())
                  .put("inFlight", depth.inFlight())
                  .put("delayed", depth.delayed());
            });
  }

  private void calls(ArrayNode json) {
    stack
        .calls()
        .forEach(
            call ->
                json.addObject()
                    .put("caller", call.caller())
                    .put("service", call.service())
                    .put("action", call.action())
                    .put("calls", call.calls())
                    .put("failures", call.failures())
                    .put("units", call.capacityUnits()));
  }
}
