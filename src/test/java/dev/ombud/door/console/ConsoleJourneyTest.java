package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Chromium;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people do with the console, in a real browser, found by role and label as they find it. The
/// first journey loads the sample data that the others use. Every page is looked at by axe-core and
/// written to `target/screenshots`, narrow and wide, light and dark; none may complain on the
/// browser's console or ask another host.
@Tag("browser")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleJourneyTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots", "console");
  private static final int WIDE = 1280;
  private static final int NARROW = 390;

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();

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

  @AfterEach
  void noComplaint() {
    contexts.forEach(BrowserContext::close);
    assertThat(complaints).isEmpty();
  }

  private static String address(String path) {
    return "http://127.0.0.1:" + service.port() + path;
  }

  private Page open(boolean runsScripts) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setJavaScriptEnabled(runsScripts)
                .setViewportSize(WIDE, 900));
    contexts.add(context);
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.type() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add("exception: " + error));
    page.onRequest(request -> {
      if (!request.url().startsWith(address("/")) && !request.url().startsWith("data:")) {
        complaints.add("asked another host: " + request.url());
      }
    });
    return page;
  }

  private Page signIn(Role role, boolean runsScripts) {
    Page page = open(runsScripts);
    page.navigate(address("/"));
    page.getByLabel("Token").fill(ApiClient.secret(role));
    button(page, "Sign in").click();
    page.waitForURL(address("/"));
    return page;
  }

  private static com.microsoft.playwright.Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static com.microsoft.playwright.Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static com.microsoft.playwright.Locator heading(Page page, String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  @Order(1)
  void goesFromTheFirstSignInToTheFirstExplainedDecision() {
    Page page = signIn(Role.CALLER, true);
    button(page, "Load sample data").click();
    page.getByRole(AriaRole.STATUS).waitFor();
    assertThat(page.getByRole(AriaRole.STATUS).innerText()).contains("sample aggregates");
    page = signIn(Role.AUDITOR, true);
    link(page, "Decisions").click();
    page.getByText("Card payments are declined at the last step").first().click();
    heading(page, "Why").first().waitFor();
    assertThat(page.getByRole(AriaRole.MAIN).innerText())
        .contains("What happened", "Who is affected", "How severe", "What was done")
        .contains("complaints of")
        .contains("counts", "near miss");
  }

  @Test
  @Order(2)
  void letsAReviewerAnswerFromTheQueueWithoutScripts() {
    Page page = signIn(Role.REVIEWER, false);
    link(page, "Reviews").click();
    page.getByRole(AriaRole.ROW).getByRole(AriaRole.LINK).first().click();
    heading(page, "Proposal").waitFor();
    page.getByLabel("Reason").fill("seen on the dashboard as well");
    button(page, "Approve").click();
    assertThat(page.getByRole(AriaRole.STATUS).innerText()).contains("approved");
  }

  @Test
  @Order(3)
  void letsAnAuditorFindReadReplayProveAndExport() {
    Page page = signIn(Role.AUDITOR, false);
    link(page, "Decisions").click();
    page.getByLabel("Words in the summary").fill("card payments");
    button(page, "Search").click();
    page.getByText("Card payments are declined at the last step").first().click();
    assertThat(page.getByRole(AriaRole.MAIN).innerText())
        .contains("Card authorization fails at the last step")
        .contains("leaf")
        .doesNotContain("jo@example.com");
    button(page, "Replay: does it come out the same?").click();
    page.getByText("It comes out the same").waitFor();
    link(page, "Back to the decision").click();
    page.getByText("Show the raw texts").first().click();
    page.getByLabel("Reason").fill("a customer asks what we hold");
    button(page, "Show the raw texts").click();
    assertThat(page.getByRole(AriaRole.MAIN).innerText()).contains("jo@example.com");
    link(page, "Audit").click();
    link(page, "Who read raw texts").click();
    assertThat(page.getByRole(AriaRole.MAIN).innerText())
        .contains("TEXT_OPENED", "a customer asks what we hold");
    var file = page.waitForDownload(() -> button(page, "Export as a file").click());
    assertThat(file.suggestedFilename()).startsWith("decisions-").endsWith(".ndjson");
  }

  @Test
  @Order(4)
  void stopsAndResumesAutomation() {
    Page page = signIn(Role.OPERATOR, false);
    page.getByText("Stop switch").click();
    page.getByLabel("Reason").fill("we look at it ourselves");
    button(page, "Stop all automation").click();
    assertThat(page.getByRole(AriaRole.MAIN).innerText())
        .contains("Automation is stopped, on every instance.", "Stopped");
    page.getByText("Stop switch").click();
    page.getByLabel("Reason").fill("all is well");
    button(page, "Let automation run again").click();
    assertThat(page.getByRole(AriaRole.MAIN).innerText()).contains("Automation runs again.");
  }

  @Test
  @Order(5)
  void judgesWithoutARecord() {
    Page page = signIn(Role.OWNER, false);
    link(page, "Try it").click();
    page.getByLabel("Complaints in a day").fill("700");
    button(page, "Judge it").click();
    assertThat(page.getByRole(AriaRole.MAIN).innerText()).contains("counts", "must look within");
    page.getByLabel("Aggregate").fill("{\"product\": 1}");
    button(page, "Judge this JSON").click();
    assertThat(page.getByRole(AriaRole.ALERT).first().innerText()).isNotBlank();
    complaints.removeIf(complaint -> complaint.contains("422"));
  }

  @Test
  @Order(6)
  void showsNewsWithoutBeingAskedAgain() {
    Page page = signIn(Role.AUDITOR, true);
    page.locator("canvas").first().waitFor();
    String before = page.getByText("As of").innerText();
    assertThat(service.client().decide(Aggregates.freshSurge()).status()).isEqualTo(201);
    page.waitForCondition(() -> !page.getByText("As of").innerText().equals(before));
  }

  @Test
  @Order(7)
  void issuesATokenSignsInWithItAndTakesItBack() {
    Page admin = signIn(Role.ADMIN, true);
    link(admin, "Tokens").click();
    admin.getByText("Issue a token").click();
    admin.getByLabel("Name").fill("anna");
    admin.getByLabel("reviewer", new Page.GetByLabelOptions().setExact(true)).check();
    admin.getByLabel("Why", new Page.GetByLabelOptions().setExact(true)).first().fill("on call");
    button(admin, "Issue the token").click();
    String secret =
        admin.getByLabel("Token", new Page.GetByLabelOptions().setExact(true)).inputValue();
    Page anna = open(true);
    anna.navigate(address("/"));
    anna.getByLabel("Token").fill(secret);
    button(anna, "Sign in").click();
    anna.waitForURL(address("/"));
    link(admin, "Tokens").click();
    assertThat(admin.content()).doesNotContain(secret);
    admin.getByText("Revoke anna").click();
    admin
        .getByRole(AriaRole.ROW)
        .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Revoke anna"))
        .getByLabel("Why")
        .fill("the shift is over");
    button(admin, "Revoke the token anna").click();
    assertThat(admin.getByRole(AriaRole.STATUS).innerText()).contains("Token anna is revoked");
    anna.navigate(address("/reviews"));
    anna.waitForURL(address("/sign-in") + "**");
  }

  /// Path to the name of its picture.
  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("/", "now");
    pages.put("/decisions", "decisions");
    pages.put("/decisions?severity=P1&severity=P2", "decisions-filtered");
    pages.put("/decisions?product=nothing", "decisions-empty");
    pages.put("/reviews", "reviews");
    pages.put("/flags", "flags");
    pages.put("/audit", "audit");
    pages.put("/try", "try");
    pages.put("/decisions/none", "error");
    return pages;
  }

  @Test
  @Order(8)
  @Tag("long") // thirty pages, each four times
  void everyPageIsOpenToEverybodyAndFits() {
    Page first = signIn(Role.CALLER, true);
    if (button(first, "Load sample data").isVisible()) {
      button(first, "Load sample data").click();
      first.getByRole(AriaRole.STATUS).waitFor();
    }
    Page page = signIn(Role.AUDITOR, true);
    Map<String, String> pages = new LinkedHashMap<>(pages());
    page.navigate(address("/decisions"));
    pages.put(
        page.getByText("Card payments are declined at the last step").first().getAttribute("href"),
        "decision");
    page.navigate(address("/reviews?state=OPEN"));
    var reviews = page.getByRole(AriaRole.ROW).getByRole(AriaRole.LINK);
    if (reviews.count() > 0) {
      pages.put(reviews.first().getAttribute("href"), "review");
    }
    List<String> wrong = new ArrayList<>();
    pages.forEach((path, name) -> look(page, path, name, wrong));
    Page outside = open(true);
    look(outside, "/sign-in", "sign-in", wrong);
    look(signIn(Role.ADMIN, true), "/tokens", "tokens", wrong);
    assertThat(wrong).isEmpty();
    complaints.removeIf(complaint -> complaint.contains("404"));
  }

  private static void look(Page page, String path, String name, List<String> wrong) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      for (int width : List.of(WIDE, NARROW)) {
        page.setViewportSize(width, 900);
        page.navigate(address(path));
        String label =
            "%s-%d-%s".formatted(name, width, scheme.name().toLowerCase(java.util.Locale.ROOT));
        if (name.equals("now")) {
          page.locator("canvas").first().waitFor();
        }
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(label + ".png"))
                .setFullPage(true));
        Object overflow =
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (!Integer.valueOf(0).equals(overflow)) {
          wrong.add(label + " is " + overflow + " pixels too wide");
        }
        Chromium.violations(page).forEach(violation -> wrong.add(label + ": " + violation));
      }
    }
  }
}
