package dev.ombud.door.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Chromium;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TableEdit;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every journey but the grid, in a real browser that runs no scripts, by role and label: whoever
/// blocks scripts, or whose network loses them, gets to the end of each.
@Tag("browser")
class PlainJourneyTest {
  private static final String CARD = "Card payments are declined at the last step";
  private static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static Playwright playwright;
  private static Browser browser;

  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
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
  void loadSamples() {
    signIn(Role.CALLER);
    if (button("Load sample data").count() > 0) {
      button("Load sample data").click();
      assertThat(page.getByRole(AriaRole.STATUS)).containsText("sample aggregates");
    }
  }

  @AfterEach
  void close() {
    context.close();
  }

  private static String address(String path) {
    return "http://127.0.0.1:" + service.port() + path;
  }

  /// In a browser of their own.
  private void signIn(Role role) {
    if (context != null) {
      context.close();
    }
    context = browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false));
    page = context.newPage();
    page.navigate(address("/"));
    page.getByLabel("Token").fill(ApiClient.secret(role));
    button("Sign in").click();
    page.waitForURL(address("/"));
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
        .first();
  }

  private Locator main() {
    return page.getByRole(AriaRole.MAIN);
  }

  private void openCard() {
    link("Decisions").click();
    page.getByLabel("Words in the summary").fill("card payments");
    button("Search").click();
    link(CARD).click();
  }

  @Test
  void goesFromTheFirstSignInToTheFirstExplainedDecision() {
    signIn(Role.OWNER);
    openCard();
    assertThat(main()).containsText("What happened");
    assertThat(main().innerText()).contains("Who is affected", "How severe", "counts", "near miss");
  }

  @Test
  void letsAReviewerApproveFromTheQueue() {
    signIn(Role.REVIEWER);
    link("Reviews").click();
    page.getByRole(AriaRole.ROW).getByRole(AriaRole.LINK).first().click();
    page.getByLabel("Reason").fill("seen on the dashboard as well");
    button("Approve").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("approved");
  }

  @Test
  void letsAnAuditorFindReadReplayProveVerifyAndExport() throws IOException {
    signIn(Role.AUDITOR);
    openCard();
    assertThat(main()).containsText("Sealed as leaf");
    assertThat(main().innerText())
        .contains("Timeline", "planned, ")
        .doesNotContain("jo@example.com");
    button("Replay: does it come out the same?").click();
    assertThat(main()).containsText("It comes out the same");
    link("Decisions").click();
    link("Count these by value").click();
    assertThat(main()).containsText("16 decisions");
    link("Audit").click();
    button("Verify the whole log").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("The verification has begun.");
    lookAgainUntil("The log holds.");
    Download report = page.waitForDownload(() -> link("Report").click());
    assertThat(text(report)).endsWith("the log holds");
    link("Audit").click();
    page.getByLabel("Format").selectOption("csv");
    Download file = page.waitForDownload(() -> button("Export as a file").click());
    assertThat(text(file).lines()).hasSize(17);
    page.navigate(address("/audit/jobs"));
    lookAgainUntil("16 decisions");
    Download manifest = page.waitForDownload(() -> link("Manifest").click());
    assertThat(text(manifest)).contains("\"complete\":true", "\"count\":16");
  }

  private static String text(Download download) throws IOException {
    try (InputStream in = download.createReadStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// As whoever waits for it does.
  private void lookAgainUntil(String text) {
    page.waitForCondition(() -> {
      link("Look again").click();
      return main().innerText().contains(text);
    });
  }

  @Test
  void bringsAWorkbookFromAnOwnerOverAnApprovalToDecide() {
    signIn(Role.OWNER);
    link("Tables").click();
    link("severity").click();
    assertThat(main()).containsText("SEV-120");
    page.waitForDownload(() -> link("Download the workbook").click());
    button("Change this").click();
    byte[] workbook =
        TableEdit.conclude("severity", "SEV-120", "severity", "P1")
            .parts()
            .get("decision-tables/severity.xlsx");
    page.getByText("Upload a workbook").click();
    page.getByLabel("Workbook or CSV")
        .setInputFiles(new FilePayload("severity.xlsx", XLSX, Objects.requireNonNull(workbook)));
    button("Upload").click();
    assertThat(main()).containsText("The file is in the draft now");
    String draft = page.url().replaceAll("/tables/severity.*$", "");
    page.navigate(draft);
    assertThat(main()).containsText("SEV-120");
    button("Run the scenarios").click();
    assertThat(main()).containsText("scenarios hold.");
    page.navigate(draft);
    button("Start the backtest").click();
    page.waitForCondition(() -> {
      if (link("Look again").count() > 0) {
        link("Look again").click();
      }
      return main().innerText().contains("otherwise");
    });
    page.navigate(draft);
    page.getByLabel("Why this change").fill("it is urgent");
    button("Submit for approval").click();
    assertThat(main()).containsText("You submitted it, so somebody else has to approve it.");
    signIn(Role.ADMIN);
    page.navigate(draft);
    page.getByLabel("Why you agree").fill("it is");
    button("Approve").click();
    page.getByLabel("Why now").fill("today");
    button("Activate").click();
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("decides from now on.");
  }
}
