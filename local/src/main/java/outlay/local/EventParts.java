package outlay.local;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import outlay.local.background.Alarms;
import outlay.local.background.Backlog;
import outlay.local.background.Spool;
import outlay.local.events.Buses;
import outlay.local.lambda.EventQueue;
import outlay.local.lambda.Functions;
import outlay.local.queues.QueuePoller;
import outlay.local.scheduler.Scheduler;
import outlay.local.sns.Sns;
import outlay.local.sqs.Queues;
import outlay.local.targets.Deliveries;
import outlay.local.template.Blueprint;
import outlay.local.template.Locals;

/**
 * The parts that send events about. Until {@link #start} they answer calls, and nothing happens by
 * itself: what it reaches may not run yet.
 */
final class EventParts implements AutoCloseable {
  private final Alarms alarms;
  private final EventQueue functions;
  private final Buses buses;
  private final Scheduler scheduler;
  private final List<Backlog> backlogs;

  private EventParts(
      Alarms alarms,
      EventQueue functions,
      Deliveries deliveries,
      Buses buses,
      Scheduler scheduler) {
    this.alarms = alarms;
    this.functions = functions;
    this.buses = buses;
    this.scheduler = scheduler;
    this.backlogs = List.of(alarms, deliveries, functions);
  }

  /**
   * Makes them.
   *
   * @param spool the folder for what must survive, by its name; nothing if nothing must
   * @throws Complaint if a rule or schedule of the template is wrong
   */
  static EventParts of(
      Blueprint blueprint,
      Functions functions,
      Queues queues,
      Sns sns,
      Function<String, Optional<Path>> spool,
      Clock clock) {
    Alarms alarms = Alarms.of(clock);
    EventQueue events =
        EventQueue.start(
            EventWiring.eventSettings(blueprint),
            functions,
            queues::send,
            alarms,
            Spool.in(spool.apply("events/functions")));
    Deliveries deliveries =
        Deliveries.start(
            alarms,
            new LocalTargets(sns, queues, events),
            (arn, body, attributes) ->
                queues.send(queues.url(Starter.nameIn(arn)), body, texts(attributes)),
            Spool.in(spool.apply("events/targets")));
    Buses buses =
        new Buses(
            Locals.REGION,
            Locals.ACCOUNT,
            blueprint.events().buses(),
            EventWiring.rules(blueprint),
            deliveries,
            clock);
    return new EventParts(
        alarms, events, deliveries, buses, scheduler(blueprint, alarms, deliveries, spool));
  }

  private static Scheduler scheduler(
      Blueprint blueprint,
      Alarms alarms,
      Deliveries deliveries,
      Function<String, Optional<Path>> spool) {
    try {
      return Scheduler.start(
          Locals.REGION,
          Locals.ACCOUNT,
          blueprint.events().scheduleGroups(),
          EventWiring.schedules(blueprint),
          alarms,
          deliveries,
          Spool.in(spool.apply("schedules")),
          Spool.in(spool.apply("schedules/state")));
    } catch (IllegalArgumentException wrong) {
      throw new Complaint(String.valueOf(wrong.getMessage()));
    }
  }

  private static Map<String, Queues.Attribute> texts(Map<String, String> attributes) {
    Map<String, Queues.Attribute> texts = new TreeMap<>();
    attributes.forEach((name, value) -> texts.put(name, new Queues.Attribute("String", value)));
    return texts;
  }

  EventQueue functions() {
    return functions;
  }

  Buses buses() {
    return buses;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** What is under way. */
  List<Backlog> backlogs() {
    return backlogs;
  }

  /** From now on time passes, and what an earlier process left goes on. */
  void start() {
    alarms.start();
  }

  /** Reads the queues that functions read. */
  static List<QueuePoller> pollers(
      Blueprint blueprint, Parts parts, Queues queues, Functions functions) {
    return blueprint.events().queueMappings().stream()
        .map(EventWiring::mapping)
        .map(mapping -> parts.keep(Part.EVENTS, QueuePoller.start(mapping, queues, functions)))
        .toList();
  }

  @Override
  public void close() {
    alarms.close();
    functions.close();
  }
}
