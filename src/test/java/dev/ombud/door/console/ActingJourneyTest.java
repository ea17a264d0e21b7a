package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Chromium;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What people do with the console about actions, in a real browser without scripts: they see what
/// automation did to a flag and lift it, and let only a part of a proposal through.
@Tag("browser")
class ActingJourneyTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots", "console");
  private static final String USER = "{\"targetingKey\":\"u1\"}";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static Loop loop;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    loop = new Loop(POSTGRES.config(), Map.of());
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    loop.close();
  }

  private static Page signIn(BrowserContext context, Role role) {
    Page page = context.newPage();
    page.navigate("http://127.0.0.1:" + loop.port() + "/");
    page.getByLabel("Token").fill(ApiClient.secret(role));
    button(page, "Sign in").click();
    return page;
  }

  private static BrowserContext context() {
    return browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static String main(Page page) {
    return page.getByRole(AriaRole.MAIN).innerText();
  }

  @Test
  void showsWhatAutomationDidToAFlagAndLiftsIt() {
    loop.declare("checkout-lift");
    loop.decide(Loop.scenario("g-010", "checkout-lift"));
    Condition.await(Loop.SOON, "it is switched", () -> !loop.isOn("checkout-lift", USER));
    try (BrowserContext context = context()) {
      Page page = signIn(context, Role.OPERATOR);
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Flags").setExact(true))
          .click();
      Locator row =
          page.getByRole(AriaRole.ROW)
              .filter(new Locator.FilterOptions().setHasText("checkout-lift"));
      assertThat(row.innerText())
          .contains("storefront", "payments", "off", "1 cohort switched to safe", "2030-01-31");
      row.getByRole(AriaRole.LINK).click();
      assertThat(main(page))
          .contains("Flag checkout-lift", "payments", "Safe variation", "2030-01-31")
          .contains("What automation did", "holdout 0 %", "to end on", "team payments")
          .contains("Everybody else: 100 % on");
      look(page, "flag");
      page.getByText("Lift it").click();
      page.getByLabel("Reason").fill("the payment provider is back");
      button(page, "Lift all switches in production").click();
      assertThat(main(page)).contains("Nobody is switched to the safe variation.");
    }
    Condition.await(Loop.SOON, "it serves again", () -> loop.isOn("checkout-lift", USER));
    assertThat(events("FLAG_SWITCHED", "test-operator").toString())
        .contains("the payment provider is back");
  }

  @Test
  void hidesTheLeverFromWhoMayNotPullIt() {
    loop.declare("checkout-seen");
    loop.decide(Loop.scenario("g-010", "checkout-seen"));
    Condition.await(Loop.SOON, "it is switched", () -> !loop.isOn("checkout-seen", USER));
    try (BrowserContext context = context()) {
      Page page = signIn(context, Role.AUDITOR);
      page.navigate("http://127.0.0.1:" + loop.port() + "/flags/checkout-seen");
      assertThat(main(page)).contains("What automation did").doesNotContain("Lift");
    }
  }

  @Test
  void amendsAProposalAndKeepsWhatWasProposedWhatWasDecidedAndByWhom() {
    JsonNode decision = loop.decide(slowService("amended"));
    String review =
        loop.review(decision.path("decisionId").asText()).orElseThrow().path("reviewId").asText();
    try (BrowserContext context = context()) {
      Page page = signIn(context, Role.REVIEWER);
      page.navigate("http://127.0.0.1:" + loop.port() + "/reviews/" + review);
      Locator boxes = page.getByRole(AriaRole.CHECKBOX);
      assertThat(boxes.count()).as("actions proposed").isGreaterThan(1);
      List<String> proposed = page.locator("fieldset label").allInnerTexts();
      page.getByRole(AriaRole.CHECKBOX).first().uncheck();
      page.getByLabel("Reason").fill("the page is enough for now");
      startsWith(page, "Approve all").click();
      assertThat(page.getByRole(AriaRole.ALERT).innerText())
          .as("what is not ticked is not approved")
          .contains("the ticks disagree", "nothing was answered", "Approve only what is ticked");
      assertThat(page.getByRole(AriaRole.CHECKBOX).first().isChecked()).isFalse();
      assertThat(page.getByLabel("Reason").inputValue()).isEqualTo("the page is enough for now");
      look(page, "review-refused");
      button(page, "Approve only what is ticked").click();
      assertThat(page.getByRole(AriaRole.STATUS).innerText()).contains("amended");
      page.navigate("http://127.0.0.1:" + loop.port() + "/reviews/" + review);
      assertThat(main(page))
          .contains("Amended by test-reviewer", "the page is enough for now")
          .contains(proposed.getFirst() + ": not let through")
          .contains(proposed.getLast() + ": let through");
      assertThat(page.getByRole(AriaRole.CHECKBOX).count()).as("nothing left to answer").isZero();
      look(page, "review-amended");
    }
    assertThat(events("REVIEW_AMENDED", "test-reviewer").toString())
        .contains("the page is enough for now");
  }

  @Test
  void theButtonFollowsTheTicksWhereScriptsRun() {
    JsonNode decision = loop.decide(slowService("ticked"));
    String review =
        loop.review(decision.path("decisionId").asText()).orElseThrow().path("reviewId").asText();
    try (BrowserContext context = browser.newContext()) {
      Page page = signIn(context, Role.REVIEWER);
      page.navigate("http://127.0.0.1:" + loop.port() + "/reviews/" + review);
      int all = page.getByRole(AriaRole.CHECKBOX).count();
      assertThat(startsWith(page, "Approve all " + all + ": ").isVisible()).isTrue();
      assertThat(startsWith(page, "Reject all").isVisible()).isTrue();
      Locator last = page.getByRole(AriaRole.CHECKBOX).last();
      String left = page.getByRole(AriaRole.CHECKBOX).first().getAttribute("data-words");
      last.uncheck();
      Locator part = startsWith(page, "Approve %d of %d: ".formatted(all - 1, all));
      assertThat(part.innerText()).contains(left).doesNotContain(last.getAttribute("data-words"));
      assertThat(startsWith(page, "Approve all").count()).as("it says something else").isZero();
      assertThat(startsWith(page, "Reject").count()).isZero();
      look(page, "review-ticks");
      last.check();
      assertThat(startsWith(page, "Approve all").isVisible()).isTrue();
      last.uncheck();
      page.getByLabel("Reason").fill("the rest is enough");
      part.click();
      assertThat(page.getByRole(AriaRole.STATUS).innerText())
          .contains("amended. %d of %d actions go on".formatted(all - 1, all));
    }
  }

  private static Locator startsWith(Page page, String words) {
    return page.getByRole(
        AriaRole.BUTTON,
        // Playwright's own regular expressions know no quoting.
        new Page.GetByRoleOptions().setName(Pattern.compile("^" + words)));
  }

  @Test
  void liftsNothingThatWasNotShown() {
    loop.declare("checkout-stale");
    loop.decide(Loop.scenario("g-010", "checkout-stale"));
    Condition.await(Loop.SOON, "it is switched", () -> !loop.isOn("checkout-stale", USER));
    try (BrowserContext context = context()) {
      Page page = signIn(context, Role.OPERATOR);
      page.navigate("http://127.0.0.1:" + loop.port() + "/flags/checkout-stale");
      loop.send(
          Role.OPERATOR,
          "POST",
          "/v1/flags/checkout-stale/environments/production/lift",
          "{\"reason\":\"it is over\"}");
      page.getByText("Lift it").click();
      page.getByLabel("Reason").fill("it is over");
      button(page, "Lift all switches in production").click();
      assertThat(main(page)).contains("Automation did something else since the page was loaded");
    }
  }

  /// One of the shipped scenarios: it proposes a fallback and a banner.
  private static ObjectNode slowService(String id) {
    try {
      return Files.readAllLines(Path.of("decision-tables", "scenarios.ndjson")).stream()
          .map(ApiClient::json)
          .filter(each -> each.at("/aggregate/aggregateId").asText().equals("p-028"))
          .map(each -> Aggregates.fresh(each.path("aggregate").toString()))
          .map(each -> ((ObjectNode) ApiClient.json(each)).put("aggregateId", id))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode events(String kind, String actor) {
    JsonNode items =
        loop.send(Role.AUDITOR, "GET", "/v1/audit/events?kind=" + kind + "&actor=" + actor, "")
            .json()
            .path("items");
    assertThat(items).isNotEmpty();
    return items;
  }

  private static void look(Page page, String name) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      for (int width : List.of(1280, 390)) {
        page.setViewportSize(width, 900);
        String label =
            "%s-%d-%s.png".formatted(name, width, scheme.name().toLowerCase(Locale.ROOT));
        page.screenshot(
            new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(label)).setFullPage(true));
      }
    }
  }
}
