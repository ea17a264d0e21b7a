package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What holds for every page and form, over HTTP, with a browser that runs no scripts.
class EntranceTest {
  private static final String SESSION = "ombud-session";
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;
  private ConsoleClient browser;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void open() {
    browser = new ConsoleClient(service.port());
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void sendsToTheSignInWhoeverIsNotSignedIn() {
    Page page = browser.get("/decisions?severity=P1");
    assertThat(page.status()).isEqualTo(303);
    assertThat(page.header("Location")).isEqualTo("/sign-in?next=%2Fdecisions%3Fseverity%3DP1");
  }

  @Test
  void leavesALongAddressOutOfTheWayToTheSignIn() {
    Page page = browser.get("/decisions?product=" + "x".repeat(5_000));
    assertThat(page.status()).isEqualTo(303);
    assertThat(page.header("Location")).isEqualTo("/sign-in");
  }

  @Test
  void comesBackToThePageAfterTheSignIn() {
    Page form = browser.get("/sign-in?next=%2Fdecisions%3Fseverity%3DP1");
    assertThat(form.status()).isEqualTo(200);
    Page done =
        browser.submit(
            form,
            "/sign-in",
            Map.of("token", ApiClient.secret(Role.AUDITOR), "next", "/decisions?severity=P1"));
    assertThat(done.status()).isEqualTo(303);
    assertThat(done.header("Location")).isEqualTo("/decisions?severity=P1");
    assertThat(browser.get("/decisions?severity=P1").words())
        .contains("test-auditor", "auditor", "Decisions");
  }

  @Test
  void goesToNoOtherHostAfterTheSignIn() {
    for (String next :
        new String[] {"//evil.example/", "/\\evil.example/", "https://evil.example/", "x", ""}) {
      Page done =
          browser.submit(
              browser.get("/sign-in"),
              "/sign-in",
              Map.of("token", ApiClient.secret(Role.AUDITOR), "next", next));
      assertThat(done.header("Location")).as(next).isEqualTo("/");
    }
  }

  @Test
  void saysThatATokenIsNotKnown() {
    Page page =
        browser.submit(browser.get("/sign-in"), "/sign-in", Map.of("token", "guessed-secret"));
    assertThat(page.status()).isEqualTo(401);
    assertThat(page.words())
        .contains("This token is not known, or no longer good.")
        .doesNotContain("guessed-secret");
    assertThat(browser.get("/decisions").status()).isEqualTo(303);
  }

  @Test
  void refusesASignInThatAnotherSiteSends() {
    Page page = browser.post("/sign-in", Map.of("token", ApiClient.secret(Role.AUDITOR)));
    assertThat(page.status()).isEqualTo(403);
    assertThat(browser.cookie(SESSION)).isEmpty();
  }

  @Test
  void keepsTheSecretFromScriptsAndOtherSites() {
    Page form = browser.get("/sign-in");
    Page done = browser.submit(form, "/sign-in", Map.of("token", ApiClient.secret(Role.REVIEWER)));
    assertThat(done.header("Set-Cookie"))
        .startsWith(SESSION + "=")
        .contains("HTTPOnly", "SameSite=Lax", "Path=/", "Max-Age=388800")
        .doesNotContain("Secure");
  }

  @Test
  void givesAFreshSecretAtEverySignIn() {
    browser.setCookie(SESSION, "planted");
    browser.signIn(Role.AUDITOR);
    String first = browser.cookie(SESSION).orElseThrow();
    browser.signIn(Role.AUDITOR);
    assertThat(browser.cookie(SESSION).orElseThrow()).isNotEqualTo(first).isNotEqualTo("planted");
  }

  @Test
  void refusesAFormWithoutItsToken() {
    browser.signIn(Role.AUDITOR);
    for (Map<String, String> fields :
        List.of(Map.<String, String>of(), Map.of("csrf", ""), Map.of("csrf", "0".repeat(128)))) {
      Page page = browser.post("/sign-out", fields);
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.words()).contains("The form was not made by this page for you");
    }
    assertThat(browser.get("/decisions").status()).isEqualTo(200);
  }

  @Test
  void takesNoTokenOfAnotherSession() {
    browser.signIn(Role.AUDITOR);
    try (ConsoleClient other = new ConsoleClient(service.port())) {
      other.signIn(Role.AUDITOR);
      Page theirs = other.get("/decisions");
      assertThat(theirs.csrf()).hasSize(128);
      assertThat(browser.submit(theirs, "/sign-out", Map.of()).status()).isEqualTo(403);
    }
  }

  @Test
  void signsOutForGood() {
    browser.signIn(Role.AUDITOR);
    String secret = browser.cookie(SESSION).orElseThrow();
    Page done = browser.submit(browser.get("/decisions"), "/sign-out", Map.of());
    assertThat(done.status()).isEqualTo(303);
    assertThat(browser.cookie(SESSION)).isEmpty();
    browser.setCookie(SESSION, secret);
    assertThat(browser.get("/decisions").status()).isEqualTo(303);
  }

  @Test
  void endsASessionThatHasExpired() throws SQLException {
    browser.signIn(Role.AUDITOR);
    assertThat(browser.get("/decisions").status()).isEqualTo(200);
    execute(
        "update sessions set created_at = now() - interval '2 d', expires_at = now() - interval '1 s'");
    assertThat(browser.get("/decisions").status()).isEqualTo(303);
  }

  @Test
  void recordsSignInsAndSignOuts() {
    browser.signIn(Role.OPERATOR);
    browser.submit(browser.get("/"), "/sign-out", Map.of());
    String secret = ApiClient.secret(Role.OPERATOR);
    for (String kind : List.of("SIGNED_IN", "SIGNED_OUT")) {
      var events = service.client().get("/v1/audit/events?actor=test-operator&kind=" + kind).json();
      assertThat(events.path("items")).as(kind).hasSize(1);
      assertThat(events.path("items").get(0).path("subject").asText())
          .matches("session:[0-9a-f]{16}");
      assertThat(events.toString()).doesNotContain(secret);
    }
  }

  @Test
  void hasOneSessionABrowser() {
    browser.signIn(Role.OWNER);
    String first = browser.cookie(SESSION).orElseThrow();
    browser.signIn(Role.AUDITOR);
    browser.setCookie(SESSION, first);
    assertThat(browser.get("/decisions").status()).isEqualTo(303);
  }

  @Test
  void keepsCookiesToTlsBehindAProxyThatEndsIt() {
    try (RunningService proxied =
            RunningService.start(
                POSTGRES.config(), Map.of("OMBUD_PUBLIC_URL", "https://ombud.example/"));
        ConsoleClient there = new ConsoleClient(proxied.port())) {
      Page form = there.get("/sign-in");
      assertThat(form.header("Set-Cookie")).startsWith("__Host-" + SESSION + "=");
      Page done = there.submit(form, "/sign-in", Map.of("token", ApiClient.secret(Role.AUDITOR)));
      assertThat(done.header("Set-Cookie"))
          .startsWith("__Host-" + SESSION + "=")
          .contains("; Max-Age=388800;")
          .endsWith("; Path=/; Secure; HTTPOnly; SameSite=Lax")
          .doesNotContain("Domain");
      assertThat(there.get("/decisions").status()).isEqualTo(200);
      there.setCookie(SESSION, there.cookie("__Host-" + SESSION).orElseThrow());
      there.setCookie("__Host-" + SESSION, "");
      assertThat(there.get("/decisions").status()).as("without the prefix").isEqualTo(303);
    }
  }

  @Test
  void storesNoSecret() throws SQLException {
    browser.signIn(Role.AUDITOR);
    String secret = browser.cookie(SESSION).orElseThrow();
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement();
        var rows =
            statement.executeQuery("select string_agg(sessions::text, ' ') as all from sessions")) {
      rows.next();
      assertThat(rows.getString(1))
          .contains("test-auditor")
          .doesNotContain(secret, ApiClient.secret(Role.AUDITOR));
    }
  }

  @Test
  void survivesARestartAndIsSharedByInstances() {
    browser.signIn(Role.AUDITOR);
    try (RunningService second = RunningService.start(POSTGRES.config());
        ConsoleClient there = new ConsoleClient(second.port())) {
      there.setCookie(SESSION, browser.cookie(SESSION).orElseThrow());
      assertThat(there.get("/decisions").status()).isEqualTo(200);
    }
  }

  @Test
  void sendsEveryPageUnderAStrictPolicy() {
    browser.signIn(Role.AUDITOR);
    for (String path : new String[] {"/sign-in", "/decisions", "/decisions?severity=none"}) {
      Page page = browser.get(path);
      assertThat(page.header("Content-Security-Policy"))
          .as(path)
          .isEqualTo(Templates.CONTENT_SECURITY_POLICY)
          .doesNotContain("unsafe");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("Cache-Control")).isEqualTo("no-store");
      assertThat(page.text())
          .doesNotContain(" style=")
          .doesNotContain("<style")
          .doesNotContainPattern("<script(?![^>]* src=)")
          .doesNotContainPattern(" on[a-z]+=");
    }
  }

  @Test
  void showsWhatIsWrongAsAPage() {
    browser.signIn(Role.AUDITOR);
    Page page = browser.get("/decisions?severity=%3Cb%3E");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.words()).contains("A query parameter is wrong", "<b>", "bad-parameter");
    assertThat(page.text()).doesNotContain("<b>");
  }

  @Test
  void servesAssetsForAYear() {
    String page = browser.get("/sign-in").text();
    String style =
        page.replaceAll("(?s).*href=\"(/assets/own/[0-9a-f]{12}/console\\.css)\".*", "$1");
    Page plain = browser.get(style);
    assertThat(plain.status()).isEqualTo(200);
    assertThat(plain.header("Cache-Control")).contains("max-age=31536000", "immutable");
    assertThat(plain.header("Content-Type")).isEqualTo("text/css;charset=UTF-8");
    for (String path :
        List.of(
            "/assets/none.css",
            "/assets/own/0/none.css",
            "/assets/own/0/",
            "/assets/own/0/..%2Fopenapi.yaml")) {
      Page none = browser.get(path);
      assertThat(none.status()).as(path).isEqualTo(404);
      assertThat(none.header("Cache-Control")).as(path).isEqualTo("no-store");
    }
  }

  @Test
  void showsPeopleAPageForWhatIsNotThere() {
    for (Map.Entry<String, Integer> each :
        Map.of("/nothing", 404, "/sign-out", 405, "/v1/nothing", 404, "/sign-in?nxt=%2F", 400)
            .entrySet()) {
      Page page = browser.get(each.getKey(), "Accept", BROWSER);
      assertThat(page.status()).as(each.getKey()).isEqualTo(each.getValue());
      assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
      assertThat(page.words()).contains("To the first page", "Trace");
      assertThat(page.header("Trace-Id")).hasSize(32);
    }
    assertThat(browser.get("/sign-out", "Accept", BROWSER).header("Allow")).isEqualTo("POST");
    assertThat(browser.get("/nothing?a=%3Cb%3E", "Accept", BROWSER).text()).doesNotContain("<b>");
  }

  @Test
  void tellsProgramsOfTheSameAsAProblem() {
    for (String accept : List.of("*/*", "application/json", "text/html;q=0.5, */*;q=0.6", "")) {
      Page page = browser.get("/nothing", "Accept", accept);
      assertThat(page.status()).as(accept).isEqualTo(404);
      assertThat(page.header("Content-Type")).as(accept).isEqualTo("application/problem+json");
    }
    assertThat(browser.get("/nothing").header("Content-Type"))
        .isEqualTo("application/problem+json");
    assertThat(browser.get("/sign-out").header("Allow")).isEqualTo("POST");
  }

  @Test
  void limitsSignInsThatFailByAddress() {
    try (RunningService limited = RunningService.start(POSTGRES.config());
        ConsoleClient guesser = new ConsoleClient(limited.port())) {
      Page form = guesser.get("/sign-in");
      Page page = form;
      for (int i = 0; i <= 10 && page.status() != 429; i++) {
        page = guesser.submit(form, "/sign-in", Map.of("token", "guess-" + i));
      }
      assertThat(page.status()).isEqualTo(429);
      assertThat(page.header("Retry-After")).isEqualTo("60");
      assertThat(page.words()).contains("Wait a minute, then try again.");
      Page right =
          guesser.submit(form, "/sign-in", Map.of("token", ApiClient.secret(Role.AUDITOR)));
      assertThat(right.status()).as("even the right one").isEqualTo(429);
      assertThat(limited.client().get("/v1/audit/events?kind=SIGN_IN_REFUSED").text())
          .contains("UNKNOWN_TOKEN")
          .doesNotContain("guess-");
    }
  }

  @Test
  void takesNoBearerTokenForASession() {
    Page page =
        browser.get("/decisions", "Authorization", "Bearer " + ApiClient.secret(Role.AUDITOR));
    assertThat(page.status()).isEqualTo(303);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
