package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
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

/// Which forms are still taken for ours when their browser has signed in anew.
class FormsOverASignInTest {
  private static final String SESSION = "ombud-session";

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

  private static void expire() throws SQLException {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "update sessions set created_at = now() - interval '2 d', expires_at = now()");
    }
  }

  /// As browsers send it, and no other site can.
  private Page sendFromHere(String csrf) {
    return browser.post("/sign-out", Map.of("csrf", csrf), "Sec-Fetch-Site", "same-origin");
  }

  @Test
  void takesTheFormsOfASessionThatHadEndedBeforeTheSignIn() throws SQLException {
    for (String[] here :
        List.of(
            new String[] {"Sec-Fetch-Site", "same-origin"},
            new String[] {"Origin", "http://127.0.0.1:" + service.port()})) {
      browser.signIn(Role.AUDITOR);
      String csrf = browser.get("/").csrf();
      expire();
      browser.signIn(Role.AUDITOR);
      for (String[] elsewhere :
          List.of(
              new String[] {"X-None", ""},
              new String[] {"Origin", "null"},
              new String[] {"Origin", "http://evil.example"},
              new String[] {"Sec-Fetch-Site", "same-site"},
              new String[] {"Sec-Fetch-Site", "cross-site"})) {
        Page refused = browser.post("/sign-out", Map.of("csrf", csrf), elsewhere);
        assertThat(refused.status()).as(String.join(" ", elsewhere)).isEqualTo(403);
      }
      Page taken = browser.post("/sign-out", Map.of("csrf", csrf), here);
      assertThat(taken.status()).as(here[0]).isEqualTo(303);
    }
  }

  @Test
  void takesNoFormOfASessionThatAnotherSignInReplaced() {
    browser.signIn(Role.AUDITOR);
    String csrf = browser.get("/").csrf();
    browser.signIn(Role.OWNER);
    assertThat(sendFromHere(csrf).status()).isEqualTo(403);
  }

  @Test
  void takesNoFormForACookieThatSomebodyPlanted() throws SQLException {
    try (ConsoleClient other = new ConsoleClient(service.port()).signIn(Role.AUDITOR)) {
      String csrf = other.get("/decisions").csrf();
      expire();
      other.signIn(Role.AUDITOR);
      browser.signIn(Role.AUDITOR);
      browser.setCookie(SESSION + "-before", other.cookie(SESSION + "-before").orElseThrow());
      assertThat(sendFromHere(csrf).status()).isEqualTo(403);
      browser.setCookie(SESSION + "-before", "0".repeat(64));
      assertThat(sendFromHere("0".repeat(128)).status()).isEqualTo(403);
      browser.setCookie(SESSION + "-before", "x");
      assertThat(sendFromHere(csrf).status()).isEqualTo(403);
      assertThat(sendFromHere(browser.get("/").csrf()).status()).isEqualTo(303);
    }
  }
}
