package dev.ombud.door.tablepages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Chromium;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Owners at work on the tables, in a real browser, found by what they see: roles and labels.
@Tag("browser")
class TablesJourneyTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots", "tables");
  private static final String GRID = "Cells of severity";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() {
    setDefaultAssertionTimeout(30_000);
    service = RunningService.start(POSTGRES.config());
    for (int hour = 10; hour < 22; hour++) {
      String end = "2026-03-02T" + hour + ":00:00Z";
      String aggregate = Aggregates.surge().replace("2026-03-02T18:00:00Z", end);
      service.client().decide(aggregate.replace("\"count\": 120", "\"count\": " + 10 * hour));
    }
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    service.close();
  }

  @BeforeEach
  void open() {
    open(1280, ColorScheme.LIGHT);
  }

  private void open(int width, ColorScheme scheme) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
    page = context.newPage();
    page.onConsoleMessage(message -> {
      if (List.of("error", "warning").contains(message.type())) {
        complaints.add(message.type() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add("exception: " + error));
    page.onDialog(Dialog::accept);
    page.onRequest(request -> {
      if (!request.url().startsWith(address("/")) && !request.url().startsWith("data:")) {
        complaints.add("asked another host: " + request.url());
      }
    });
  }

  @AfterEach
  void noComplaint() {
    context.close();
    assertThat(complaints).isEmpty();
  }

  private static String address(String path) {
    return "http://127.0.0.1:" + service.port() + path;
  }

  private void signIn(Role role) {
    page.navigate(address("/sign-in"));
    page.getByLabel("Token").fill(ApiClient.secret(role));
    press("Sign in");
    page.waitForURL(address("/"));
  }

  private void press(String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  private Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name)).first();
  }

  /// Starts a draft and opens a table of it.
  private void draft(String title, String table) {
    page.navigate(address("/tables"));
    page.getByLabel("What is to change").fill(title);
    press("Start a draft");
    link(table).click();
    assertThat(row("SEV-010")).isVisible();
  }

  private Locator row(String id) {
    return page.getByRole(AriaRole.ROW)
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.getByRole(
                        AriaRole.GRIDCELL,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^" + id + "\\b")))))
        .first();
  }

  /// Cells of a row count from its number in the margin: 0 is that, 1 the id, then the inputs.
  private Locator cell(String id, int column) {
    return row(id).getByRole(AriaRole.GRIDCELL).nth(column);
  }

  private Locator status(String text) {
    return page.getByRole(AriaRole.STATUS).filter(new Locator.FilterOptions().setHasText(text));
  }

  private void type(Locator cell, String text) {
    cell.click();
    page.keyboard().type(text);
    page.keyboard().press("Enter");
  }

  @Test
  void findsWhatIsWrongAtTheCellAsOneTypes() {
    signIn(Role.OWNER);
    draft("with a comma", "severity");
    type(cell("SEV-010", 4), ">= 0,9");
    assertThat(cell("SEV-010", 4)).containsText("error: `0,9` is not a number: write 0.9");
    assertThat(status("1 error, 0 warnings.")).isVisible();
    press("Save");
    assertThat(status("Not saved: 1 cell cannot be read")).isVisible();
    complaints.removeIf(each -> each.contains("422"));
    type(cell("SEV-010", 4), ">= 0.9");
    assertThat(status("No findings.")).isVisible();
    assertThat(cell("SEV-010", 4)).containsText("was: >= 0.85");
  }

  /// What was an attachment with status 422, Chromium shows as a site that cannot be reached.
  @Test
  void showsTheMistakesOfAnUploadedWorkbookAsAPage() throws IOException {
    signIn(Role.OWNER);
    draft("with a mistake", "severity");
    page.getByText("Upload a workbook").click();
    page.getByLabel("Workbook or CSV")
        .setInputFiles(new FilePayload("severity.xlsx", "application/octet-stream", withAComma()));
    press("Upload");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Severity!D8: `0,85` is not a number");
    assertThat(link("Audit").or(link("Tables")).first()).isVisible();
    var marked = page.waitForDownload(() -> link("Download it with the cells marked").click());
    assertThat(marked.suggestedFilename()).isEqualTo("severity-findings.xlsx");
    complaints.removeIf(each -> each.contains("422"));
  }

  private static byte[] withAComma() throws IOException {
    byte[] shipped = Rulesets.shipped().parts().get("decision-tables/severity.xlsx");
    try (XSSFWorkbook book =
            new XSSFWorkbook(new ByteArrayInputStream(Objects.requireNonNull(shipped)));
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      book.getSheetAt(0).getRow(7).getCell(3).setCellValue("0,85");
      book.write(out);
      return out.toByteArray();
    }
  }

  @Test
  void savesAfterASignInInAnotherTab() {
    signIn(Role.OWNER);
    draft("left open", "severity");
    type(cell("SEV-010", 4), ">= 0.9");
    Page left = page;
    page = context.newPage();
    signIn(Role.OWNER);
    page = left;
    press("Save");
    assertThat(status("Saved. The draft is checked.")).isVisible();
    complaints.removeIf(each -> each.contains("403"));
  }

  @Test
  void undoesAndRedoes() {
    signIn(Role.OWNER);
    draft("undone", "severity");
    type(cell("SEV-010", 4), ">= 0.9");
    assertThat(cell("SEV-010", 4)).containsText(">= 0.9");
    page.keyboard().press("Control+z");
    assertThat(cell("SEV-010", 4)).hasText(">= 0.85");
    page.keyboard().press("Control+y");
    assertThat(cell("SEV-010", 4)).containsText(">= 0.9");
    cell("SEV-020", 1).click();
    press("Add row above");
    assertThat(row("SEV-015")).isVisible();
    press("Undo");
    assertThat(row("SEV-015")).hasCount(0);
    cell("SEV-010", 1).click();
    press("Delete row");
    assertThat(row("SEV-010")).hasCount(0);
    press("Undo");
    assertThat(row("SEV-010")).isVisible();
  }

  @Test
  void pastesABlockFromASpreadsheet() {
    signIn(Role.OWNER);
    draft("pasted", "severity");
    page.evaluate(
        "text => navigator.clipboard.writeText(text)",
        "\"\"\"payment_failure\"\"\"\tfalse\t>= 0.5\n\"app_crash\",\"bug\"\t-\t>= 0.6\n");
    cell("SEV-010", 2).click();
    page.keyboard().press("Control+v");
    assertThat(status("Pasted 6 cells.")).isVisible();
    assertThat(cell("SEV-010", 4)).containsText(">= 0.5");
    assertThat(cell("SEV-010", 3)).containsText("false");
    assertThat(cell("SEV-020", 2)).containsText("\"app_crash\",\"bug\"");
    cell("SEV-010", 2).click();
    page.keyboard().press("Shift+ArrowRight");
    page.keyboard().press("Control+c");
    assertThat(status("Copied 1 row of 2 columns.")).isVisible();
    assertThat((String) page.evaluate("navigator.clipboard.readText()"))
        .isEqualTo("\"payment_failure\"\tfalse");
    page.keyboard().press("Control+z");
    assertThat(cell("SEV-010", 4)).hasText(">= 0.85");
  }

  @Test
  void offersTheWordsOfTheVocabularyAndMovesRows() {
    signIn(Role.OWNER);
    draft("chosen", "severity");
    cell("SEV-120", 23).dblclick();
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("P1")).click();
    assertThat(cell("SEV-120", 23)).containsText("was: P2");
    cell("SEV-020", 1).click();
    page.keyboard().press("Alt+Shift+ArrowUp");
    assertThat(page.getByRole(AriaRole.ROW).nth(1)).containsText("SEV-020");
    drag(cell("SEV-010", 0), cell("SEV-040", 0));
    assertThat(page.getByRole(AriaRole.ROW).nth(2)).not().containsText("SEV-010");
    press("Save");
    assertThat(status("Saved. The draft is checked.")).isVisible();
    page.reload();
    assertThat(page.getByRole(AriaRole.ROW).nth(1)).containsText("SEV-020");
  }

  /// The grid takes a press for a drag after a moment.
  private void drag(Locator from, Locator to) {
    from.hover();
    page.mouse().down();
    page.locator(".tabulator-moving").first().waitFor();
    to.hover();
    page.mouse().up();
  }

  @Test
  void bringsAChangeFromAnOwnerOverAnApprovalToDecide() {
    signIn(Role.OWNER);
    draft("Page for every crash", "severity");
    type(cell("SEV-030", 9), "true");
    page.keyboard().press("Control+s");
    assertThat(status("Saved. The draft is checked.")).isVisible();
    link("Page for every crash").click();
    assertThat(page.getByRole(AriaRole.REGION, named("Changes"))).containsText("SEV-030");
    press("Run the scenarios");
    link("Page for every crash").click();
    String draft = page.url();
    press("Start the backtest");
    assertThat(
            page.getByText("would have been otherwise.")
                .or(page.getByText("Nothing would"))
                .first())
        .isVisible();
    shoot("backtest");
    page.navigate(draft);
    page.getByLabel("Why this change").fill("only what is new is urgent");
    press("Submit for approval");
    assertThat(page.getByText("You submitted it, so somebody else has to approve it.")).isVisible();
    context.clearCookies();
    signIn(Role.ADMIN);
    page.navigate(draft);
    page.getByLabel("Why you agree").fill("it was too loud");
    press("Approve");
    page.getByLabel("Why now").fill("before the weekend");
    press("Activate");
    assertThat(status("decides from now on.")).isVisible();
    page.navigate(address("/tables"));
    assertThat(page.getByRole(AriaRole.REGION, named("Versions"))).containsText("decides");
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  @Test
  @Tag("long") // seven pages, each four times
  void isThereForEverybodyAtEveryWidth() {
    signIn(Role.OWNER);
    draft("for pictures", "severity");
    String table = page.url();
    String draft = table.replaceAll("/tables/severity$", "");
    Map<String, String> pages =
        Map.of(
            "tables", address("/tables"),
            "table", address("/tables/versions/active/severity"),
            "draft-table", table,
            "draft", draft,
            "scenarios", draft + "/scenarios",
            "releases", address("/releases"),
            "release", address("/releases/7.19.0-rc1"));
    context.close();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(1280, 390)) {
        open(width, scheme);
        signIn(Role.OWNER);
        pages.forEach((name, address) -> {
          page.navigate(address);
          if (name.endsWith("table")) {
            assertThat(page.getByLabel(GRID)).isVisible();
          }
          if (name.equals("release")) {
            assertThat(page.getByRole(AriaRole.IMG).last()).isVisible();
          }
          shoot("%s-%d-%s".formatted(name, width, scheme.name().toLowerCase(Locale.ROOT)));
          assertThat(overflow()).as(name + " at " + width).isZero();
          assertThat(Chromium.violations(page)).as(name).isEmpty();
        });
        context.close();
      }
    }
    open(1280, ColorScheme.LIGHT);
  }

  private int overflow() {
    return (int)
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  private void shoot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }
}
