package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.ombud.testing.Chromium;
import dev.ombud.testing.FreePort;
import dev.ombud.testing.ProviderDouble;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// There and back with a real browser, which has its own mind about cookies, redirects and the
/// content security policy.
@Tag("browser")
class OpenIdJourneyTest {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots", "console");

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final ProviderDouble PROVIDER = new ProviderDouble();
  private static final int PORT = FreePort.any();
  private static final String HOME = "http://127.0.0.1:" + PORT;

  private static RunningService service;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    PROVIDER.register(HOME + "/sign-in/openid/answer");
    service =
        RunningService.start(
            POSTGRES.config(),
            Map.of(
                "OMBUD_PORT",
                String.valueOf(PORT),
                "OMBUD_PUBLIC_URL",
                HOME,
                "OMBUD_OPENID_ISSUER",
                PROVIDER.issuer(),
                "OMBUD_OPENID_CLIENT",
                ProviderDouble.CLIENT,
                "OMBUD_OPENID_SECRET",
                ProviderDouble.SECRET,
                "OMBUD_OPENID_ROLES",
                "reviewer=reviewers"));
    playwright = Chromium.playwright();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void stop() {
    browser.close();
    playwright.close();
    service.close();
    PROVIDER.close();
  }

  private static com.microsoft.playwright.Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
  }

  private static void signInAndOut(Page page) {
    List<String> complaints = new ArrayList<>();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.navigate(HOME + "/reviews?lane=FAST");
    link(page, "Sign in at 127.0.0.1").click();
    link(page, "Continue as anna").click();
    page.waitForURL(HOME + "/reviews?lane=FAST");
    assertThat(page.locator("body").innerText()).contains("anna@127.0.0.1", "reviewer");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")).click();
    assertThat(page.getByRole(AriaRole.STATUS).innerText()).contains("You are signed out here.");
    link(page, "sign out there, too").click();
    assertThat(page.title()).isEqualTo("Bye");
    page.navigate(HOME + "/reviews");
    assertThat(page.url()).startsWith(HOME + "/sign-in");
    assertThat(complaints).isEmpty();
  }

  @Test
  void signsInAtTheProviderAndOutAgain() {
    try (BrowserContext context = browser.newContext()) {
      signInAndOut(context.newPage());
    }
  }

  @Test
  void needsNoScripts() {
    try (BrowserContext context =
        browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
      signInAndOut(context.newPage());
    }
  }

  @Test
  void saysWhatIsWrongWhereEverybodyCanReadIt() {
    PROVIDER.is("cook", "cook", "canteen");
    try (BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      page.navigate(HOME + "/sign-in");
      look(page, "sign-in-provider");
      link(page, "Sign in at 127.0.0.1").click();
      link(page, "Continue as cook").click();
      assertThat(page.getByRole(AriaRole.ALERT).innerText()).contains("gives you a role here");
      look(page, "sign-in-refused");
      page.navigate(HOME + "/sign-in?left=provider");
      look(page, "sign-in-left");
      page.navigate(HOME + "/no/such/page");
      look(page, "not-found");
    } finally {
      PROVIDER.is("248289761001", "anna", "reviewers");
    }
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
        assertThat(Chromium.violations(page)).as(label).isEmpty();
        assertThat(
                page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .as(label)
            .isEqualTo(0);
      }
    }
  }
}
