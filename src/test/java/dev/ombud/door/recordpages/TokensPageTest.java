package dev.ombud.door.recordpages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What an admin does with tokens in a browser.
class TokensPageTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Pattern SECRET = Pattern.compile("value=\"(ombud_[\\w-]{43})\"");

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
  void signIn() {
    browser = new ConsoleClient(service.port()).signIn(Role.ADMIN);
  }

  @AfterEach
  void leave() {
    browser.close();
  }

  private Page issue(String... pairs) {
    Map<String, String> fields = new HashMap<>();
    fields.put("role", "reviewer");
    fields.put("reason", "a colleague");
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put(pairs[i], pairs[i + 1]);
    }
    return browser.submit(browser.get("/tokens"), "/tokens", fields);
  }

  @Test
  void showsATokenThisOnceAndTakesItBack() {
    Page issued = issue("name", "anna", "until", "2999-01-01");
    assertThat(issued.status()).isEqualTo(200);
    assertThat(issued.header("Cache-Control")).isEqualTo("no-store");
    Matcher secret = SECRET.matcher(issued.text());
    assertThat(secret.find()).isTrue();
    assertThat(issued.words()).contains("Token anna is issued. Copy it now");
    Page later = browser.get("/tokens");
    assertThat(later.text()).doesNotContain(secret.group(1));
    assertThat(later.words()).contains("anna Good reviewer all", "2999-01-02 00:00:00 UTC");
    try (ConsoleClient anna = new ConsoleClient(service.port()).signIn(secret.group(1))) {
      assertThat(anna.get("/reviews").status()).isEqualTo(200);
      assertThat(anna.get("/tokens").status()).isEqualTo(403);
      assertThat(anna.get("/").words()).doesNotContain("Tokens");
      Page revoked = browser.submit(later, "/tokens/anna/revocation", Map.of("reason", "left"));
      assertThat(revoked.status()).isEqualTo(303);
      assertThat(browser.get("/tokens").words()).contains("Token anna is revoked", "by test-admin");
      assertThat(anna.get("/reviews").header("Location")).startsWith("/sign-in");
    }
  }

  @Test
  void showsWhatIsWrongBesideWhatWasTyped() {
    check(issue("name", "two words"), 422, "`name` is no good name");
    check(issue("name", "kept", "reason", ""), 422, "`Why` is empty");
    checkBeside(issue("name", "kept", "role", "boss"), "role", "`Roles` has `boss`");
    checkBeside(issue("name", "kept", "role", ""), "role", "`Roles` ");
    check(issue("name", "kept", "product", "No Shop"), 422, "`product` is no name");
    checkBeside(issue("name", "kept", "until", "soon"), "until", "no day that can be");
    checkBeside(issue("name", "kept", "until", "2020-01-01"), "until", "which is over");
    checkBeside(issue("name", "kept", "until", "9999-12-31"), "until", "which is too far away");
    checkBeside(issue("name", "kept", "until", "+999999999-12-31"), "until", "no day that can be");
    Page taken = issue("name", "test-caller");
    check(taken, 409, "there is a good token `test-caller`");
    assertThat(taken.text()).contains("value=\"test-caller\"", "value=\"a colleague\"");
    check(
        browser.submit(
            browser.get("/tokens"), "/tokens/test-caller/revocation", Map.of("reason", "")),
        422,
        "`Why` is empty");
    assertThat(
            browser
                .submit(browser.get("/tokens"), "/tokens/nobody/revocation", Map.of("reason", "r"))
                .status())
        .isEqualTo(404);
    assertThat(browser.post("/tokens", Map.of("name", "x", "reason", "r")).status())
        .as("without a CSRF token")
        .isEqualTo(403);
  }

  private static void checkBeside(Page page, String field, String says) {
    check(page, 422, says);
    assertThat(page.text()).containsPattern("id=\"wrong-" + field + "\">[^<]*" + says);
  }

  private static void check(Page page, int status, String says) {
    assertThat(page.status()).as(page.words()).isEqualTo(status);
    assertThat(page.words()).containsIgnoringCase(says).contains("All tokens");
    assertThat(SECRET.matcher(page.text()).find()).isFalse();
  }
}
