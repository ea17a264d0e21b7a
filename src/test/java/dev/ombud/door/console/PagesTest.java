package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Condition;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the pages show and the forms do, on the sample data, with a browser that runs no scripts.
class PagesTest {
  private static final Pattern DECISION = Pattern.compile("href=\"(/decisions/[0-9a-f-]{36})\"");
  private static final Pattern REVIEW = Pattern.compile("href=\"(/reviews/[0-9a-f-]{36})\"");
  private static final Pattern BINDING = Pattern.compile("name=\"binding\" value=\"([^\"]+)\"");

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    try (ConsoleClient caller = new ConsoleClient(service.port())) {
      caller.signIn(Role.CALLER);
      Page now = caller.get("/");
      assertThat(now.words()).contains("Load sample data");
      assertThat(caller.submit(now, "/samples", Map.of()).status()).isEqualTo(303);
      assertThat(caller.get("/").words()).contains("16 sample aggregates were decided.");
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static ConsoleClient as(Role role) {
    return new ConsoleClient(service.port()).signIn(role);
  }

  private static String first(Pattern pattern, Page page) {
    Matcher matcher = pattern.matcher(page.text());
    assertThat(matcher.find()).as("%s on the page", pattern).isTrue();
    return matcher.group(1);
  }

  private static String cardDecision(ConsoleClient browser) {
    return first(DECISION, browser.get("/decisions?cluster=card-declined"));
  }

  @Test
  void findsByEveryFilterAndKeepsItInTheLink() {
    try (ConsoleClient browser = as(Role.AUDITOR)) {
      Page page = browser.get("/decisions?cluster=card-declined&severity=P1&order=oldest");
      assertThat(page.words()).contains("Card payments are declined");
      assertThat(page.text())
          .contains("href=\"/decisions?cluster=card-declined&amp;severity=P1&amp;order=oldest\"")
          .contains("href=\"/decisions?severity=P1&amp;order=oldest\"");
      Page counts = browser.get("/decisions/facets?cluster=card-declined&order=oldest");
      assertThat(counts.words()).contains("6 decisions", "Severity P1 6");
      assertThat(counts.text())
          .contains("href=\"/decisions?cluster=card-declined&amp;severity=P1&amp;order=oldest\"");
      assertThat(browser.get("/decisions?product=nothing").words()).contains("No decision matches");
      assertThat(browser.get("/decisions?text=card+payments&severity=&from=").words())
          .contains("Card payments are declined");
      assertThat(browser.get("/decisions?severty=P1").status()).isEqualTo(400);
    }
  }

  @Test
  void turnsPagesByCursor() {
    try (ConsoleClient browser = as(Role.AUDITOR)) {
      Page page = browser.get("/decisions?limit=10");
      String next = first(Pattern.compile("href=\"([^\"]+)\" rel=\"next\""), page);
      Page rest = browser.get(next.replace("&amp;", "&") + "&limit=10");
      assertThat(rest.status()).isEqualTo(200);
      assertThat(DECISION.matcher(rest.text()).results()).hasSize(6);
      assertThat(rest.text()).doesNotContain("rel=\"next\"");
    }
  }

  @Test
  void explainsADecisionTableByTable() {
    try (ConsoleClient browser = as(Role.OWNER)) {
      Page page = browser.get(cardDecision(browser));
      assertThat(page.words())
          .contains("What happened", "Who is affected", "How severe", "What was done")
          .contains("120 complaints of 108 customers within 24 h; usual are 50")
          .contains("How bad it is", "This case", "counts", "near miss")
          .contains("Texts of evidence are for auditors")
          .doesNotContain("Show the raw texts");
      assertThat(page.text()).contains("<tr class=\"win\">", "class=\"fail\"");
    }
  }

  @Test
  void showsRawTextsOnlyForAReasonThatIsOnRecord() {
    try (ConsoleClient browser = as(Role.AUDITOR)) {
      String path = cardDecision(browser);
      Page page = browser.get(path);
      assertThat(page.words())
          .contains("Card authorization fails")
          .doesNotContain("jo@example.com");
      Page refused = browser.submit(page, path + "/texts", Map.of("reason", " "));
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.words()).contains("`Reason` is empty").doesNotContain("jo@example.com");
      Page raw = browser.submit(page, path + "/texts", Map.of("reason", "a complaint to us"));
      assertThat(raw.words()).contains("jo@example.com", "a complaint to us");
      assertThat(raw.header("Cache-Control")).isEqualTo("no-store");
      assertThat(browser.get("/audit?kind=TEXT_OPENED").words())
          .contains("test-auditor", "a complaint to us");
    }
  }

  @Test
  void replaysADecision() {
    try (ConsoleClient browser = as(Role.OWNER)) {
      String path = cardDecision(browser);
      assertThat(browser.submit(browser.get(path), path + "/replay", Map.of()).words())
          .contains("It comes out the same");
    }
  }

  @Test
  void takesAnAnswerForWhatWasReadAndNothingElse() {
    try (ConsoleClient browser = as(Role.REVIEWER)) {
      String path = first(REVIEW, browser.get("/reviews"));
      Page page = browser.get(path);
      String binding = first(BINDING, page);
      Page stale =
          browser.submit(
              page,
              path + "/answer",
              Map.of("binding", "sha256:" + "0".repeat(64), "reason", "seen", "answer", "approve"));
      assertThat(stale.status()).isEqualTo(412);
      assertThat(stale.words()).contains("proposes something else than the answer is bound to");
      Page unreasoned =
          browser.submit(page, path + "/answer", Map.of("binding", binding, "answer", "approve"));
      assertThat(unreasoned.status()).isEqualTo(422);
      Page done =
          browser.submit(
              page,
              path + "/answer",
              Map.of("binding", binding, "reason", "looked at it", "answer", "reject"));
      assertThat(done.status()).isEqualTo(303);
      assertThat(browser.get("/reviews").words()).contains("rejected.");
      assertThat(browser.get("/reviews").words()).as("only once").doesNotContain("rejected.");
      Page again =
          browser.submit(
              page,
              path + "/answer",
              Map.of("binding", binding, "reason", "once more", "answer", "approve"));
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.words()).contains("was rejected by `test-reviewer`");
    }
  }

  @Test
  void stopsAutomationForThoseWhoMay() {
    try (ConsoleClient operator = as(Role.OPERATOR);
        ConsoleClient owner = as(Role.OWNER)) {
      Page theirs = owner.get("/");
      assertThat(theirs.words()).contains("Automation Runs").doesNotContain("Stop all automation");
      assertThat(owner.submit(theirs, "/automation/stop", Map.of("reason", "x")).status())
          .isEqualTo(403);
      Page now = operator.get("/");
      operator.submit(now, "/automation/stop", Map.of("reason", "we look ourselves"));
      assertThat(operator.get("/").words())
          .contains("Automation Stopped", "test-operator", "we look ourselves");
      operator.submit(now, "/automation/resume", Map.of("reason", "done"));
      assertThat(operator.get("/").words()).contains("Automation Runs");
    }
  }

  @Test
  void letsNothingGoAgainThatWasNotRead() {
    try (ConsoleClient operator = as(Role.OPERATOR);
        ConsoleClient other = as(Role.REVIEWER)) {
      operator.submit(operator.get("/"), "/automation/stop", Map.of("reason", "we look"));
      Page read = operator.get("/");
      Map<String, String> resume = Map.of("reason", "done", "shown", shown(read));
      other.submit(other.get("/"), "/automation/resume", Map.of("reason", "over"));
      other.submit(other.get("/"), "/automation/stop", Map.of("reason", "something else broke"));
      Page refused = operator.submit(read, "/automation/resume", resume);
      assertThat(refused.status()).isEqualTo(412);
      assertThat(refused.words()).contains("Automation was switched since the page was loaded");
      Page now = operator.get("/");
      assertThat(now.words()).contains("Automation Stopped", "something else broke");
      operator.submit(now, "/automation/stop", Map.of("reason", "I too"));
      assertThat(operator.get("/").words())
          .contains("Automation was stopped already, by test-reviewer: something else broke");
      operator.submit(
          now, "/automation/resume", Map.of("reason", "done", "shown", shown(operator.get("/"))));
      assertThat(operator.get("/").words()).contains("Automation Runs");
    }
  }

  private static String shown(Page page) {
    return first(Pattern.compile("name=\"shown\" value=\"([^\"]+)\""), page);
  }

  @Test
  void givesTheNumbersBehindThePlotsAsATable() throws InterruptedException {
    try (ConsoleClient browser = as(Role.AUDITOR)) {
      Condition.await(
          Duration.ofSeconds(10),
          "the page has seen the samples",
          () -> browser.get("/").words().contains("Usually negative"));
      Page page = browser.get("/");
      assertThat(page.words()).contains("Minute (UTC) P1 P2 P3 P4", "Usually negative", "80 %");
      var data = ApiClient.json(browser.get("/now/data").text());
      assertThat(data.path("minutes")).hasSize(30);
      assertThat(data.path("decisions").path("P1")).hasSize(30);
      assertThat(data.path("clusters").path(0).path("negativeShare").path(0).asDouble())
          .isBetween(0.0, 1.0);
    }
  }

  @Test
  void judgesWithoutARecord() {
    try (ConsoleClient browser = as(Role.OWNER)) {
      Page page = browser.get("/try");
      Page bad = browser.submit(page, "/try", Map.of("json", "{\"product\": 1}"));
      assertThat(bad.status()).isEqualTo(422);
      assertThat(bad.words()).contains("/product");
      String sent =
          browser.get("/decisions/facets").words().replaceAll(".*?([0-9]+ decisions).*", "$1");
      Page judged =
          browser.submit(
              page,
              "/try",
              Map.of(
                  "product",
                  "storefront",
                  "surface",
                  "checkout",
                  "category",
                  "payment_failure",
                  "stage",
                  "CANARY",
                  "count",
                  "700",
                  "baseline",
                  "50",
                  "confidence",
                  "0.95",
                  "negative",
                  "0.9"));
      assertThat(judged.status()).isEqualTo(200);
      assertThat(judged.words()).contains("P1", "must look within", "counts");
      assertThat(browser.get("/decisions/facets").words()).contains(sent);
    }
  }

  @Test
  void sendsAnExportAsAFile() throws InterruptedException {
    Map<String, String> asked =
        Map.of("format", "csv", "product", "storefront", "from", "", "to", "");
    try (ConsoleClient browser = as(Role.AUDITOR)) {
      Page form = browser.get("/audit");
      Condition.await(
          Duration.ofSeconds(10),
          "the first of them are sealed",
          () -> browser.submit(form, "/audit/export", asked).text().lines().count() > 1);
      Page file = browser.submit(form, "/audit/export", asked);
      assertThat(file.header("Content-Disposition")).contains("attachment", ".csv");
      // What is not sealed yet, a second at most, is in the next export.
      assertThat(file.text()).startsWith("leaf_index,decision_id,");
      assertThat(file.text().lines().skip(1))
          .hasSizeBetween(1, 14)
          .allSatisfy(line -> assertThat(line).contains(",storefront,"));
      assertThat(browser.submit(form, "/audit/export", Map.of("format", "doc")).words())
          .contains("`Format` is `doc`: choose one of the list.");
      assertThat(browser.get("/audit/export?format=csv").status()).isEqualTo(405);
    }
  }
}
