package outlay.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures in {@code docs/images}: only when asked to, with {@code outlay.pictures}. */
@EnabledIfSystemProperty(named = "outlay.pictures", matches = "true")
class PicturesIT {
  private static final Path IMAGES = Path.of("..", "..", "docs", "images");
  private static final long SEED = 4;
  private static final int MONTHS = 12;

  /** What a household spends in a month: category, how often, from, to, and a note. */
  private record Habit(String category, int times, int from, int to, String note) {}

  private static final List<Habit> HABITS =
      List.of(
          new Habit("Groceries", 9, 150, 700, "Spice Corner"),
          new Habit("Eating out", 6, 120, 600, "Lunch with Ravi"),
          new Habit("Transport", 8, 40, 260, "Metro card"),
          new Habit("Rent", 1, 2800, 2800, "Flat"),
          new Habit("Health", 1, 200, 800, "Pharmacy"),
          new Habit("Phone and internet", 1, 399, 399, "Fibre"),
          new Habit("Books", 1, 150, 600, ""),
          new Habit("Travel", 1, 500, 2200, "Train to Pune"));

  /** Limits by category, in the order in which they are set. */
  private static final Map<String, String> BUDGETS =
      new TreeMap<>(
          Map.of(
              "Eating out", "2000",
              "Groceries", "5000",
              "Transport", "2000",
              "Travel", "1500",
              "", "14000"));

  @Test
  void takePictures(@TempDir Path data) throws Exception {
    Files.createDirectories(IMAGES);
    try (Chromium chromium = Chromium.start();
        RunningStack stack = RunningStack.start(data.resolve("stack"))) {
      Path file =
          Files.writeString(
              data.resolve("household.csv"), household(LocalDate.now(ZoneOffset.UTC)));
      try (Visitor asha =
          Visitor.on(chromium.browser(), stack.web(), Visitor.Screen.DESKTOP)
              .signsIn("asha", "/import")) {
        asha.chooses(file);
        take(asha, "import-1280-light", false);
        asha.page().getByText("Add ").and(asha.find("section button")).click();
        assertThat(asha.find("main h2")).containsText("added");
        asha.opens("/budgets");
        BUDGETS.forEach((category, limit) -> asha.budgets(limit, category));
        asha.button("Send me alerts").click();
        assertThat(asha.find(".tag.pending")).isVisible();
      }
      YearMonth now = YearMonth.now(ZoneOffset.UTC);
      for (int back = 3; back > 0; back--) {
        stack.invoke("Report", "{\"month\": \"" + now.minusMonths(back) + "\"}");
      }
      for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        for (int width : List.of(1280, 360)) {
          Visitor.Screen screen = new Visitor.Screen(width, width == 360 ? 780 : 900, colours);
          try (Visitor asha = Visitor.on(chromium.browser(), stack.web(), screen)) {
            asha.page()
                .emulateMedia(
                    new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            views(
                asha.signsIn("asha", "/", "operators"),
                width + "-" + colours.name().toLowerCase(Locale.ROOT));
          }
        }
      }
    }
  }

  private static void views(Visitor asha, String screen) {
    for (String view : List.of("/", "/expenses", "/budgets", "/reports")) {
      asha.opens(view);
      assertThat(asha.find(".skeleton")).hasCount(0);
      take(asha, (view.length() == 1 ? "overview" : view.substring(1)) + "-" + screen, true);
    }
    asha.opens("/expenses");
    asha.button("Add expense").first().click();
    Locator suggestions = asha.find("dialog .chip");
    assertThat(suggestions.first()).isVisible();
    take(asha, "add-" + screen, false);
  }

  private static void take(Visitor visitor, String name, boolean settle) {
    if (settle) {
      visitor
          .page()
          .waitForTimeout(800); // Charts draw themselves; nothing says when they are done.
    }
    visitor.page().screenshot(new Page.ScreenshotOptions().setPath(IMAGES.resolve(name + ".png")));
  }

  /** The same for a day, whenever it is made. */
  private static String household(LocalDate today) {
    Random random = new Random(SEED);
    StringBuilder csv = new StringBuilder("date,type,category,amount,currency,description\n");
    for (int back = MONTHS - 1; back >= 0; back--) {
      LocalDate month = today.withDayOfMonth(1).minusMonths(back);
      csv.append("%s,income,Salary,%d,INR,Salary%n".formatted(month, 12_500 - 90 * back));
      for (Habit habit : HABITS) {
        for (int i = 0; i < habit.times(); i++) {
          LocalDate date = month.plusDays(habit.times() == 1 ? 0 : random.nextInt(28));
          int amount = habit.from() + random.nextInt(habit.to() - habit.from() + 1);
          if (!date.isAfter(today)) {
            csv.append(
                "%s,expense,%s,%d.%02d,INR,%s%n"
                    .formatted(
                        date,
                        habit.category(),
                        amount,
                        habit.times() == 1 ? 0 : random.nextInt(100),
                        habit.note()));
          }
        }
      }
    }
    return csv.toString();
  }
}
