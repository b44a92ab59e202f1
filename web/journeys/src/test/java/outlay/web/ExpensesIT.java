package outlay.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What everyone does: signs in, records, edits, looks, and imports. */
class ExpensesIT extends Journeys {
  private static final Path DATA = Path.of("..", "..", "..", "shared", "data");

  // ---------------------------------------------------------------- Contract

  @Test
  void docs_showEveryRoute_underTheStrictPolicy() {
    try (Visitor anyone = visitor()) {
      anyone.page().navigate(stack.web() + "/docs");

      assertThat(anyone.find("#said")).hasText("28 routes");
      anyone.link("POST /expenses/batch").click();
      anyone.find("#recordExpenses summary").first().click();
      assertThat(anyone.find("#recordExpenses details[open]")).containsText("\"amount\" : 120.50");
      assertThat(anyone.complaints()).isEmpty();
    }
  }

  // ---------------------------------------------------------------- Sign-in

  @Test
  void signIn_onTheWayToAPage_leadsThere() {
    try (Visitor asha = visitor().signsIn("asha-deep", "/expenses?type=income")) {
      assertThat(asha.page()).hasURL(stack.web() + "/expenses?type=income");
      assertThat(asha.find("main h1")).hasText("Expenses");
      assertThat(asha.complaints()).isEmpty();
    }
  }

  @Test
  void signOut_forgetsEverything() {
    try (Visitor asha = visitor().signsIn("asha-out", "/")) {
      asha.button("Sign out").click();

      assertThat(asha.button("Sign in")).isVisible();
      assertThat(asha.page().evaluate("sessionStorage.length")).isEqualTo(0);
      asha.opens("/expenses");
      assertThat(asha.button("Sign in")).isVisible();
    }
  }

  @Test
  void token_thatEnds_isRenewedUnseen() {
    try (Visitor asha = visitor().signsIn("asha-renews", "/expenses")) {
      endToken(asha, false);

      asha.page().waitForRequest("**/token", () -> asha.opens("/expenses"));

      assertThat(asha.find("main h1")).hasText("Expenses");
      assertThat(asha.find(".empty h2")).hasText("No expenses yet");
    }
  }

  @Test
  void session_thatCannotBeRenewed_asksToSignInAndComesBack() {
    try (Visitor asha = visitor().signsIn("asha-ended", "/expenses")) {
      endToken(asha, true);
      asha.opens("/budgets");

      assertThat(asha.find(".gate .note")).containsText("Your session has ended");
      asha.button("Sign in").click();
      asha.page().getByLabel("Name").fill("asha-ended");
      asha.button("Sign in").click();
      assertThat(asha.page()).hasURL(stack.web() + "/budgets");
    }
  }

  private static void endToken(Visitor visitor, boolean refreshToo) {
    visitor
        .page()
        .evaluate(
            """
            (refreshToo) => {
              const tokens = JSON.parse(sessionStorage.getItem('outlay.tokens'));
              tokens.expiresAt = 0;
              if (refreshToo) delete tokens.refresh;
              sessionStorage.setItem('outlay.tokens', JSON.stringify(tokens));
            }
            """,
            refreshToo);
  }

  @Test
  void signIn_begunElsewhere_isRefused() {
    try (Visitor asha = visitor()) {
      asha.opens("/?code=stolen&state=of-another");

      assertThat(asha.find(".gate .note")).containsText("not begun in this tab");
      assertThat(asha.page()).hasURL(stack.web() + "/");
    }
  }

  // ---------------------------------------------------------------- Expenses

  @Test
  void expense_isAddedEditedDeletedAndBack() {
    try (Visitor mira = visitor().signsIn("mira", "/expenses")) {
      mira.adds("1,280.5", "Food", "Lunch");
      assertThat(mira.rows()).hasCount(1);
      assertThat(mira.rows()).containsText("₹1,280.50");

      mira.button("Edit Food, ₹1,280.50").click();
      mira.rows().getByLabel("Amount").fill("99");
      mira.rows().getByLabel("Date").fill("2026-01-02");
      mira.button("Save").click();
      assertThat(mira.rows()).containsText("₹99.00");
      assertThat(mira.find(".days h2")).containsText("2 January");

      mira.button("Delete Food, ₹99.00").click();
      assertThat(mira.rows()).hasCount(0);
      mira.button("Undo").click();
      assertThat(mira.rows()).hasCount(1);

      mira.page().reload();
      assertThat(mira.rows()).hasCount(1);
      assertThat(mira.rows()).containsText("Lunch");
      assertThat(mira.complaints()).isEmpty();
    }
  }

  @Test
  void expense_wrong_isSaidAtItsFields() {
    try (Visitor mira = visitor().signsIn("mira-wrong", "/expenses")) {
      mira.button("Add expense").first().click();
      Locator dialog = mira.find("dialog");
      dialog.getByLabel("Currency").selectOption("JPY");
      dialog.getByLabel("Amount").fill("12.5");
      dialog.getByLabel("Description").fill("\u202eevil");
      dialog.locator("[value=once]").click();
      assertThat(dialog).containsText("JPY has no fraction digits.");
      assertThat(dialog).containsText("Enter a category.");
      assertThat(dialog.getByLabel("Amount")).isFocused();

      dialog.getByLabel("Amount").fill("12");
      dialog.locator("[name=category]").fill("Food");
      dialog.locator("[value=once]").click();

      assertThat(dialog.getByLabel("Description")).hasAttribute("aria-invalid", "true");
      assertThat(dialog).containsText("no bidirectional override");
    }
  }

  @Test
  void expense_changedElsewhere_isNotOverwritten() {
    try (Visitor first = visitor().signsIn("mira-twice", "/expenses");
        Visitor second = visitor()) {
      first.adds("10", "Food", "");
      second.signsIn("mira-twice", "/expenses");
      second.button("Edit Food, ₹10.00").click();
      first.button("Edit Food, ₹10.00").click();
      first.rows().getByLabel("Amount").fill("11");
      first.button("Save").click();
      assertThat(first.rows()).containsText("₹11.00");

      second.rows().getByLabel("Amount").fill("12");
      second.button("Save").click();

      assertThat(second.find("form .problem[role=alert]")).containsText("changed elsewhere");
    }
  }

  @Test
  void markup_isText() {
    String markup = "\"><img src=x onerror=alert(1)><script>alert(2)</script>";
    try (Visitor eve = visitor().signsIn("eve", "/expenses")) {
      eve.page().onDialog(dialog -> org.junit.jupiter.api.Assertions.fail("a script ran"));
      eve.adds("600", markup, markup);

      assertThat(eve.rows()).containsText(markup);
      eve.opens("/");
      assertThat(eve.find(".bars")).containsText(markup);
      assertThat(eve.find("main img, main script")).hasCount(0);
      assertThat(eve.complaints()).isEmpty();
    }
  }

  @Test
  void list_isFilteredAndPaged() throws Exception {
    StringBuilder rows = new StringBuilder("date,category,amount,description\n");
    for (int i = 1; i <= 60; i++) {
      rows.append(
          "2026-03-%02d,%s,%d,row %d\n".formatted(i % 28 + 1, i <= 55 ? "Many" : "Few", i, i));
    }
    try (Visitor noor = visitor().signsIn("noor", "/import")) {
      noor.chooses(csv("paged.csv", rows.toString()));
      noor.button("Add 60 rows").click();
      assertThat(noor.page().getByText("60 added").first()).isVisible();

      noor.opens("/expenses?month=2026-03");
      assertThat(noor.rows()).hasCount(50);
      noor.button("Show more").click();
      assertThat(noor.rows()).hasCount(60);

      noor.opens("/expenses?category=Few");
      assertThat(noor.rows()).hasCount(5);
      noor.find("[type=search]").fill("row 58");
      noor.find("[type=search]").press("Enter");
      assertThat(noor.rows()).hasCount(1);

      noor.opens("/expenses?month=2026-04");
      assertThat(noor.find(".empty h2")).hasText("Nothing found");
    }
  }

  @Test
  void download_isTheList() throws Exception {
    try (Visitor ravi = visitor().signsIn("ravi-csv", "/expenses")) {
      ravi.adds("12.50", "Food", "=1+1");

      Download file = ravi.page().waitForDownload(() -> ravi.button("CSV").click());

      assertThat(file.suggestedFilename()).isEqualTo("expenses.csv");
      assertThat(Files.readString(file.path())).contains("12.50").contains("'=1+1");
    }
  }

  @Test
  void users_seeNothingOfEachOther() {
    try (Visitor asha = visitor().signsIn("asha-alone", "/expenses");
        Visitor ravi = visitor().signsIn("ravi-alone", "/expenses")) {
      asha.adds("77", "Secret", "mine");
      ravi.page().reload();

      assertThat(ravi.find(".empty h2")).hasText("No expenses yet");
      ravi.opens("/");
      assertThat(ravi.find(".empty h2").first()).hasText("Nothing recorded yet");
    }
  }

  @Test
  void largeExpense_isMailedToFinance() {
    try (Visitor asha = visitor().signsIn("asha-large", "/expenses")) {
      asha.adds("641.37", "Travel", "Train");

      asha.page().navigate(stack.mail() + "/mail/" + mail(asha, "limit=1000", "641.37"));
      assertThat(asha.find("pre").first()).containsText("641.37");
    }
  }

  // ---------------------------------------------------------------- Overview

  @Test
  void overview_showsTheMonthInFiguresAndCharts() throws Exception {
    try (Visitor asha = visitor().signsIn("asha-month", "/import")) {
      asha.chooses(
          csv(
              "month.csv",
              """
              date,type,category,amount,currency
              2026-02-03,expense,Food,"1,200.50",INR
              2026-02-03,expense,Travel,300,INR
              2026-02-20,expense,Food,99.5,INR
              2026-02-01,income,Salary,5000,INR
              2026-01-15,expense,Food,1500,INR
              2026-02-10,expense,Books,1.250,JOD
              """));
      asha.button("Add 6 rows").click();
      assertThat(asha.find("main h2")).hasText("6 added");

      asha.goes("/?month=2026-02&currency=INR");

      assertThat(asha.find(".figures-row .main dd").first()).hasText("₹1,600.00");
      assertThat(asha.find(".figures-row")).containsText("₹100.00 more than in January");
      assertThat(asha.find(".figures-row")).containsText("₹3,400.00");
      assertThat(asha.find(".bars li").first()).containsText("Food");
      assertThat(asha.find(".bars li").first()).containsText("81%");
      assertThat(asha.find("canvas")).hasCount(2);
      asha.find(".figures summary").first().click();
      assertThat(asha.find(".figures").first()).containsText("₹1,500.50");
      asha.link("JOD").click();
      assertThat(asha.find(".figures-row .main dd").first()).hasText("JOD 1.250");
      assertThat(asha.complaints()).isEmpty();
    }
  }

  @Test
  void overview_followsWhatIsAdded() {
    try (Visitor asha = visitor().signsIn("asha-live", "/")) {
      asha.adds("42", "Food", "");

      assertThat(asha.find(".figures-row .main dd").first()).hasText("₹42.00");
    }
  }

  // ---------------------------------------------------------------- Import

  @ParameterizedTest
  @CsvSource({"tricky-peers,32,10", "usd-personal,806,0", "jpy-election,96,2"})
  void import_ofRealRecords_addsThemOnce(String name, String accepted, int refused) {
    Path file = DATA.resolve(name + ".normal.csv");
    assertThat(file).as("The real records lie in shared/data beside the checkout.").exists();
    try (Visitor asha = visitor().signsIn("asha-" + name, "/import")) {
      asha.chooses(file);
      asha.button("Add " + accepted + " rows").click();
      assertThat(asha.find("main h2")).hasText(accepted + " added");

      asha.button("Another file").click();
      asha.chooses(file);
      asha.button("Add " + accepted + " rows").click();
      assertThat(asha.find("main h2")).hasText("Nothing new");
      assertThat(asha.page().getByText(accepted + " were there already.")).isVisible();

      if (refused > 0) {
        asha.button("Another file").click();
        asha.chooses(DATA.resolve(name + ".rejected.csv"));
        assertThat(asha.find(".tag")).hasText(refused + " cannot");
        assertThat(asha.find(".problems tbody tr")).hasCount(refused);
      }
      assertThat(asha.complaints()).isEmpty();
    }
  }

  @Test
  void import_equalRowsAreEachTheirOwn_andColumnsAreChosen() throws Exception {
    try (Visitor asha = visitor().signsIn("asha-columns", "/import")) {
      asha.chooses(
          csv(
              "bank.csv",
              "Buchung;Wert;Zweck\r\n03.04.2026;-12,50;Brot\r\n03.04.2026;-12,50;Brot\r\n04.04.2026;7;Pfand\r\n"));
      asha.page().getByLabel("Date", exactly()).selectOption("Buchung");
      asha.page().getByLabel("Amount", exactly()).selectOption("Wert");
      asha.page().getByLabel("Category", exactly()).selectOption("Zweck");
      asha.page().getByLabel("Income or expense").selectOption("sign");
      asha.page().getByLabel("Amounts are written").selectOption(",");
      asha.page().getByLabel("Currency if none is given").selectOption("EUR");
      asha.button("Add 3 rows").click();
      assertThat(asha.find("main h2")).hasText("3 added");

      asha.opens("/expenses");
      assertThat(asha.rows()).hasCount(3);
      assertThat(asha.rows().first()).containsText("+€7.00");
    }
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
