package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import dev.ombud.testing.Chromium;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Signing in at a real Keycloak with a real browser; `scripts/try-keycloak` fetches, starts and
/// stops it: two hundred megabytes, too much for every run.
@Tag("browser")
@EnabledIfEnvironmentVariable(named = "TRY_KEYCLOAK", matches = "http.*")
class KeycloakTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String ISSUER = System.getenv().getOrDefault("TRY_KEYCLOAK", "");
  private static final String HOME = System.getenv().getOrDefault("TRY_KEYCLOAK_HOME", "");

  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
  }

  private static RunningService service(String secret) {
    Map<String, String> settings = new HashMap<>();
    settings.put("OMBUD_PORT", String.valueOf(URI.create(HOME).getPort()));
    settings.put("OMBUD_PUBLIC_URL", HOME);
    settings.put("OMBUD_OPENID_ISSUER", ISSUER);
    settings.put("OMBUD_OPENID_CLIENT", "ombud-console");
    settings.put("OMBUD_OPENID_SECRET", secret);
    settings.put("OMBUD_OPENID_ROLES", "reviewer=reviewers");
    return RunningService.start(POSTGRES.config(), settings);
  }

  private static void signIn(Page page, String name, String password) {
    page.navigate(HOME + "/reviews");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in at 127.0.0.1"))
        .click();
    page.locator("#username").fill(name);
    page.locator("#password").fill(password);
    page.locator("#kc-login").click();
  }

  @Test
  void signsInComesBackAndSignsOutThereToo() {
    try (RunningService service = service("planted-client-secret");
        BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      signIn(page, "anna", "annas-password");
      page.waitForURL(HOME + "/reviews");
      assertThat(page.locator("body").innerText()).contains("anna@127.0.0.1", "reviewer");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")).click();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("sign out there, too"))
          .click();
      page.locator("#kc-logout").click();
      page.waitForURL(Pattern.compile(Pattern.quote(HOME) + "/sign-in.*"));
      page.navigate(HOME + "/reviews");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in at 127.0.0.1"))
          .click();
      // Keycloak asks again.
      page.locator("#username").waitFor();
      assertThat(service.client().get("/v1/audit/events?kind=SIGNED_IN").text())
          .contains("anna@127.0.0.1", ISSUER);
    }
  }

  @Test
  void letsNobodyInWithoutAGroupThatHasARole() {
    try (RunningService service = service("planted-client-secret");
        BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      signIn(page, "carl", "carls-password");
      assertThat(page.getByRole(AriaRole.ALERT).innerText()).contains("gives you a role here");
      assertThat(service.client().get("/v1/audit/events?kind=SIGN_IN_REFUSED").text())
          .contains("NO_ROLE");
    }
  }

  @Test
  void saysThatTheClientsSecretIsWrong() {
    try (RunningService service = service("another-secret");
        BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      signIn(page, "anna", "annas-password");
      assertThat(page.getByRole(AriaRole.ALERT).innerText()).contains("cannot trust");
      assertThat(service.client().get("/v1/audit/events?kind=SIGN_IN_REFUSED").text())
          .contains("PROVIDER_WRONG");
    }
  }
}
