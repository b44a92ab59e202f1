package outlay.query;

import java.time.LocalDate;
import java.util.Optional;

/** What days are summed by. */
enum Period {
  DAY {
    @Override
    LocalDate startOf(LocalDate date) {
      return date;
    }

    @Override
    LocalDate after(LocalDate start) {
      return start.plusDays(1);
    }

    @Override
    LocalDate defaultFrom(LocalDate to) {
      return to.withDayOfMonth(1);
    }

    @Override
    String name(LocalDate start) {
      return start.toString();
    }
  },

  /** From Monday to Sunday, named as ISO 8601 does: a week belongs to the year of its Thursday. */
  WEEK {
    @Override
    LocalDate startOf(LocalDate date) {
      return date.minusDays(date.getDayOfWeek().getValue() - 1L);
    }

    @Override
    LocalDate after(LocalDate start) {
      return start.plusWeeks(1);
    }

    @Override
    LocalDate defaultFrom(LocalDate to) {
      return startOf(to).minusWeeks(DEFAULT_PERIODS - 1L);
    }

    @Override
    String name(LocalDate start) {
      LocalDate thursday = start.plusDays(3);
      int week = (thursday.getDayOfYear() - 1) / 7 + 1;
      return thursday.getYear() + (week < 10 ? "-W0" : "-W") + week;
    }
  },

  MONTH {
    @Override
    LocalDate startOf(LocalDate date) {
      return date.withDayOfMonth(1);
    }

    @Override
    LocalDate after(LocalDate start) {
      return start.plusMonths(1);
    }

    @Override
    LocalDate defaultFrom(LocalDate to) {
      return startOf(to).minusMonths(DEFAULT_PERIODS - 1L);
    }

    @Override
    String name(LocalDate start) {
      return start.toString().substring(0, 7);
    }
  };

  private static final int DEFAULT_PERIODS = 12;

  static Optional<Period> find(String wireName) {
    return switch (wireName) {
      case "day" -> Optional.of(DAY);
      case "week" -> Optional.of(WEEK);
      case "month" -> Optional.of(MONTH);
      default -> Optional.empty();
    };
  }

  /** What stands in JSON. */
  String wireName() {
    return switch (this) {
      case DAY -> "day";
      case WEEK -> "week";
      case MONTH -> "month";
    };
  }

  /** The first day of the period that {@code date} is in. */
  abstract LocalDate startOf(LocalDate date);

  /** The first day of the next period. */
  abstract LocalDate after(LocalDate start);

  /** Where a summary begins that says only where it ends. */
  abstract LocalDate defaultFrom(LocalDate to);

  /** {@code 2026-01-22}, {@code 2026-W04}, {@code 2026-01}. */
  abstract String name(LocalDate start);
}
