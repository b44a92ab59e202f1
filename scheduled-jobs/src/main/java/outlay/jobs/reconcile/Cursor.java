package outlay.jobs.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a segment goes on.
 *
 * <pre>
 * {"phase": "EXPENSES", "userId": "ann", "date": "2026-01-22", "months": ["2026-01"], "page": null,
 *  "drifted": ["ann 2026-01-20"]}
 * </pre>
 *
 * @param userId the user at hand, or in {@link Phase#ORPHANS} the last one that was looked at;
 *     absent before the first
 * @param date the user's days up to this one are done; absent in {@link Phase#ORPHANS} if all are
 * @param months of that user, those that have spending among the days done
 * @param page in {@link Phase#ALERTS}, where the scan goes on; absent at its beginning
 * @param drifted the days named so far
 */
record Cursor(
    Phase phase,
    @Nullable String userId,
    @Nullable String date,
    List<String> months,
    @Nullable String page,
    List<String> drifted) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a segment does, in this order. */
  enum Phase {
    /** Compares the days of users who have expenses. */
    EXPENSES,
    /** Compares the days of users who have totals only. */
    ORPHANS,
    /** Takes pending alerts up. */
    ALERTS
  }

  static final Cursor START = new Cursor(Phase.EXPENSES, null, null, List.of(), null, List.of());

  /** At the beginning of another phase. */
  Cursor begin(Phase next) {
    return new Cursor(next, null, null, List.of(), null, drifted);
  }

  Cursor afterDay(String user, String day, List<String> monthsSeen) {
    return new Cursor(phase, user, day, monthsSeen, null, drifted);
  }

  Cursor afterUser(String user) {
    return new Cursor(phase, user, null, List.of(), null, drifted);
  }

  Cursor atPage(@Nullable String scan) {
    return new Cursor(phase, null, null, List.of(), scan, drifted);
  }

  Cursor naming(List<String> days) {
    return new Cursor(phase, userId, date, months, page, days);
  }

  Optional<String> user() {
    return Optional.ofNullable(userId);
  }

  Optional<String> day() {
    return Optional.ofNullable(date);
  }

  Optional<String> scan() {
    return Optional.ofNullable(page);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static Cursor fromJson(String json) {
    try {
      return JSON.readValue(json, Cursor.class);
    } catch (JsonProcessingException notOurs) {
      throw new UncheckedIOException(notOurs);
    }
  }
}
