package outlay.bench;

import java.util.Locale;

/**
 * A figure that must not exceed another.
 *
 * @param what as a noun, with its unit
 * @param measured what was found
 * @param most what it may be
 */
record Target(String what, double measured, double most) {
  boolean holds() {
    return measured <= most;
  }

  /**
   * A line of Markdown: the figure, the target, and whether it holds or by how much it does not.
   */
  String line() {
    String verdict =
        holds()
            ? "**holds**"
            : String.format(
                Locale.ROOT, "**does not hold**, by %.0f %%", (measured / most - 1) * 100);
    return String.format(
        Locale.ROOT, "- %s: %.2f, target ≤ %.2f: %s", what, measured, most, verdict);
  }
}
