package dev.ombud.door.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.console.ConsoleForms.Form;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.Loop;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every form of the console with every refusal that can meet it: a page comes back, with the menu,
/// with the form, with what was filled in and with the words of what is wrong; never a problem for
/// programs, never a file, and nothing is lost that somebody wrote.
class RefusedFormsTest {
  private static final String TYPED = "it <b>broke</b> & we \"saw\" it";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static ConsoleForms forms;
  private static Loop loop;

  @BeforeAll
  static void start() {
    loop = new Loop(POSTGRES.config(), Map.of());
    forms = new ConsoleForms(loop);
  }

  @AfterAll
  static void stop() {
    loop.close();
  }

  private static boolean isUpload(Form form) {
    return form.path().endsWith("/workbook");
  }

  private static Page send(
      ConsoleClient browser, Form form, String path, Map<String, String> fields) {
    return isUpload(form) ? multipart(browser, path, fields) : browser.post(path, fields);
  }

  private static Page multipart(ConsoleClient browser, String path, Map<String, String> fields) {
    StringBuilder body = new StringBuilder();
    fields.forEach((name, value) ->
        body.append("--x\r\nContent-Disposition: form-data; name=\"")
            .append(name)
            .append("\"\r\n\r\n")
            .append(value)
            .append("\r\n"));
    body.append("--x--\r\n");
    return browser.post(
        path,
        "multipart/form-data; boundary=x",
        (fields.isEmpty() ? "--x--\r\n" : body.toString()).getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> with(Map<String, String> fields, String csrf) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("csrf", csrf);
    return all;
  }

  /// A page with the menu, the form and what was filled in.
  static void isShownAgain(Page page, int status, Form form, String path, String typed) {
    isPage(page, status, path);
    assertThat(page.text()).as(path).contains("aria-label=\"Areas\"", "Sign out");
    if (!isUpload(form) || page.status() == 415) {
      assertThat(page.text()).as(path).contains("action=\"" + path + "\"");
    }
    if (!form.field().isEmpty() && !typed.isEmpty()) {
      assertThat(unescaped(page)).as(path).contains(typed);
    }
  }

  private static String unescaped(Page page) {
    return page.text()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  static void isPage(Page page, int status, String path) {
    assertThat(page.status()).as(path + ": " + page.words()).isEqualTo(status);
    assertThat(page.header("Content-Type")).as(path).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Disposition")).as(path).isEmpty();
    assertThat(page.header("Content-Security-Policy")).contains("form-action 'self'");
    assertThat(page.text()).as(path).contains("role=\"alert\"").doesNotContain("<b>broke");
  }

  @Test
  void knowsEveryForm() {
    Set<String> posted =
        loop.routes().stream()
            .filter(route -> route.method().equals("POST"))
            .map(route -> route.path())
            .filter(path -> !path.matches("/(v1|ofrep|integrations|sign-)[-/].*|/sign-(in|out)"))
            // What the grid sends, with a header in the place of a field: data, not a form.
            .filter(path -> !path.matches(".*/tables/\\{name}/(check|rows)"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(new TreeSet<>(forms.all().keySet())).isEqualTo(posted);
  }

  @Test
  void showsAFormWithoutItsTokenAgain() {
    for (Form form : forms.all().values()) {
      try (ConsoleClient browser = forms.as(form.role())) {
        Page page = send(browser, form, form.path(), form.filled(TYPED));
        isShownAgain(page, 403, form, form.path(), TYPED);
        assertThat(page.words()).contains("The form was not made by this page for you");
        assertThat(page.csrf()).as("a fresh token").hasSize(128);
      }
    }
  }

  @Test
  void doesNotOfferWhatAnotherSiteSent() {
    for (Form form : forms.all().values()) {
      if (!isUpload(form)) {
        try (ConsoleClient browser = forms.as(form.role())) {
          Page page = browser.post(form.path(), form.filled(TYPED), "Sec-Fetch-Site", "cross-site");
          isPage(page, 403, form.path());
          assertThat(unescaped(page)).doesNotContain(TYPED);
        }
      }
    }
  }

  @Test
  void saysThatARoleMayNotAndLosesNothing() {
    for (Form form : forms.all().values()) {
      if (form.other() != form.role()) {
        try (ConsoleClient browser = forms.as(form.other())) {
          String csrf = browser.get("/decisions").csrf();
          Page page = send(browser, form, form.path(), with(form.filled(TYPED), csrf));
          isShownAgain(page, 403, form, form.path(), TYPED);
          assertThat(page.words()).contains("this needs");
        }
      }
    }
  }

  @Test
  void saysThatSomethingIsNotThereAndLosesNothing() {
    for (Form form : forms.all().values()) {
      if (!form.nowhere().isEmpty()) {
        try (ConsoleClient browser = forms.as(form.role())) {
          String csrf = browser.get("/decisions").csrf();
          Map<String, String> fields = new LinkedHashMap<>(form.filled(TYPED));
          fields.put("product", "none");
          fields.put("verdict", "accept");
          if (form.field().equals("sample")) {
            fields.put("sample", "10");
          }
          Page page = send(browser, form, form.nowhere(), with(fields, csrf));
          isShownAgain(
              page, 404, form, form.nowhere(), form.field().equals("sample") ? "10" : TYPED);
        }
      }
    }
  }

  @Test
  void takesNoOtherKindOfBodyAndNoneThatIsTooLarge() {
    for (Form form : forms.all().values()) {
      try (ConsoleClient browser = forms.as(form.role())) {
        Page other = browser.post(form.path(), "text/plain", new byte[] {'x'});
        isPage(other, 415, form.path());
        assertThat(other.text()).as(form.path()).contains("aria-label=\"Areas\"");
        String media =
            isUpload(form)
                ? "multipart/form-data; boundary=x"
                : "application/x-www-form-urlencoded";
        Page large = browser.post(form.path(), media, new byte[7 << 20]);
        isPage(large, 413, form.path());
        assertThat(large.text()).as(form.path()).contains("aria-label=\"Areas\"");
        assertThat(large.words()).contains("larger than");
      }
    }
  }

  @Test
  void keepsWhatWasWrittenWhereTheSessionHasEnded() throws SQLException {
    for (Form form : forms.all().values()) {
      try (ConsoleClient browser = forms.as(form.role())) {
        String csrf = browser.get("/decisions").csrf();
        execute("update sessions set created_at = now() - interval '2 d', expires_at = now()");
        Page page = send(browser, form, form.path(), with(form.filled(TYPED), csrf));
        isPage(page, 401, form.path());
        assertThat(page.words()).contains("The session has ended: sign in again");
        if (!form.field().isEmpty()) {
          assertThat(unescaped(page)).contains(TYPED, "action=\"" + form.path() + "\"");
        }
      }
    }
    Form form = forms.of("/automation/stop");
    try (ConsoleClient browser = forms.as(form.role())) {
      Page ended = send(browser, form, form.path(), with(form.filled(TYPED), "0".repeat(128)));
      Page again = browser.post(form.path(), with(form.filled(TYPED), ended.csrf()));
      assertThat(again.status()).as("sent again from there").isEqualTo(303);
      browser.submit(browser.get("/"), "/automation/resume", Map.of("reason", "a test"));
    }
  }

  @Test
  void wantsEveryReasonAndSaysSoBesideIt() {
    for (Form form : forms.all().values()) {
      if (form.field().equals("reason") && !form.path().contains("/notes/")) {
        try (ConsoleClient browser = forms.as(form.role())) {
          Page read = browser.get("/decisions");
          for (String text : List.of("", "  ", "x".repeat(2_001))) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("reason", text);
            fields.put("answer", "approve");
            fields.put("binding", "x");
            Page page = browser.submit(read, form.path(), fields);
            assertThat(page.status())
                .as(form.path())
                .isIn(422, form.path().contains("/reviews/") ? 412 : 422, 409);
            isShownAgain(page, page.status(), form, form.path(), text.isBlank() ? "" : text);
          }
        }
      }
    }
  }

  @Test
  void takesNoCharacterThatNoTextHas() {
    for (Form form : forms.all().values()) {
      try (ConsoleClient browser = forms.as(form.role())) {
        String csrf = browser.get("/decisions").csrf();
        String field = form.field().isEmpty() ? "more" : form.field();
        Page page = send(browser, form, form.path(), with(Map.of(field, TYPED + "a\0b"), csrf));
        isShownAgain(page, 422, form, form.path(), TYPED + "a");
        assertThat(page.words())
            .as(form.path())
            .contains("`" + field + "` has the invisible character U+0000: delete it");
      }
    }
  }

  /// Whoever writes half of a surrogate pair in UTF-8 writes no character at all.
  @Test
  void takesHalfACharacterForNone() {
    Form form = forms.of("/automation/stop");
    try (ConsoleClient browser = forms.as(form.role())) {
      String body = "csrf=" + browser.get("/").csrf() + "&reason=a%ED%A0%80b";
      Page page =
          browser.post(
              form.path(),
              "application/x-www-form-urlencoded",
              body.getBytes(StandardCharsets.US_ASCII));
      assertThat(page.status()).as(page.words()).isEqualTo(303);
      assertThat(browser.get("/").words()).contains("a\uFFFD");
      browser.submit(browser.get("/"), "/automation/resume", Map.of("reason", "a test"));
    }
  }

  @Test
  void saysThatSomebodySendsTooFastAndLosesNothing() {
    Form form = forms.of("/automation/stop");
    try (RunningService slow =
            RunningService.start(POSTGRES.config(), Map.of("OMBUD_REQUESTS_PER_SECOND", "1"));
        ConsoleClient browser = new ConsoleClient(slow.port()).signIn(form.role())) {
      String csrf = browser.get("/").csrf();
      Map<String, String> fields = with(form.filled(TYPED), csrf);
      fields.put("shown", "x");
      Page page = browser.post(form.path(), fields);
      for (int i = 0; i < 20 && page.status() != 429; i++) {
        page = browser.post(form.path(), fields);
      }
      isPage(page, 429, form.path());
      assertThat(page.header("Retry-After")).isEqualTo("1");
      assertThat(unescaped(page)).contains(TYPED, "action=\"" + form.path() + "\"");
    }
  }

  @Test
  void saysThatTheDatabaseIsAwayAtTheSignInAndKeepsWhereItLed() throws SQLException {
    try (ConsoleClient browser = new ConsoleClient(loop.port());
        Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      Page read = browser.get("/sign-in?next=%2Freviews");
      owner.setAutoCommit(false);
      statement.execute("lock table sessions in access exclusive mode");
      Page page =
          browser.submit(
              read,
              "/sign-in",
              Map.of("token", ApiClient.secret(Role.AUDITOR), "next", "/reviews"));
      owner.rollback();
      isPage(page, 503, "/sign-in");
      assertThat(page.header("Retry-After")).isEqualTo("1");
      assertThat(page.text()).contains("name=\"next\" value=\"/reviews\"");
    }
  }

  @Test
  void saysThatTheDatabaseIsAwayAndLosesNothing() throws SQLException {
    Form form = forms.of("/automation/stop");
    try (ConsoleClient browser = forms.as(form.role());
        Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      Page read = browser.get("/");
      owner.setAutoCommit(false);
      statement.execute("lock table sessions in access exclusive mode");
      Page page = browser.submit(read, form.path(), form.filled(TYPED));
      Page sight = browser.get("/decisions");
      owner.rollback();
      isPage(page, 503, form.path());
      assertThat(page.header("Retry-After")).isEqualTo("1");
      assertThat(unescaped(page)).contains(TYPED, "action=\"" + form.path() + "\"");
      isPage(sight, 503, "/decisions");
      Page again = browser.submit(page, form.path(), form.filled(TYPED));
      assertThat(again.status()).as("sent again from there").isEqualTo(303);
      browser.submit(browser.get("/"), "/automation/resume", Map.of("reason", "a test"));
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
