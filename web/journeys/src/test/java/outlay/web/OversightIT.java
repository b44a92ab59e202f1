package outlay.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Budgets, alerts, reports, the organization, the console; and every view on every screen. */
class OversightIT extends Journeys {
  private static final List<String> VIEWS =
      List.of(
          "/",
          "/expenses",
          "/budgets",
          "/import",
          "/organization?month=2025-05",
          "/reports",
          "/nowhere");

  /** Publishes the report of May 2025, and adds all users up. */
  @BeforeAll
  void closeMonth() throws Exception {
    try (Visitor omar = visitor().signsIn("omar", "/import")) {
      omar.chooses(
          csv(
              "closed.csv",
              """
              date,type,category,amount,currency
              2025-05-02,expense,Food,30,CHF
              2025-05-30,expense,Travel,10,CHF
              2025-05-31,income,Refund,7.50,CHF
              """));
      omar.button("Add 3 rows").click();
      assertThat(omar.find("main h2")).hasText("3 added");
      omar.opensUntil("/?month=2025-05", omar.page().getByText("CHF 40.00").first());
    }
    stack.invoke("Report", "{\"month\": \"2025-05\"}");
    stack.invoke("Organization", "{}");
  }

  // ---------------------------------------------------------------- Budgets, groups

  @Test
  void budget_isSetChangedAndDeleted_andItsBarTurns() {
    String category = "Out? & about/..";
    try (Visitor asha = visitor().signsIn("asha-budget", "/budgets")) {
      asha.adds("420", category, "");
      asha.opensUntil("/budgets", asha.budget("All spending in INR"));
      assertThat(asha.budget("All spending in INR")).containsText("Default");
      Locator card = asha.budget(category);
      Locator meter = card.locator(".meter");

      asha.budgets("5000", category);
      assertThat(meter).hasClass("meter ok");
      assertThat(card).containsText("₹4,580.00 left");
      Object calm = meter.locator(".value").evaluate(COLOUR);

      change(asha, category, "500", "80, 100");
      assertThat(meter).hasClass("meter near");
      assertThat(card).containsText("₹80.00 left");
      Object near = meter.locator(".value").evaluate(COLOUR);

      change(asha, category, "400", "80, 100");
      assertThat(meter).hasClass("meter over");
      assertThat(card).containsText("₹20.00 over");
      assertThat(card).containsText("Exceeded on");
      assertThat(List.of(calm, near, meter.locator(".value").evaluate(COLOUR)))
          .doesNotHaveDuplicates();
      assertThat(asha.button("Edit " + category)).isFocused();

      asha.button("Delete " + category).click();
      assertThat(card).hasCount(0);
      asha.button("Undo").click();
      assertThat(meter).hasClass("meter over");
      asha.button("Delete " + category).click();
      assertThat(card).hasCount(0);
      asha.page().reload();
      assertThat(asha.budget("All spending in INR")).isVisible();
      assertThat(card).hasCount(0);
      assertThat(asha.complaints()).isEmpty();
    }
  }

  @Test
  void budgets_followWithoutTakingAwayWhatIsPressed() {
    try (Visitor asha = visitor().signsIn("asha-press", "/budgets")) {
      asha.budgets("5000", "Tea");
      Locator card = asha.budget("Tea");
      card.locator("[aria-label^=Delete]").hover();

      asha.page().mouse().down();
      asha.page().waitForResponse(answer -> answer.url().contains("/budgets?"), () -> {});
      asha.page().waitForFunction(TWO_FRAMES);
      asha.page().mouse().up();

      assertThat(card).hasCount(0);
    }
  }

  private static final String TWO_FRAMES =
      "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";

  private static final String COLOUR = "(bar) => getComputedStyle(bar).backgroundColor";

  private static void change(Visitor visitor, String budget, String limit, String levels) {
    visitor.button("Edit " + budget).click();
    visitor.find("dialog [name=limit]").fill(limit);
    visitor.find("dialog [name=alertLevels]").fill(levels);
    visitor.button("Save").click();
    assertThat(visitor.find("dialog")).hasCount(0);
  }

  @Test
  void budget_wrong_isSaidAtItsFields() {
    try (Visitor asha = visitor().signsIn("asha-wrong", "/budgets")) {
      asha.button("Set a budget").first().click();
      Locator dialog = asha.find("dialog");
      dialog.locator("[name=limit]").fill("0");
      dialog.locator("[name=alertLevels]").fill("80, all");
      asha.button("Save").click();
      assertThat(dialog).containsText("greater than zero");
      assertThat(dialog).containsText("Enter whole percentages");
      assertThat(dialog.locator("[name=limit]")).isFocused();

      dialog.locator("[name=limit]").fill("10");
      dialog.locator("[name=alertLevels]").fill("80, 1001");
      asha.button("Save").click();

      assertThat(dialog).containsText("percentages from 1 to 1000");
      assertThat(Axe.violations(asha.page())).isEmpty();
    }
  }

  @Test
  void alert_ofABudget_isInTheHistory() {
    try (Visitor asha = visitor().signsIn("asha-history", "/budgets")) {
      asha.adds("90", "Food", "");
      asha.budgets("100", "Food");

      asha.opensUntil("/budgets", asha.page().getByText("80 % of ₹100.00 reached: Food"));
    }
  }

  @Test
  void alerts_areMailedToWhoFollowsTheLink() {
    String inbox = "to=asha-mails@outlay.example";
    try (Visitor asha = visitor().signsIn("asha-mails", "/budgets")) {
      Locator state = asha.find("[aria-label='E-mail alerts'] .tag");
      assertThat(state).hasText("Off");
      asha.button("Send me alerts").click();
      assertThat(state).hasText("Waiting for you");

      Page tab = asha.context().newPage();
      tab.navigate(stack.mail() + "/mail/" + mail(asha, inbox, "To confirm"));
      tab.locator("pre a").click();
      tab.waitForURL("**Action=ConfirmSubscription**");
      tab.close();
      asha.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");
      assertThat(state).hasText("On");
      assertThat(Axe.violations(asha.page())).isEmpty();

      asha.adds("777.77", "Travel", "Train");
      assertThat(mail(asha, inbox, "777.77")).isNotEmpty();
      asha.button("Stop").click();
      assertThat(state).hasText("Off");
      asha.page().reload();
      assertThat(state).hasText("Off");
      assertThat(asha.complaints()).isEmpty();
    }
  }

  /** One budget at each level, and a subscription that waits. */
  private void showEveryLevel(Visitor visitor) {
    Page page = visitor.page();
    page.route(url -> url.startsWith(stack.api() + "/budgets"), route -> answer(route, BUDGETS));
    page.route(
        stack.api() + "/alert-subscription",
        route -> answer(route, "{\"state\": \"pending\", \"email\": \"finn@outlay.example\"}"));
    visitor.opens("/budgets?month=2026-11");
    for (String level : List.of("ok", "near", "over")) {
      assertThat(visitor.find(".meter." + level)).hasCount(1);
    }
    assertThat(visitor.find(".tag.pending")).isVisible();
  }

  private static final String BUDGETS =
      """
      {"month": "2026-11", "items": [
        {"currency": "INR", "limit": 500.00, "alertLevels": [80, 100], "spent": 100.00, "left": 400.00,
         "percent": 20.0},
        {"currency": "INR", "category": "Food", "limit": 500.00, "alertLevels": [80, 100], "spent": 420.00,
         "left": 80.00, "percent": 84.0, "projected": 620.00, "exceededOn": "2026-11-24"},
        {"currency": "INR", "category": "Fun", "limit": 10.00, "alertLevels": [80, 100], "spent": 11.50,
         "left": -1.50, "percent": 115.0}]}
      """;

  private void answer(Route route, String json) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(200)
            .setContentType("application/json")
            .setHeaders(Map.of("access-control-allow-origin", stack.web().toString()))
            .setBody(json));
  }

  @Test
  void report_isOpenedByAnOperator() throws Exception {
    try (Visitor olga = visitor().signsIn("olga-reports", "/reports", "operators")) {
      assertThat(olga.find(".reports h2")).hasText("May 2025");
      assertThat(olga.find(".reports")).containsText("3 rows, 1 person");

      Download file =
          olga.page()
              .waitForDownload(() -> olga.button("Download expenses.csv of May 2025").click());

      assertThat(file.suggestedFilename()).isEqualTo("2025-05-expenses.csv");
      assertThat(Files.readString(file.path())).contains("omar", "Travel", "CHF");
      assertThat(olga.find("main h1")).hasText("Reports");
      assertThat(olga.complaints()).isEmpty();
    }
  }

  @Test
  void report_inTheArchive_isShownAsSuch() {
    try (Visitor olga = visitor().signsIn("olga-archive", "/", "operators")) {
      olga.page()
          .route(
              stack.api() + "/reports",
              route ->
                  answer(
                      route,
                      """
                      {"items": [{"month": "2025-01", "archived": true, "files": []}]}
                      """));
      olga.opens("/reports");

      assertThat(olga.find(".reports")).containsText("January 2025");
      assertThat(olga.find(".reports .tag")).hasText("Archived");
      assertThat(olga.find(".reports button")).hasCount(0);
      assertThat(Axe.violations(olga.page())).isEmpty();
    }
  }

  @Test
  void reports_areNotForOthers() {
    try (Visitor asha = visitor().signsIn("asha-curious", "/reports");
        Visitor olga = visitor().signsIn("olga-curious", "/organization", "operators")) {
      for (String view : List.of("/reports", "/organization")) {
        asha.opens(view);
        assertThat(asha.find("main .empty h2")).hasText("This is not for you");
        assertThat(asha.find(".menu a[href='" + view + "']")).hasCount(0);
        assertThat(Axe.violations(asha.page())).as(view).isEmpty();
      }
      assertThat(olga.find("main .empty h2")).hasText("This is not for you");
    }
  }

  @Test
  void organization_isAddedUpForFinance() {
    try (Visitor finn = visitor().signsIn("finn-all", "/organization?month=2025-05", "finance")) {
      Locator francs = finn.find("section[aria-label=CHF]");
      assertThat(francs).containsText("1 person, 3 entries");
      assertThat(francs.locator("dd"))
          .hasText(new String[] {"CHF 40.00", "CHF 7.50", "-CHF 32.50"});
      assertThat(francs.locator(".bars li")).hasCount(2);
      finn.opens("/organization?month=2024-05");
      assertThat(finn.find("main .empty h2")).hasText("Nothing in May 2024");
    }
  }

  @Test
  void menu_showsGroupsTheirOwn() {
    try (Visitor asha = visitor().signsIn("asha-none", "/");
        Visitor olga = visitor().signsIn("olga", "/", "operators");
        Visitor finn = visitor().signsIn("finn", "/", "finance")) {
      assertThat(asha.find(".menu .item"))
          .hasText(new String[] {"Overview", "Expenses", "Budgets", "Import"});
      assertThat(olga.find(".menu .item").last()).hasText("Reports");
      assertThat(finn.find(".menu .item")).hasCount(6);
    }
  }

  // ---------------------------------------------------------------- For everyone

  static Stream<Visitor.Screen> screens() {
    return Stream.of(
        Visitor.Screen.DESKTOP,
        new Visitor.Screen(1280, 900, ColorScheme.DARK),
        new Visitor.Screen(320, 640, ColorScheme.LIGHT));
  }

  @ParameterizedTest
  @MethodSource("screens")
  void views_areAccessible_andFit(Visitor.Screen screen) {
    try (Visitor finn = visitor(screen)) {
      finn.opens("/");
      assertThat(Axe.violations(finn.page())).as("sign-in").isEmpty();
      finn.signsIn("finn-" + screen.width() + screen.colours(), "/expenses", "finance");
      finn.adds("12345.67", "A category with quite a long name, as some people have them", "Note");
      for (String view : VIEWS) {
        finn.opens(view);
        assertThat(finn.find("main h1")).isVisible();
        assertThat(finn.find(".skeleton")).hasCount(0);

        assertThat(Axe.violations(finn.page())).as(view).isEmpty();
        assertThat(finn.page().evaluate(BEYOND_THE_EDGE)).as(view).isEqualTo(0);
      }
      showEveryLevel(finn);
      assertThat(Axe.violations(finn.page())).as("budgets at every level").isEmpty();
      assertThat(finn.page().evaluate(BEYOND_THE_EDGE)).as("budgets").isEqualTo(0);
      finn.opens("/expenses");
      finn.find("[aria-label^=Edit]").first().click();
      assertThat(Axe.violations(finn.page())).as("edit in place").isEmpty();
      finn.button("Add expense").first().click();
      finn.find("dialog [value=once]").click();
      assertThat(Axe.violations(finn.page())).as("dialog").isEmpty();
    }
  }

  private static final String BEYOND_THE_EDGE =
      "document.documentElement.scrollWidth - document.documentElement.clientWidth";

  @Test
  void keyboard_isEnough() {
    try (Visitor asha = visitor().signsIn("asha-keys", "/expenses")) {
      Page page = asha.page();
      page.keyboard().press("n");
      assertThat(asha.find("dialog [name=amount]")).isFocused();
      page.keyboard().type("5");
      page.keyboard().press("Tab");
      page.keyboard().press("Tab");
      page.keyboard().type("Tea");
      page.keyboard().press("Enter");
      assertThat(asha.rows()).hasCount(1);
      page.keyboard().press("n");
      page.keyboard().press("Escape");
      assertThat(asha.find("dialog")).hasCount(0);

      asha.button("Edit Tea, ₹5.00").focus();
      page.keyboard().press("Enter");
      page.keyboard().press("Escape");
      assertThat(asha.button("Edit Tea, ₹5.00")).isFocused();
      page.keyboard().press("Tab");
      page.keyboard().press("Enter");
      assertThat(asha.rows()).hasCount(0);
    }
  }

  @Test
  void offline_isSaid_andNothingIsLost() {
    try (Visitor asha = visitor().signsIn("asha-offline", "/expenses")) {
      asha.button("Add expense").first().click();
      Locator dialog = asha.find("dialog");
      dialog.getByLabel("Amount").fill("8");
      dialog.locator("[name=category]").fill("Tea");
      asha.context().setOffline(true);
      dialog.locator("[value=once]").click();
      assertThat(dialog.locator("form > .problem")).containsText("You are offline");
      assertThat(asha.find("#banner")).containsText("You are offline");

      asha.context().setOffline(false);
      dialog.locator("[value=once]").click();

      assertThat(asha.rows()).hasCount(1);
      assertThat(asha.find("#banner")).isEmpty();
    }
  }

  @Test
  void page_isServedUnderAStrictPolicy() {
    try (Visitor anyone = visitor()) {
      Response page = anyone.opens("/");

      assertThat(page.headerValue("content-security-policy"))
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "trusted-types")
          .doesNotContain("unsafe");
      assertThat(page.headerValue("x-content-type-options")).isEqualTo("nosniff");
      assertThat(anyone.gets("/config.json").headers()).containsEntry("cache-control", "no-store");
      assertThat(anyone.gets("/js/none.js").status()).isEqualTo(404);
      assertThat(anyone.gets("/%2e%2e/%2e%2e/pom.xml").text()).doesNotContain("<project");
      assertThat(anyone.gets("/..%2f..%2f..%2fpom.xml").text()).doesNotContain("<project");
    }
  }

  @Test
  void console_runsASchedule() {
    try (Visitor developer = visitor()) {
      developer.opens("/console");
      Locator reconcile = developer.find("tr:has(th:text-is('Reconcile'))");
      Locator invocations = reconcile.locator("td").first();
      String before = invocations.innerText(); // Not 0 if its schedule was due just now.

      developer.find("button[aria-label*='Reconcile']").click();

      assertThat(developer.find("#said")).containsText("was started");
      assertThat(invocations).not().hasText(before);
      assertThat(reconcile.locator("td").nth(1)).hasText("0"); // Errors.
      assertThat(developer.complaints()).isEmpty();
    }
  }

  @Test
  void console_showsWhatRuns() {
    try (Visitor developer = visitor()) {
      developer.opens("/console");

      assertThat(developer.page().getByText("Totals-ExpenseChanges")).isVisible();
      assertThat(developer.page().getByText("ExpensesTable")).isVisible();
      assertThat(Axe.violations(developer.page())).isEmpty();
      assertThat(developer.complaints()).isEmpty();
    }
  }
}
