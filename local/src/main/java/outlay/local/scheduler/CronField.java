package outlay.local.scheduler;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a field of a cron expression may hold: values, {@code ,}, {@code -}, {@code *}, and {@code
 * /}.
 *
 * @param names those of the values from {@code least} on, if they have any
 * @param increments whether {@code /} is allowed
 */
record CronField(String name, int least, int greatest, List<String> names, boolean increments) {
  private static final Pattern ITEM =
      Pattern.compile("(?:(\\*)|(\\w+)(?:-(\\w+))?)(?:/(\\d{1,4}))?");

  /** The values that a field stands for. */
  NavigableSet<Integer> values(String expression, String field) {
    NavigableSet<Integer> values = new TreeSet<>();
    for (String item : field.split(",", -1)) {
      Matcher matcher = ITEM.matcher(item);
      if (!matcher.matches() || (matcher.group(4) != null && !increments)) {
        throw refused(expression, item);
      }
      boolean all = matcher.group(1) != null;
      int from = all ? least : value(expression, matcher.group(2));
      int step = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
      int to = from;
      if (matcher.group(3) != null) {
        to = value(expression, matcher.group(3));
      } else if (all || matcher.group(4) != null) {
        to = greatest;
      }
      if (to < from || step == 0) {
        throw refused(expression, item);
      }
      for (int value = from; value <= to; value += step) {
        values.add(value);
      }
    }
    return values;
  }

  /** One value, a number or a name. */
  int value(String expression, String text) {
    int named = names.indexOf(text);
    if (named >= 0) {
      return least + named;
    }
    if (!text.matches("\\d{1,4}")) {
      throw refused(expression, text);
    }
    int value = Integer.parseInt(text);
    if (value < least || value > greatest) {
      throw refused(expression, text);
    }
    return value;
  }

  private Refusal refused(String expression, String item) {
    return Cron.refused(expression, "has '" + item + "' for its " + name);
  }
}
