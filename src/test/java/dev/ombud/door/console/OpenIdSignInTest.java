package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.ProviderDouble;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Signing in by OpenID Connect, over HTTP, at a provider that is as it should be and at one that
/// is not: what the person is shown, who they are on record, and what the log says of it.
class OpenIdSignInTest {
  private static final String SESSION = "__Host-ombud-session";
  private static final String ATTEMPT = "__Host-ombud-attempt";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String HOME = "https://ombud.example/";

  @TempDir static Path folder;

  private static ProviderDouble provider;
  private static RunningService service;
  private static int lastOrigin;
  private ConsoleClient browser;

  @BeforeAll
  static void start() throws IOException {
    provider = new ProviderDouble();
    service = service(Map.of());
  }

  /// Behind a proxy that ends TLS, as far as the service can know.
  private static RunningService service(Map<String, String> more) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("OMBUD_PUBLIC_URL", HOME);
    settings.put("OMBUD_OPENID_ISSUER", provider.issuer());
    settings.put("OMBUD_OPENID_CLIENT", ProviderDouble.CLIENT);
    settings.put("OMBUD_OPENID_SECRET", ProviderDouble.SECRET);
    settings.put("OMBUD_OPENID_ROLES", "reviewer=reviewers;owner=shop;auditor=audit");
    settings.put("OMBUD_OPENID_PEOPLE", people("subject-of-owner test-owner\nmona test-operator"));
    settings.putAll(more);
    return RunningService.start(POSTGRES.config(), settings);
  }

  private static String people(String lines) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "people", ""), lines).toString();
  }

  @AfterAll
  static void stop() {
    service.close();
    provider.close();
  }

  @BeforeEach
  void open() {
    browser = client(service);
    provider.register(HOME + "sign-in/openid/answer");
    provider.is("248289761001", "anna", "reviewers");
    provider.bendClaims = _ -> {};
    provider.bendAnswer = _ -> {};
    provider.instead.clear();
  }

  /// Each from another address, since those that fail are counted by address.
  private static ConsoleClient client(RunningService there) {
    lastOrigin++;
    return new ConsoleClient(there.port()).from("203.0.113." + lastOrigin);
  }

  @AfterEach
  void close() {
    browser.close();
  }

  private Page signIn(ConsoleClient client, String next) {
    Page begun = client.get("/sign-in/openid?next=" + next);
    assertThat(begun.status()).isEqualTo(303);
    return client.get(provider.follow(begun.header("Location")));
  }

  private static List<JsonNode> events(String kind) {
    List<JsonNode> events = new ArrayList<>();
    service.client().get("/v1/audit/events?kind=" + kind).json().path("items").forEach(events::add);
    return events;
  }

  private static List<String> refusals() {
    return events("SIGN_IN_REFUSED").stream()
        .map(event -> event.path("detail").path("because").asText())
        .toList();
  }

  @Test
  void offersTheProviderAndTokens() {
    Page page = browser.get("/sign-in?next=%2Freviews");
    assertThat(page.text()).contains("href=\"/sign-in/openid?next=%2Freviews\"");
    assertThat(page.words()).contains("Sign in at 127.0.0.1", "or with a token");
  }

  @Test
  void signsInAndComesBackToThePage() {
    Page done = signIn(browser, "%2Freviews%3Flane%3DFAST");
    assertThat(done.status()).isEqualTo(303);
    assertThat(done.header("Location")).isEqualTo("/reviews?lane=FAST");
    assertThat(browser.cookie(ATTEMPT)).isEmpty();
    assertThat(browser.get("/reviews").words()).contains("anna@127.0.0.1", "reviewer");
    JsonNode event = events("SIGNED_IN").getFirst();
    assertThat(event.path("actor").asText()).isEqualTo("anna@127.0.0.1");
    assertThat(event.path("subject").asText()).matches("session:[0-9a-f]{16}");
    assertThat(event.path("detail").path("by").asText()).isEqualTo("OPENID");
    assertThat(event.path("detail").path("issuer").asText()).isEqualTo(provider.issuer());
    assertThat(event.path("detail").path("roles").get(0).asText()).isEqualTo("reviewer");
  }

  @Test
  void givesTheRolesOfItsGroupsAndNoOthers() {
    provider.is("auditor-1", "otto", "audit", "canteen");
    signIn(browser, "%2F");
    assertThat(browser.get("/audit").status()).isEqualTo(200);
    Page page = browser.get("/try");
    assertThat(page.words()).contains("otto@127.0.0.1");
    Page form = browser.submit(page, "/automation/stop", Map.of("reason", "no"));
    assertThat(form.status()).isEqualTo(403);
  }

  @Test
  void callsAPersonByOneNameForEver() {
    provider.is("subject-of-carla", "carla", "reviewers");
    signIn(browser, "%2F");
    provider.is("subject-of-carla", "carla.married", "audit");
    signIn(browser, "%2F");
    assertThat(browser.get("/audit").words())
        .contains("carla@127.0.0.1")
        .doesNotContain("carla.married");
  }

  @Test
  void tellsTwoPeopleOfTheSameNameApart() {
    provider.is("subject-of-ben", "ben", "audit");
    signIn(browser, "%2F");
    provider.is("subject-of-another-ben", "Ben", "audit");
    try (ConsoleClient other = client(service)) {
      signIn(other, "%2F");
      assertThat(other.get("/audit").words()).containsPattern("ben@127\\.0\\.0\\.1~[0-9a-f]{8} ");
    }
    assertThat(browser.get("/audit").words()).contains("ben@127.0.0.1 ");
  }

  @Test
  void isNeverTheTokenOfTheSameNameByAccident() {
    provider.is("subject-of-a-stranger", "test-auditor", "audit");
    signIn(browser, "%2F");
    assertThat(browser.get("/audit").words()).contains("test-auditor@127.0.0.1");
  }

  @Test
  void isThePersonOfATokenWhereTheOperatorSaysSo() {
    provider.is("subject-of-owner", "olga", "shop");
    signIn(browser, "%2F");
    assertThat(browser.get("/").words()).contains("test-owner owner").doesNotContain("olga@");
  }

  @Test
  void countsNobodyTwiceWhoIsOnRecordAlready() throws IOException {
    provider.is("subject-of-dora", "dora", "shop");
    signIn(browser, "%2F");
    provider.is("mona", "mona", "reviewers");
    signIn(browser, "%2F");
    try (RunningService later =
            service(Map.of("OMBUD_OPENID_PEOPLE", people("subject-of-dora test-owner\n")));
        ConsoleClient there = client(later)) {
      Page refused = signIn(there, "%2F");
      assertThat(refused.status())
          .as("mona has a token's name, and no line any more")
          .isEqualTo(403);
      provider.is("subject-of-dora", "dora", "shop");
      refused = signIn(there, "%2F");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.words()).contains("nobody counts as two");
      assertThat(there.cookie(SESSION)).isEmpty();
    }
    assertThat(refusals()).contains("TWO_NAMES");
  }

  @Test
  void holdsFourEyesAcrossBothWays() {
    provider.is("subject-of-owner", "olga", "shop");
    signIn(browser, "%2F");
    Page made =
        browser.submit(browser.get("/tables"), "/tables/drafts", Map.of("title", "as olga"));
    assertThat(made.status()).as(made.words()).isEqualTo(303);
    String draft = made.header("Location").replaceAll(".*/drafts/([0-9a-f-]{36}).*", "$1");
    JsonNode stored =
        service
            .client()
            .send(service.client().request("/v1/drafts/" + draft, Role.OWNER).GET().build())
            .json();
    assertThat(stored.path("createdBy").asText()).isEqualTo("test-owner");
  }

  @Test
  void takesNoAnswerThatAnotherBrowserBegan() {
    String back = provider.follow(browser.get("/sign-in/openid").header("Location"));
    try (ConsoleClient victim = client(service)) {
      Page page = victim.get(back);
      assertThat(page.status()).isEqualTo(400);
      assertThat(page.words()).contains("was begun in another browser", "Begin it again here");
      assertThat(victim.cookie(SESSION)).isEmpty();
      victim.get("/sign-in/openid");
      assertThat(victim.get(back).status()).as("with an attempt of its own").isEqualTo(400);
      assertThat(victim.cookie(SESSION)).isEmpty();
    }
    assertThat(refusals()).contains("NOT_BEGUN_HERE");
  }

  @Test
  void takesAnAnswerOnce() {
    Page begun = browser.get("/sign-in/openid");
    String attempt = browser.cookie(ATTEMPT).orElseThrow();
    String back = provider.follow(begun.header("Location"));
    assertThat(browser.get(back).status()).isEqualTo(303);
    assertThat(browser.get(back).status()).as("the cookie is gone").isEqualTo(400);
    browser.setCookie(ATTEMPT, attempt);
    Page again = browser.get(back);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.words()).contains("took too long or was used already");
  }

  @Test
  void takesNoAttemptThatIsTooOldOrOursNot() {
    browser.get("/sign-in/openid");
    String attempt = browser.cookie(ATTEMPT).orElseThrow();
    for (String bad :
        List.of(
            "",
            "x",
            "1700000000" + attempt.substring(attempt.indexOf('.')),
            "9999999999" + attempt.substring(attempt.indexOf('.')))) {
      browser.setCookie(ATTEMPT, bad);
      Page page = browser.get("/sign-in/openid/answer?state=x&code=y");
      assertThat(page.status()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void beginsNothingForAnotherSite() {
    Page page = browser.get("/sign-in/openid", "Sec-Fetch-Site", "cross-site");
    assertThat(page.status()).isEqualTo(200);
    assertThat(browser.cookie(ATTEMPT)).isEmpty();
    assertThat(browser.get("/sign-in/openid", "Sec-Fetch-Site", "same-origin").status())
        .isEqualTo(303);
  }

  @Test
  void goesToNoOtherHostAfterwards() {
    for (String next : List.of("//evil.example/", "https://evil.example/", "/\\evil.example/")) {
      Page done = signIn(browser, URLEncoder.encode(next, StandardCharsets.UTF_8));
      assertThat(done.header("Location")).as(next).isEqualTo("/");
    }
  }

  @Test
  void keepsWhereALinkLedWhereTooManyFailed() {
    Page begun = browser.get("/sign-in/openid?next=%2Freviews");
    Page form = browser.get("/sign-in");
    for (int i = 0; i < 10; i++) {
      browser.submit(form, "/sign-in", Map.of("token", "guess-" + i));
    }
    Page page = browser.get(provider.follow(begun.header("Location")));
    assertThat(page.status()).isEqualTo(429);
    assertThat(page.text()).contains("name=\"next\" value=\"/reviews\"");
  }

  @Test
  void saysWhatToDoWhereTheProviderIsDownOrWrong() {
    Page begun = browser.get("/sign-in/openid");
    provider.instead.put("/token", "503 sorry");
    Page down = browser.get(provider.follow(begun.header("Location")));
    assertThat(down.status()).isEqualTo(503);
    assertThat(down.words()).contains("does not answer", "sign in with a token");
    provider.instead.put("/token", "200 <html>garbage</html>");
    Page wrong = signIn(browser, "%2F");
    assertThat(wrong.status()).isEqualTo(502);
    assertThat(wrong.words())
        .contains("answered something that this service cannot trust", "Tell the operator")
        .doesNotContain("garbage");
    assertThat(browser.cookie(SESSION)).isEmpty();
    browser.signIn(Role.AUDITOR);
    assertThat(browser.get("/decisions").status()).isEqualTo(200);
  }

  @Test
  void saysWhatToDoWithoutARole() {
    provider.is("subject-of-a-cook", "cook", "canteen");
    Page page = signIn(browser, "%2F");
    assertThat(page.status()).isEqualTo(403);
    assertThat(page.words()).contains("gives you a role here", "Ask an admin");
    assertThat(browser.cookie(SESSION)).isEmpty();
    assertThat(refusals()).contains("NO_ROLE");
  }

  @Test
  void saysThatThePersonOrTheProviderRefused() {
    provider.bendAnswer =
        answer -> {
          answer.remove("code");
          answer.put("error", "access_denied");
          answer.put("error_description", "<script>alert(1)</script>");
        };
    Page page = signIn(browser, "%2F");
    assertThat(page.status()).isEqualTo(403);
    assertThat(page.words()).contains("did not sign you in");
    assertThat(page.text()).doesNotContain("alert(1)");
  }

  @Test
  void offersToSignOutAtTheProviderToo() {
    signIn(browser, "%2F");
    Page out = browser.submit(browser.get("/reviews"), "/sign-out", Map.of());
    assertThat(out.header("Location")).isEqualTo("/sign-in?left=provider");
    Page page = browser.get("/sign-in?left=provider");
    assertThat(page.words()).contains("You are signed out here.", "sign out there, too");
    assertThat(page.text()).contains("href=\"" + provider.issuer() + "/logout?client_id=");
    assertThat(browser.get("/reviews").status()).isEqualTo(303);
    assertThat(events("SIGNED_OUT").getFirst().path("actor").asText()).isEqualTo("anna@127.0.0.1");
    browser.signIn(Role.AUDITOR);
    assertThat(browser.submit(browser.get("/audit"), "/sign-out", Map.of()).header("Location"))
        .isEqualTo("/sign-in");
  }

  @Test
  void keepsSecretsOutOfTheLogAndThePages() {
    Page begun = browser.get("/sign-in/openid");
    String attempt = browser.cookie(ATTEMPT).orElseThrow();
    assertThat(begun.header("Location")).doesNotContain(attempt, ProviderDouble.SECRET);
    assertThat(begun.header("Set-Cookie")).contains("HTTPOnly", "SameSite=Lax", "Max-Age=600");
    signIn(browser, "%2F");
    String all = service.client().get("/v1/audit/events").text();
    assertThat(all)
        .contains("SIGNED_IN")
        .doesNotContain(browser.cookie(SESSION).orElseThrow(), ProviderDouble.SECRET, "code-");
  }

  @Test
  void startsWithAProviderThatIsNotThere() throws IOException {
    try (RunningService alone = service(Map.of("OMBUD_OPENID_ISSUER", "http://127.0.0.1:9"));
        ConsoleClient there = client(alone)) {
      Page page = there.get("/sign-in/openid?next=%2Faudit");
      assertThat(page.status()).isEqualTo(503);
      assertThat(page.words()).contains("does not answer", "or with a token");
      there.signIn(Role.AUDITOR);
      assertThat(there.get("/audit").status()).isEqualTo(200);
    }
  }

  @Test
  void changesNothingWhereNoIssuerIsNamed() {
    try (RunningService plain = RunningService.start(POSTGRES.config());
        ConsoleClient there = client(plain)) {
      assertThat(there.get("/sign-in").words()).doesNotContain("or with a token");
      assertThat(there.get("/sign-in/openid").status()).isEqualTo(404);
      assertThat(there.get("/sign-in/openid/answer?code=x").status()).isEqualTo(404);
    }
  }
}
