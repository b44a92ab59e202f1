package outlay.bench.figures;

import java.util.List;
import java.util.Locale;

/**
 * What was to be reached, and what was.
 *
 * @param atMost whether more than the limit is too much; else less is too little
 * @param obstacle what stands in the way where it does not hold
 */
record Target(
    String what, boolean atMost, double limit, double measured, String unit, String obstacle) {

  /** Measured is not to exceed the limit. */
  static Target atMost(String what, double limit, double measured, String unit, String obstacle) {
    return new Target(what, true, limit, measured, unit, obstacle);
  }

  /** Measured is not to fall short of the limit. */
  static Target atLeast(String what, double limit, double measured, String unit, String obstacle) {
    return new Target(what, false, limit, measured, unit, obstacle);
  }

  /** Rounded as it is shown, so that nothing is refused for what cannot be seen. */
  boolean holds() {
    double shown = Math.round(measured * 100) / 100.0;
    return atMost ? shown <= limit : shown >= limit;
  }

  private String verdict() {
    if (holds()) {
      return "holds";
    }
    return String.format(
        Locale.ROOT,
        "**does not**: by %.2f%s (%.0f %%); %s",
        Math.abs(measured - limit),
        unit,
        100 * Math.abs(measured - limit) / limit,
        obstacle);
  }

  /** A table in Markdown. */
  static String table(List<Target> targets) {
    StringBuilder table = new StringBuilder("| what | target | measured | |\n|---|---|---|---|\n");
    for (Target target : targets) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s %s%s | %.2f%s | %s |%n",
              target.what,
              target.atMost ? "≤" : "≥",
              number(target.limit),
              target.unit,
              target.measured,
              target.unit,
              target.verdict()));
    }
    return table.toString();
  }

  private static String number(double limit) {
    return limit == Math.rint(limit)
        ? String.format(Locale.ROOT, "%.0f", limit)
        : String.format(Locale.ROOT, "%s", limit);
  }
}
