package outlay.local.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.background.Alarms;
import outlay.local.background.Spool;
import outlay.local.targets.Deliveries;
import outlay.local.targets.Delivery;

/**
 * The schedules, and their firing: each time that the clock passes, once, in the order of time. A
 * clock that jumps passes all times in between, so a machine that slept makes up for what it missed
 * asleep. What came due while no process ran is not made up; see this package.
 *
 * <p>Schedules of the template are as the template says at each start, whatever calls made of them.
 * Those that calls made are kept.
 */
public final class Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final String DEFAULT = "default";
  private static final String OF_THE_TEMPLATE = "ofTheTemplate";
  private static final Duration PULSE = Duration.ofMinutes(1);
  private static final String SEEN = "seen";

  /** Of one schedule: one a minute would fill the log. */
  private static final int MOST_MISSED = 1000;

  private final String region;
  private final String account;
  private final Alarms alarms;
  private final Deliveries deliveries;
  private final Spool schedules;
  private final Spool state;
  private final Set<String> groups = new TreeSet<>(Set.of(DEFAULT));
  private final Map<String, Entry> entries = new TreeMap<>();
  private Instant seen = Instant.MIN;

  /** A schedule, and the alarm of its next firing. */
  private record Entry(
      Schedule schedule,
      boolean ofTheTemplate,
      Optional<Instant> next,
      Optional<Alarms.Alarm> alarm) {}

  /**
   * When a schedule fires next.
   *
   * @param time in the schedule's zone
   */
  public record Next(String group, String name, ZonedDateTime time) {}

  private Scheduler(
      String region,
      String account,
      Alarms alarms,
      Deliveries deliveries,
      Spool schedules,
      Spool state) {
    this.region = region;
    this.account = account;
    this.alarms = alarms;
    this.deliveries = deliveries;
    this.schedules = schedules;
    this.state = state;
  }

  /**
   * Starts it with the schedules that calls made, and those of the template.
   *
   * @param groups of the template, beside {@code default}
   * @param ofTheTemplate as CreateSchedule takes them
   * @param schedules a spool of its own
   * @param state another one
   * @throws IllegalArgumentException if a schedule of the template is wrong; the message names it
   */
  public static Scheduler start(
      String region,
      String account,
      Collection<String> groups,
      Collection<ObjectNode> ofTheTemplate,
      Alarms alarms,
      Deliveries deliveries,
      Spool schedules,
      Spool state) {
    Scheduler scheduler = new Scheduler(region, account, alarms, deliveries, schedules, state);
    scheduler.groups.addAll(groups);
    scheduler.restore(ofTheTemplate);
    scheduler.pulse();
    return scheduler;
  }

  // ---------------------------------------------------------------- The start

  private synchronized void restore(Collection<ObjectNode> ofTheTemplate) {
    Instant now = alarms.now();
    Optional<Instant> lastSeen =
        Optional.ofNullable(state.all().get(SEEN))
            .map(known -> Instant.parse(known.path("time").asText()));
    Map<String, Schedule> earlier = new HashMap<>();
    for (Map.Entry<String, ObjectNode> kept : schedules.all().entrySet()) {
      Schedule schedule = Schedule.of(kept.getValue());
      if (kept.getValue().path(OF_THE_TEMPLATE).asBoolean()) {
        earlier.put(kept.getKey(), schedule);
      } else {
        groups.add(schedule.group());
        put(schedule, false, now);
        lastSeen.ifPresent(since -> logMissed(schedule, since, now));
      }
    }
    for (ObjectNode definition : ofTheTemplate) {
      Schedule schedule = ofTheTemplate(definition, earlier, now);
      boolean isNew = schedule.modified().equals(now);
      put(schedule, true, isNew ? now.minusNanos(1) : now);
      if (!isNew) {
        lastSeen.ifPresent(since -> logMissed(schedule, since, now));
      }
      earlier.remove(key(schedule.group(), schedule.name()));
    }
    earlier.keySet().forEach(schedules::remove);
  }

  private Schedule ofTheTemplate(
      ObjectNode definition, Map<String, Schedule> earlier, Instant now) {
    try {
      Schedule schedule = Schedule.of(definition, now, now);
      requireGroup(schedule.group());
      Schedule known = earlier.get(key(schedule.group(), schedule.name()));
      if (known == null) {
        return schedule;
      }
      // As text: a number that was read from disk may be of another type.
      return known.definition().toString().equals(schedule.definition().toString())
          ? known
          : Schedule.of(definition, known.created(), now);
    } catch (Refusal wrong) {
      throw new IllegalArgumentException(
          "The schedule " + definition.path("Name").asText() + ": " + wrong.explanation(), wrong);
    }
  }

  private static void logMissed(Schedule schedule, Instant since, Instant now) {
    Optional<Instant> missed = schedule.isEnabled() ? schedule.next(since) : Optional.empty();
    for (int i = 0; i < MOST_MISSED && missed.isPresent() && !missed.get().isAfter(now); i++) {
      LOG.atWarn()
          .addKeyValue("schedule", schedule.group() + "/" + schedule.name())
          .addKeyValue("time", missed.get())
          .log("schedule_missed");
      missed = schedule.next(missed.get());
    }
  }

  /** So that the next process knows how long none ran; also after one could not be kept. */
  private void pulse() {
    try {
      saw(alarms.now());
    } finally {
      var unused = alarms.after(PULSE, this::pulse);
    }
  }

  private synchronized void saw(Instant time) {
    if (time.isAfter(seen)) {
      seen = time;
      state.put(SEEN, Schedule.JSON.createObjectNode().put("time", time.toString()));
    }
  }

  // ---------------------------------------------------------------- Firing

  /** Keeps a schedule, and sets the alarm of its first firing after {@code after}. */
  private void put(Schedule schedule, boolean ofTheTemplate, Instant after) {
    String key = key(schedule.group(), schedule.name());
    schedules.put(key, schedule.json().put(OF_THE_TEMPLATE, ofTheTemplate));
    arm(key, schedule, ofTheTemplate, after);
  }

  private void arm(String key, Schedule schedule, boolean ofTheTemplate, Instant after) {
    Optional<Instant> next = schedule.isEnabled() ? schedule.next(after) : Optional.empty();
    Entry old =
        entries.put(
            key,
            new Entry(
                schedule,
                ofTheTemplate,
                next,
                next.map(time -> alarms.at(time, () -> fire(key, schedule, time)))));
    if (old != null) {
      old.alarm().ifPresent(Alarms.Alarm::cancel);
    }
  }

  private void fire(String key, Schedule schedule, Instant scheduled) {
    synchronized (this) {
      Entry entry = entries.get(key);
      if (entry == null || !entry.schedule().equals(schedule)) {
        return; // Changed or deleted just now.
      }
      arm(key, schedule, entry.ofTheTemplate(), scheduled);
    }
    LOG.atInfo()
        .addKeyValue("schedule", schedule.group() + "/" + schedule.name())
        .addKeyValue("scheduled_time", scheduled)
        .log("schedule_fired");
    deliver(new Firing(schedule, arn(schedule), scheduled).delivery(account, region, alarms.now()));
    forgetIfCompleted(key, schedule);
    saw(scheduled);
  }

  /**
   * Fires a schedule once more than its own times say, whether it is enabled or not.
   *
   * @throws IllegalArgumentException if there is no such schedule
   */
  public void fireNow(String group, String name) {
    Schedule schedule;
    synchronized (this) {
      Entry entry = entries.get(key(group, name));
      if (entry == null) {
        throw new IllegalArgumentException("No schedule " + group + "/" + name);
      }
      schedule = entry.schedule();
    }
    Instant now = alarms.now();
    deliver(new Firing(schedule, arn(schedule), now).delivery(account, region, now));
  }

  /** What cannot be kept, for want of space on disk perhaps, is tried again until it can. */
  private void deliver(Delivery delivery) {
    try {
      deliveries.start(delivery);
    } catch (UncheckedIOException notKept) {
      LOG.atError().setCause(notKept).addKeyValue("delivery", delivery.id()).log("firing_not_kept");
      var unused = alarms.after(PULSE, () -> deliver(delivery));
    }
  }

  private synchronized void forgetIfCompleted(String key, Schedule schedule) {
    Entry entry = entries.get(key);
    if (entry != null
        && entry.schedule().equals(schedule)
        && entry.next().isEmpty()
        && schedule.isDeletedAfterCompletion()) {
      forget(key);
    }
  }

  /** When each enabled schedule fires next, the soonest first. */
  public synchronized List<Next> next() {
    return entries.values().stream()
        .filter(entry -> entry.next().isPresent())
        .map(
            entry ->
                new Next(
                    entry.schedule().group(),
                    entry.schedule().name(),
                    entry.next().get().atZone(ZoneId.of(entry.schedule().zone()))))
        .sorted((a, b) -> a.time().toInstant().compareTo(b.time().toInstant()))
        .toList();
  }

  // ---------------------------------------------------------------- What calls do

  /** Makes a schedule. A rate begins at once. */
  synchronized Schedule create(ObjectNode definition) {
    Instant now = alarms.now();
    Schedule schedule = Schedule.of(definition, now, now);
    requireGroup(schedule.group());
    if (entries.containsKey(key(schedule.group(), schedule.name()))) {
      throw Refusal.conflict("Schedule " + schedule.name() + " already exists.");
    }
    put(schedule, false, now.minusNanos(1));
    return schedule;
  }

  /** Gives a schedule another definition, all of it. */
  synchronized Schedule update(ObjectNode definition) {
    Instant now = alarms.now();
    Schedule changed = Schedule.of(definition, now, now);
    Entry known = entry(changed.group(), changed.name());
    Schedule schedule = new Schedule(changed.definition(), known.schedule().created(), now);
    put(schedule, known.ofTheTemplate(), now.minusNanos(1));
    return schedule;
  }

  synchronized Schedule get(String group, String name) {
    return entry(group, name).schedule();
  }

  synchronized void delete(String group, String name) {
    var unused = entry(group, name);
    forget(key(group, name));
  }

  synchronized List<Schedule> all() {
    return entries.values().stream().map(Entry::schedule).toList();
  }

  synchronized List<String> groups() {
    return List.copyOf(groups);
  }

  String arn(Schedule schedule) {
    return "arn:aws:scheduler:%s:%s:schedule/%s/%s"
        .formatted(region, account, schedule.group(), schedule.name());
  }

  String groupArn(String group) {
    return "arn:aws:scheduler:%s:%s:schedule-group/%s".formatted(region, account, group);
  }

  synchronized void requireGroup(String group) {
    if (!groups.contains(group)) {
      throw Refusal.notFound("Schedule group " + group + " does not exist.");
    }
  }

  private Entry entry(String group, String name) {
    Entry entry = entries.get(key(group, name));
    if (entry == null) {
      throw Refusal.notFound("Schedule " + name + " does not exist.");
    }
    return entry;
  }

  private void forget(String key) {
    Entry gone = entries.remove(key);
    if (gone != null) {
      gone.alarm().ifPresent(Alarms.Alarm::cancel);
    }
    schedules.remove(key);
  }

  /** Neither name can hold a tilde. */
  private static String key(String group, String name) {
    return group + "~" + name;
  }
}
