package outlay.jobs.report;

import java.math.BigInteger;
import java.util.List;

/**
 * Charts as inline SVG, drawn by classes of the page's style sheet. Each has a title and a
 * description for who does not see it; the page states the same numbers in a table.
 */
final class Chart {
  private static final int WIDTH = 640;
  private static final int LABEL_WIDTH = 170;
  private static final int BAR_WIDTH = 330;
  private static final int ROW_HEIGHT = 26;
  private static final int MAX_LABEL = 22;
  private static final int DAYS_HEIGHT = 150;
  private static final int TICK_EVERY = 5;

  /**
   * @param style the class that colours it: {@code spent}, {@code earned}, {@code rest}
   * @param label what it is, as a user wrote it
   * @param length in any unit, the same for all of a chart; zero or more
   * @param value the length as people read it
   */
  record Bar(String style, String label, long length, String value) {}

  /** What was spent and earned on one day. */
  record Day(Bar spent, Bar earned) {}

  private Chart() {}

  /** Horizontal bars, one below the other. */
  static String bars(String id, String title, String description, List<Bar> bars) {
    long longest = bars.stream().mapToLong(Bar::length).max().orElse(0);
    StringBuilder svg = open(id, title, description, bars.size() * ROW_HEIGHT + 4);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      int top = i * ROW_HEIGHT + 4;
      int width = scaled(bar.length(), longest, BAR_WIDTH);
      svg.append("<g><title>").append(caption(bar)).append("</title>");
      svg.append("<text class=\"label\" x=\"").append(LABEL_WIDTH);
      svg.append("\" y=\"").append(top + 15).append("\">");
      svg.append(Html.escape(Html.cut(bar.label(), MAX_LABEL))).append("</text>");
      rectangle(svg, bar.style(), LABEL_WIDTH + 10, top, width, ROW_HEIGHT - 6);
      svg.append("<text x=\"").append(LABEL_WIDTH + 16 + width);
      svg.append("\" y=\"").append(top + 15).append("\">");
      svg.append(bar.value()).append("</text></g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  /** Two columns a day, side by side. */
  static String days(String id, String title, String description, List<Day> days) {
    long longest =
        days.stream()
            .mapToLong(day -> Math.max(day.spent().length(), day.earned().length()))
            .max()
            .orElse(0);
    int slot = WIDTH / days.size();
    int column = slot / 2 - 1;
    StringBuilder svg = open(id, title, description, DAYS_HEIGHT + 20);
    svg.append("<line class=\"axis\" x1=\"0\" x2=\"").append(WIDTH);
    svg.append("\" y1=\"").append(DAYS_HEIGHT).append("\" y2=\"").append(DAYS_HEIGHT);
    svg.append("\"/>\n");
    for (int i = 0; i < days.size(); i++) {
      int left = i * slot + 1;
      column(svg, days.get(i).spent(), left, column, longest);
      column(svg, days.get(i).earned(), left + column, column, longest);
      if (i == 0 || (i + 1) % TICK_EVERY == 0) {
        svg.append("<text class=\"tick\" x=\"").append(left + column);
        svg.append("\" y=\"").append(DAYS_HEIGHT + 15).append("\">");
        svg.append(i + 1).append("</text>\n");
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static void column(StringBuilder svg, Bar bar, int left, int width, long longest) {
    if (bar.length() == 0) {
      return;
    }
    int height = scaled(bar.length(), longest, DAYS_HEIGHT - 6);
    svg.append("<g><title>").append(caption(bar)).append("</title>");
    rectangle(svg, bar.style(), left, DAYS_HEIGHT - height, width, height);
    svg.append("</g>\n");
  }

  private static StringBuilder open(String id, String title, String description, int height) {
    return new StringBuilder()
        .append("<svg role=\"img\" viewBox=\"0 0 ")
        .append(WIDTH)
        .append(' ')
        .append(height)
        .append("\" aria-labelledby=\"")
        .append(id)
        .append("-title ")
        .append(id)
        .append("-desc\">\n<title id=\"")
        .append(id)
        .append("-title\">")
        .append(Html.escape(title))
        .append("</title>\n<desc id=\"")
        .append(id)
        .append("-desc\">")
        .append(Html.escape(description))
        .append("</desc>\n");
  }

  private static String caption(Bar bar) {
    return Html.escape(bar.label()) + ": " + bar.value();
  }

  private static void rectangle(
      StringBuilder svg, String style, int x, int y, int width, int height) {
    svg.append("<rect class=\"").append(style);
    svg.append("\" x=\"").append(x).append("\" y=\"").append(y);
    svg.append("\" width=\"").append(width).append("\" height=\"").append(height).append("\"/>");
  }

  /** The length in pixels where the longest takes {@code pixels}: at least one if it is any. */
  static int scaled(long length, long longest, int pixels) {
    if (length == 0) {
      return 0;
    }
    return BigInteger.valueOf(length)
        .multiply(BigInteger.valueOf(pixels))
        .divide(BigInteger.valueOf(longest))
        .max(BigInteger.ONE)
        .intValueExact();
  }
}
