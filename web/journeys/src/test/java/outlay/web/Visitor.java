package outlay.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Someone with a browser of their own: nothing is shared with another visitor. Whatever the page
 * complains about on its console is kept.
 */
final class Visitor implements AutoCloseable {
  /** How the visitor looks at the page. */
  record Screen(int width, int height, ColorScheme colours) {
    static final Screen DESKTOP = new Screen(1280, 900, ColorScheme.LIGHT);
  }

  private final URI web;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  private Visitor(URI web, BrowserContext context) {
    this.web = web;
    this.context = context;
    this.page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          // A refusal by the API is logged by the browser; the page says what it makes of it.
          boolean refusal = message.text().startsWith("Failed to load resource");
          if (message.type().equals("error") && !refusal) {
            complaints.add(message.text());
          }
        });
  }

  /** Opens a browser that reads English as in India. */
  static Visitor on(Browser browser, URI web, Screen screen) {
    return new Visitor(
        web,
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale("en-IN")
                .setTimezoneId("Asia/Kolkata")
                .setColorScheme(screen.colours())
                .setViewportSize(screen.width(), screen.height())));
  }

  /** Signs in on the way to {@code path}. */
  Visitor signsIn(String name, String path, String... groups) {
    opens(path);
    button("Sign in").click();
    page.getByLabel("Name").fill(name);
    for (String group : groups) {
      page.getByLabel(group).check();
    }
    button("Sign in").click();
    assertThat(page.locator("main .page")).isVisible();
    return this;
  }

  /** Loads a page anew. */
  Response opens(String path) {
    return page.navigate(web.resolve(path).toString());
  }

  /** Asks for a file, without showing it. */
  APIResponse gets(String path) {
    return context.request().get(web + path);
  }

  /** The text at an address that is not the page's. */
  String gets(URI address) {
    return context.request().get(address.toString()).text();
  }

  /** Goes to another view as a link on the page does, without loading the page anew. */
  void goes(String path) {
    page.evaluate(
        "(path) => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }",
        path);
  }

  /** Opens a view anew until it shows this: what follows from a change takes a moment. */
  void opensUntil(String path, Locator shown) {
    page.waitForCondition(
        () -> {
          opens(path);
          assertThat(page.locator("main h1")).isVisible();
          assertThat(page.locator(".skeleton")).hasCount(0);
          return shown.isVisible();
        },
        new Page.WaitForConditionOptions().setTimeout(Chromium.PATIENCE_MS));
  }

  /** Adds an expense of today in INR with the dialog. */
  void adds(String amount, String category, String description) {
    button("Add expense").first().click();
    Locator dialog = page.locator("dialog");
    dialog.getByLabel("Amount").fill(amount);
    dialog.getByLabel("Category", new Locator.GetByLabelOptions().setExact(true)).fill(category);
    dialog.getByLabel("Description").fill(description);
    dialog
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save").setExact(true))
        .click();
    assertThat(dialog).isHidden();
  }

  /** Sets a budget in INR with the dialog, in the view of budgets. */
  void budgets(String limit, String category) {
    button("Set a budget").first().click();
    Locator dialog = page.locator("dialog");
    dialog.locator("[name=limit]").fill(limit);
    dialog.locator("[name=category]").fill(category);
    button("Save").click();
    assertThat(dialog).isHidden();
  }

  /** The card of a budget. */
  Locator budget(String name) {
    return page.locator(".budgets > li")
        .filter(new Locator.FilterOptions().setHas(button("Edit " + name)));
  }

  /** Chooses a file to import. */
  void chooses(Path file) {
    page.locator("#file").setInputFiles(file);
  }

  /** A button by its whole name. */
  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Rows of expenses. */
  Locator rows() {
    return page.locator(".days .rows > li");
  }

  /** The notices at the bottom. */
  Locator notice() {
    return page.locator(".toast");
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** What the page's console and its uncaught errors said. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    context.close();
  }
}
