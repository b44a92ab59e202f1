package outlay.local.scheduler;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code cron(minutes hours day-of-month month day-of-week year)}, with the wildcards that AWS <a
 * href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based">documents
 * for each field</a>. Anything else is refused, also where other dialects know it: {@code L-3},
 * {@code LW}, ranges that wrap around.
 *
 * <p>Why not a library: cron-utils 9.2.1 has no such dialect, and in one defined with it {@code
 * 31W} ends in an exception at the first month of 30 days, {@code 1,15W} fires on Sundays, and
 * {@code L,1} and {@code 2,6L} drop a part without a word.
 *
 * @param days whether a day matches day-of-month and day-of-week, of which one is {@code ?}
 */
record Cron(
    NavigableSet<Integer> minutes,
    NavigableSet<Integer> hours,
    Predicate<LocalDate> days,
    NavigableSet<Integer> months,
    NavigableSet<Integer> years) {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private static final CronField MINUTES = new CronField("minutes", 0, 59, List.of(), true);
  private static final CronField HOURS = new CronField("hours", 0, 23, List.of(), true);
  private static final CronField DAY_OF_MONTH =
      new CronField("day-of-month", 1, 31, List.of(), true);
  private static final CronField MONTH = new CronField("month", 1, 12, MONTHS, true);
  private static final CronField DAY_OF_WEEK = new CronField("day-of-week", 1, 7, DAYS, false);
  private static final CronField YEAR = new CronField("year", 1970, 2199, List.of(), true);

  private static final String ANY = "?";
  private static final Pattern NEAREST_WEEKDAY = Pattern.compile("(\\d{1,2})W");
  private static final Pattern LAST_OF_MONTH = Pattern.compile("(\\d|[A-Z]{3})L");
  private static final Pattern NTH_OF_MONTH = Pattern.compile("(\\d|[A-Z]{3})#([1-5])");

  /**
   * Reads the six fields.
   *
   * @throws Refusal saying what is wrong with which
   */
  static Cron of(String text) {
    String[] fields = text.strip().toUpperCase(java.util.Locale.ROOT).split("\\s+", -1);
    if (fields.length != 6) {
      throw refused(text, "has " + fields.length + " fields, not 6");
    }
    if (fields[2].equals(ANY) == fields[4].equals(ANY)) {
      throw refused(text, "needs a ? in one of day-of-month and day-of-week, and only there");
    }
    Predicate<LocalDate> days =
        fields[4].equals(ANY) ? daysOfMonth(text, fields[2]) : daysOfWeek(text, fields[4]);
    return new Cron(
        MINUTES.values(text, fields[0]),
        HOURS.values(text, fields[1]),
        days,
        MONTH.values(text, fields[3]),
        YEAR.values(text, fields[5]));
  }

  static Refusal refused(String text, String reason) {
    return Refusal.invalid("Invalid Schedule Expression cron(" + text + "): it " + reason + ".");
  }

  private static Predicate<LocalDate> daysOfMonth(String text, String field) {
    Predicate<LocalDate> days = day -> false;
    for (String item : field.split(",", -1)) {
      Matcher nearest = NEAREST_WEEKDAY.matcher(item);
      if (item.equals("L")) {
        days = days.or(day -> day.getDayOfMonth() == day.lengthOfMonth());
      } else if (nearest.matches()) {
        int wanted = DAY_OF_MONTH.value(text, nearest.group(1));
        days = days.or(day -> isNearestWeekday(day, wanted));
      } else {
        NavigableSet<Integer> values = DAY_OF_MONTH.values(text, item);
        days = days.or(day -> values.contains(day.getDayOfMonth()));
      }
    }
    return days;
  }

  /** Within the month: the 1st on a Saturday moves to the 3rd. No 31st, no firing. */
  private static boolean isNearestWeekday(LocalDate day, int wanted) {
    if (wanted > day.lengthOfMonth()) {
      return false;
    }
    LocalDate nearest = day.withDayOfMonth(wanted);
    if (nearest.getDayOfWeek() == DayOfWeek.SATURDAY) {
      nearest = nearest.plusDays(wanted == 1 ? 2 : -1);
    } else if (nearest.getDayOfWeek() == DayOfWeek.SUNDAY) {
      nearest = nearest.plusDays(wanted == day.lengthOfMonth() ? -2 : 1);
    }
    return nearest.equals(day);
  }

  private static Predicate<LocalDate> daysOfWeek(String text, String field) {
    if (field.contains("#") && field.contains(",")) {
      throw refused(text, "has # in a list of days-of-week"); // As AWS documents.
    }
    Predicate<LocalDate> days = day -> false;
    for (String item : field.split(",", -1)) {
      Matcher last = LAST_OF_MONTH.matcher(item);
      Matcher nth = NTH_OF_MONTH.matcher(item);
      if (item.equals("L")) {
        days = days.or(day -> day.getDayOfWeek() == DayOfWeek.SATURDAY);
      } else if (last.matches()) {
        DayOfWeek wanted = dayOfWeek(DAY_OF_WEEK.value(text, last.group(1)));
        days = days.or(day -> day.equals(day.with(TemporalAdjusters.lastInMonth(wanted))));
      } else if (nth.matches()) {
        DayOfWeek wanted = dayOfWeek(DAY_OF_WEEK.value(text, nth.group(1)));
        int count = Integer.parseInt(nth.group(2));
        days =
            days.or(
                day -> day.getDayOfWeek() == wanted && (day.getDayOfMonth() - 1) / 7 + 1 == count);
      } else {
        NavigableSet<Integer> values = DAY_OF_WEEK.values(text, item);
        days = days.or(day -> values.contains(day.getDayOfWeek().getValue() % 7 + 1));
      }
    }
    return days;
  }

  /** AWS counts from Sunday, 1. */
  private static DayOfWeek dayOfWeek(int number) {
    return DayOfWeek.SATURDAY.plus(number);
  }

  /** The first time after {@code after}; empty if there is none. */
  Optional<LocalDateTime> next(LocalDateTime after) {
    LocalDate day = after.toLocalDate();
    if (matches(day)) {
      Optional<LocalTime> today = next(after.toLocalTime());
      if (today.isPresent()) {
        return Optional.of(day.atTime(today.get()));
      }
    }
    LocalTime first = LocalTime.of(hours.first(), minutes.first());
    for (day = day.plusDays(1); day.getYear() <= years.last(); day = dayAfter(day)) {
      if (matches(day)) {
        return Optional.of(day.atTime(first));
      }
    }
    return Optional.empty();
  }

  /** Months that do not match are passed at once: a leap day may be far. */
  private LocalDate dayAfter(LocalDate day) {
    return months.contains(day.getMonthValue())
        ? day.plusDays(1)
        : day.with(TemporalAdjusters.firstDayOfNextMonth());
  }

  private boolean matches(LocalDate day) {
    return years.contains(day.getYear()) && months.contains(day.getMonthValue()) && days.test(day);
  }

  private Optional<LocalTime> next(LocalTime after) {
    Integer minute = hours.contains(after.getHour()) ? minutes.higher(after.getMinute()) : null;
    if (minute != null) {
      return Optional.of(LocalTime.of(after.getHour(), minute));
    }
    return Optional.ofNullable(hours.higher(after.getHour()))
        .map(hour -> LocalTime.of(hour, minutes.first()));
  }
}
