package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Chromium;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The pages that people read, in a real browser: they show what they should, complain of nothing,
/// and ask nobody else for anything.
@Tag("browser")
@Tag("long") // draws the whole contract five times: a minute
class DocsPageTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
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
  void open() {
    page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 900));
    // The whole contract is drawn at once, which takes long where others work too.
    page.setDefaultTimeout(120_000);
    page.onConsoleMessage(message -> {
      if (!message.type().equals("log") && !message.type().equals("info")) {
        complaints.add(message.type() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add("exception: " + error));
    page.onRequestFailed(request -> complaints.add("failed: " + request.url()));
    page.onResponse(response -> {
      if (response.status() >= 400) {
        complaints.add(response.status() + ": " + response.url());
      }
    });
    page.onRequest(request -> {
      if (!request.url().startsWith(address("/")) && !request.url().startsWith("data:")) {
        complaints.add("asked another host: " + request.url());
      }
    });
  }

  @AfterEach
  void noComplaint() {
    page.close();
    assertThat(complaints).isEmpty();
  }

  private static String address(String path) {
    return "http://127.0.0.1:" + service.port() + path;
  }

  private void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name)).setFullPage(true));
  }

  @Test
  void showsEveryOperation() {
    page.navigate(address("/docs"));
    Locator operations = page.locator(".opblock");
    operations.first().waitFor();
    screenshot("docs.png");
    String text = page.locator("body").innerText().replaceAll("\\s+", " ");
    assertThat(text)
        .contains(
            "POST /v1/decisions ",
            "POST /v1/decisions:batch",
            "POST /v1/evaluations",
            "GET /v1/decisions ",
            "GET /v1/decisions/{id}",
            "GET /health/live",
            "GET /health/ready",
            "GET /metrics");
    assertThat(page.title()).isEqualTo("Ombud API");
    page.getByText("Decide about one aggregate").click();
    page.getByText("Decided, and on record.").first().waitFor();
    screenshot("docs-operation.png");
  }

  @Test
  void letsAReaderTryAnAggregate() {
    page.navigate(address("/docs"));
    button("Authorize").first().click();
    page.getByLabel("auth-bearer-value").fill(ApiClient.secret(Role.AUDITOR));
    button("Apply credentials").click();
    page.locator(".auth-btn-wrapper").getByText("Close").click();
    page.getByText("Try an aggregate, without a record").click();
    button("Try it out").click();
    button("Execute").click();
    Locator answer = page.locator(".live-responses-table");
    answer.waitFor();
    assertThat(answer.innerText()).contains("200", "\"evaluatedAt\"", "\"severity\": \"P1\"");
    answer.scrollIntoViewIfNeeded();
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("docs-tried.png")));
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  @Test
  void listsEveryError() {
    page.navigate(address("/docs/errors"));
    List<String> codes = page.locator("tbody tr td:first-child").allInnerTexts();
    assertThat(codes).isEqualTo(Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList());
    screenshot("errors.png");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("the API")).click();
    page.locator(".opblock").first().waitFor();
  }

  @Test
  void fitsANarrowScreen() {
    page.setViewportSize(390, 800);
    for (String path : List.of("/docs", "/docs/errors")) {
      page.navigate(address(path));
      page.locator("h1, h2").first().waitFor();
      Object overflow =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      screenshot("narrow" + path.replace('/', '-') + ".png");
      assertThat(overflow).as(path).isEqualTo(0);
    }
  }
}
