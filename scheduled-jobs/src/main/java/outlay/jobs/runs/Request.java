package outlay.jobs.runs;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an operator or a schedule asks of a job: a JSON object. A schedule sends {@code
 * scheduledFor}, the moment that it was due; a second delivery bears the same.
 *
 * @param fields the JSON object
 * @param now when it was received
 * @param lastCompletedAt when the last run of the job that ended well was planned, if there is one
 * @see <a
 *     href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html">Context
 *     attributes</a>
 */
public record Request(Map<String, Object> fields, Instant now, Optional<Instant> lastCompletedAt) {
  private static final String SCHEDULED_FOR = "scheduledFor";

  public Request {
    fields = Map.copyOf(fields);
  }

  /** When a schedule was due; empty if a person asks. */
  public Optional<Instant> scheduledFor() {
    return Optional.ofNullable(fields.get(SCHEDULED_FOR))
        .map(value -> instant(value).orElseThrow(Request::notAMoment));
  }

  /** Begins to read the fields; {@link Reader#check} ends it. */
  public Reader reader() {
    return new Reader(this);
  }

  private static Optional<Instant> instant(Object value) {
    try {
      return value instanceof String text ? Optional.of(Instant.parse(text)) : Optional.empty();
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static InvalidRequest notAMoment() {
    return new InvalidRequest(
        List.of(SCHEDULED_FOR + " is no moment such as 2026-01-31T01:30:00Z."));
  }

  /** Reads fields, and collects what is wrong with them. */
  public static final class Reader {
    private final Request request;
    private final Set<String> known = new TreeSet<>(Set.of(SCHEDULED_FOR));
    private final List<String> violations = new ArrayList<>();

    private Reader(Request request) {
      this.request = request;
      Object scheduledFor = request.fields.get(SCHEDULED_FOR);
      if (scheduledFor != null && instant(scheduledFor).isEmpty()) {
        violations.add(String.valueOf(notAMoment().getMessage()));
      }
    }

    /** A text, if the field is there; not a blank one. */
    public Optional<String> text(String name) {
      known.add(name);
      Object value = request.fields.get(name);
      if (value == null) {
        return Optional.empty();
      }
      if (value instanceof String text && !text.isBlank()) {
        return Optional.of(text);
      }
      violations.add(name + " is no text.");
      return Optional.empty();
    }

    /** Whether the field is there and true. */
    public boolean flag(String name) {
      known.add(name);
      Object value = request.fields.getOrDefault(name, false);
      if (value instanceof Boolean flag) {
        return flag;
      }
      violations.add(name + " is neither true nor false.");
      return false;
    }

    /** Adds a sentence about what is wrong. */
    public void violation(String sentence) {
      violations.add(sentence);
    }

    /**
     * Ends reading.
     *
     * @throws InvalidRequest if anything was wrong, fields that nobody asked for included
     */
    public void check() {
      for (String name : new TreeSet<>(request.fields.keySet())) {
        if (!known.contains(name)) {
          violations.add(
              "There is no field " + name + " here; there are " + String.join(", ", known) + ".");
        }
      }
      if (!violations.isEmpty()) {
        throw new InvalidRequest(violations);
      }
    }
  }
}
