package dev.ombud.testing;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The browser of this machine, driven by Playwright, which downloads none. Stateless.
public final class Chromium {
  private Chromium() {}

  public static Playwright playwright() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  /// Without a window, and without asking anybody on the network for anything.
  public static Browser launch(Playwright playwright) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(path())
                .setHeadless(true)
                .setArgs(
                    List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync")));
  }

  /// What axe-core finds that keeps people out of a page, a line each. It runs in the page itself:
  /// the usual way opens another page for each look, which takes twice as long, and is for frames
  /// of other origins, of which we have none.
  public static List<String> violations(Page page) {
    return new AxeBuilder(page)
        .setLegacyMode(true).analyze().getViolations().stream()
            .flatMap(rule ->
                rule.getNodes().stream()
                    .map(node ->
                        "%s: %s: %s".formatted(rule.getId(), rule.getHelp(), node.getHtml())))
            .toList();
  }

  /// The names of scripts/prepare-tests.
  private static Path path() {
    return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        .flatMap(name ->
            Arrays.stream(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no Chromium: run scripts/prepare-tests"));
  }
}
