package dev.ombud.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Role;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every form of the console with every refusal that can meet it: a page comes back, with the menu,
/// with the form, with what was filled in and with the words of what is wrong; never a problem for
/// programs, never a file, and nothing is lost that somebody wrote.
class RefusedFormsTest {
  private static final String TYPED = "it <b>broke</b> & we \"saw\" it";
  private static final String NOBODY = "00000000-0000-7000-8000-000000000000";
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Map<String, Form> FORMS = new LinkedHashMap<>();
  private static Loop loop;

  /// @param role that may send it
  /// @param other that may not
  /// @param path where it is sent
  /// @param nowhere the same of something that is not there; empty where there is no such
  /// @param field that a person fills in; empty where there is none
  private record Form(Role role, Role other, String path, String nowhere, String field) {
    Map<String, String> filled(String text) {
      return field.isEmpty() ? Map.of() : Map.of(field, text);
    }
  }

  @BeforeAll
  static void start() {
    loop = new Loop(POSTGRES.config(), Map.of());
    loop.declare("refused-checkout");
    String decision =
        loop.decide(Loop.scenario("g-010", "refused-checkout")).path("decisionId").asText();
    try (ConsoleClient caller = as(Role.CALLER)) {
      caller.submit(caller.get("/"), "/samples", Map.of());
    }
    String review;
    try (ConsoleClient reviewer = as(Role.REVIEWER)) {
      review = first("href=\"(/reviews/[0-9a-f-]{36})\"", reviewer.get("/reviews"));
    }
    String draft;
    String backtest;
    try (ConsoleClient owner = as(Role.OWNER)) {
      draft =
          owner
              .submit(owner.get("/tables"), "/tables/drafts", Map.of("title", "refused"))
              .header("Location");
      backtest =
          owner.submit(owner.get("/tables"), draft + "/backtests", Map.of()).header("Location");
    }
    String gone = "/tables/drafts/" + NOBODY;
    add("/automation/stop", Role.OPERATOR, Role.OWNER, "/automation/stop", "", "reason");
    add("/automation/resume", Role.OPERATOR, Role.OWNER, "/automation/resume", "", "reason");
    String one = "/decisions/" + decision;
    String none = "/decisions/" + NOBODY;
    add("/decisions/{id}/texts", Role.AUDITOR, Role.OWNER, one + "/texts", none + "/texts", "reason");
    add("/decisions/{id}/replay", Role.OWNER, Role.CALLER, one + "/replay", none + "/replay", "");
    String lift = "/environments/production/lift";
    add(
        "/flags/{key}/environments/{environment}/lift",
        Role.OPERATOR,
        Role.AUDITOR,
        "/flags/refused-checkout" + lift,
        "/flags/none" + lift,
        "reason");
    add(
        "/reviews/{id}/answer",
        Role.REVIEWER,
        Role.AUDITOR,
        review + "/answer",
        "/reviews/" + NOBODY + "/answer",
        "reason");
    add(
        "/reviews/{id}/labels",
        Role.REVIEWER,
        Role.AUDITOR,
        review + "/labels",
        "/reviews/" + NOBODY + "/labels",
        "why");
    add("/audit/export", Role.AUDITOR, Role.OWNER, "/audit/export", "", "product");
    add("/audit/verifications", Role.AUDITOR, Role.OWNER, "/audit/verifications", "", "");
    String job = "/audit/jobs/" + NOBODY + "/cancellation";
    add("/audit/jobs/{id}/cancellation", Role.AUDITOR, Role.OWNER, job, job, "");
    add(
        "/tables/activations/{version}",
        Role.OPERATOR,
        Role.AUDITOR,
        "/tables/activations/1",
        "/tables/activations/99",
        "reason");
    add("/tables/drafts", Role.OWNER, Role.AUDITOR, "/tables/drafts", "", "title");
    String table = "/tables/severity/workbook";
    add(
        "/tables/drafts/{id}/tables/{name}/workbook",
        Role.OWNER,
        Role.AUDITOR,
        draft + table,
        gone + table,
        "");
    String sheet = "/scenarios/workbook";
    add(
        "/tables/drafts/{id}/scenarios/workbook",
        Role.OWNER,
        Role.AUDITOR,
        draft + sheet,
        gone + sheet,
        "");
    for (String step : List.of("scenarios", "backtests")) {
      add(
          "/tables/drafts/{id}/" + step,
          Role.OWNER,
          Role.AUDITOR,
          draft + "/" + step,
          gone + "/" + step,
          step.equals("backtests") ? "sample" : "");
    }
    for (String step : List.of("submission", "approval", "rejection", "activation")) {
      add(
          "/tables/drafts/{id}/" + step,
          Role.OWNER,
          Role.AUDITOR,
          draft + "/" + step,
          gone + "/" + step,
          "reason");
    }
    add(
        "/tables/drafts/{id}/backtests/{backtest}/cancellation",
        Role.OWNER,
        Role.AUDITOR,
        backtest + "/cancellation",
        gone + "/backtests/" + NOBODY + "/cancellation",
        "");
    String notes = "/releases/none/notes/" + NOBODY;
    add("/releases/{version}/notes/{id}", Role.REVIEWER, Role.AUDITOR, notes, notes, "reason");
    add("/try", Role.OWNER, Role.OWNER, "/try", "", "json");
    add("/samples", Role.CALLER, Role.AUDITOR, "/samples", "", "");
  }

  private static void add(
      String route, Role role, Role other, String path, String nowhere, String field) {
    FORMS.put(route, new Form(role, other, path, nowhere, field));
  }

  @AfterAll
  static void stop() {
    loop.close();
  }

  private static ConsoleClient as(Role role) {
    return new ConsoleClient(loop.port()).signIn(role);
  }

  private static String first(String pattern, Page page) {
    Matcher matcher = Pattern.compile(pattern).matcher(page.text());
    assertThat(matcher.find()).as("%s on the page", pattern).isTrue();
    return matcher.group(1);
  }

  private static boolean isUpload(Form form) {
    return form.path().endsWith("/workbook");
  }

  private static Page send(ConsoleClient browser, Form form, String path, Map<String, String> fields) {
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
  private static void isShownAgain(Page page, int status, Form form, String path, String typed) {
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

  private static void isPage(Page page, int status, String path) {
    assertThat(page.status()).as(path + ": " + page.words()).isEqualTo(status);
    assertThat(page.header("Content-Type")).as(path).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Disposition")).as(path).isEmpty();
    assertThat(page.header("Content-Security-Policy")).contains("form-action 'self'");
    assertThat(page.text()).as(path).contains("role=\"alert\"").doesNotContain("<b>broke");
  }

  @Test
  void knowsEveryForm() {
    Set<String> forms =
        loop.routes().stream()
            .filter(route -> route.method().equals("POST"))
            .map(route -> route.path())
            .filter(path -> !path.matches("/(v1|ofrep|integrations|sign-)[-/].*|/sign-(in|out)"))
            // What the grid sends, with a header in the place of a field: data, not a form.
            .filter(path -> !path.matches(".*/tables/\\{name}/(check|rows)"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(new TreeSet<>(FORMS.keySet())).isEqualTo(forms);
  }

  @Test
  void showsAFormWithoutItsTokenAgain() {
    for (Form form : FORMS.values()) {
      try (ConsoleClient browser = as(form.role())) {
        Page page = send(browser, form, form.path(), form.filled(TYPED));
        isShownAgain(page, 403, form, form.path(), TYPED);
        assertThat(page.words()).contains("The form was not made by this page for you");
        assertThat(page.csrf()).as("a fresh token").hasSize(128);
      }
    }
  }

  @Test
  void doesNotOfferWhatAnotherSiteSent() {
    for (Form form : FORMS.values()) {
      if (!isUpload(form)) {
        try (ConsoleClient browser = as(form.role())) {
          Page page =
              browser.post(form.path(), form.filled(TYPED), "Sec-Fetch-Site", "cross-site");
          isPage(page, 403, form.path());
          assertThat(unescaped(page)).doesNotContain(TYPED);
        }
      }
    }
  }

  @Test
  void saysThatARoleMayNotAndLosesNothing() {
    for (Form form : FORMS.values()) {
      if (form.other() != form.role()) {
        try (ConsoleClient browser = as(form.other())) {
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
    for (Form form : FORMS.values()) {
      if (!form.nowhere().isEmpty()) {
        try (ConsoleClient browser = as(form.role())) {
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
    for (Form form : FORMS.values()) {
      try (ConsoleClient browser = as(form.role())) {
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
    for (Form form : FORMS.values()) {
      try (ConsoleClient browser = as(form.role())) {
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
    Form form = FORMS.get("/automation/stop");
    try (ConsoleClient browser = as(form.role())) {
      Page ended = send(browser, form, form.path(), with(form.filled(TYPED), "0".repeat(128)));
      Page again = browser.post(form.path(), with(form.filled(TYPED), ended.csrf()));
      assertThat(again.status()).as("sent again from there").isEqualTo(303);
      browser.submit(browser.get("/"), "/automation/resume", Map.of("reason", "a test"));
    }
  }

  @Test
  void wantsEveryReasonAndSaysSoBesideIt() {
    for (Form form : FORMS.values()) {
      if (form.field().equals("reason") && !form.path().contains("/notes/")) {
        try (ConsoleClient browser = as(form.role())) {
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
  void marksTheFieldThatIsWrong() {
    try (ConsoleClient operator = as(Role.OPERATOR)) {
      Page page = operator.submit(operator.get("/"), "/automation/stop", Map.of("reason", " "));
      assertThat(page.status()).isEqualTo(422);
      assertThat(page.text())
          .contains("aria-invalid=\"true\"", "<p class=\"wrong\" id=\"wrong-reason\">")
          .contains("<details open>");
    }
    try (ConsoleClient owner = as(Role.OWNER)) {
      Page read = owner.get("/try");
      Page page =
          owner.submit(
              read,
              "/try",
              Map.of(
                  "product", "shop", "surface", "checkout", "category", "payment_failure", "stage",
                  "CANARY", "count", "many", "baseline", "50", "confidence", "0.9", "negative",
                  "0.8"));
      assertThat(page.status()).isEqualTo(422);
      assertThat(page.text())
          .contains("id=\"wrong-count\"", "value=\"many\"", "value=\"shop\"");
      Page over =
          owner.submit(
              read,
              "/try",
              Map.of(
                  "product", "shop", "surface", "checkout", "category", "payment_failure", "stage",
                  "CANARY", "count", "7", "baseline", "50", "confidence", "7", "negative", "0.8"));
      assertThat(over.text()).contains("id=\"wrong-confidence\"");
      String draft = FORMS.get("/tables/drafts/{id}/backtests").path();
      for (Map<String, String> wrong :
          List.of(
              Map.of("from", "tomorrow"),
              Map.of("to", "+999999999-12-31"),
              Map.of("sample", "NaN"),
              Map.of("sample", "200"))) {
        Page refused = owner.submit(read, draft, wrong);
        assertThat(refused.status()).as(wrong.toString()).isEqualTo(422);
        assertThat(refused.words()).contains(wrong.containsKey("sample") ? "`Sample`" : "is no day");
      }
    }
  }

  @Test
  void keepsTheFiltersThatWereRefused() {
    for (Map.Entry<String, String> each :
        Map.ofEntries(
                Map.entry("/decisions?from=yesterday&product=shop", "from"),
                Map.entry("/decisions?severity=P9&product=shop", "severity"),
                Map.entry("/decisions?cursor=x&product=shop", "cursor"),
                Map.entry("/decisions?limit=0&product=shop", "limit"),
                Map.entry("/decisions?order=best&product=shop", "order"),
                Map.entry("/decisions?drills=x&product=shop", "drills"),
                Map.entry("/decisions?produkt=x&product=shop", "produkt"),
                Map.entry("/decisions?product=shop&product=shop&from=a&from=b", "from"),
                Map.entry("/decisions/facets?to=never&product=shop", "to"),
                Map.entry("/reviews?state=SHUT&owner=shop", "state"),
                Map.entry("/reviews?lane=x&owner=shop", "lane"),
                Map.entry("/reviews?cursor=x&owner=shop", "cursor"),
                Map.entry("/reviews?drills=x&owner=shop", "drills"),
                Map.entry("/audit?before=x&actor=shop", "before"),
                Map.entry("/audit?kind=TEXT_OPENED&kind=TEXT_OPENED&actor=shop", "kind"))
            .entrySet()) {
      try (ConsoleClient browser = as(Role.AUDITOR)) {
        Page page = browser.get(each.getKey());
        isPage(page, 400, each.getKey());
        assertThat(page.text())
            .as(each.getKey())
            .contains("aria-label=\"Areas\"", "<form method=\"get\"", "value=\"shop\"");
        assertThat(page.words()).as(each.getKey()).contains("`" + each.getValue() + "`");
      }
    }
  }

  @Test
  void keepsWhatAnExportWasAskedFor() {
    try (ConsoleClient browser = as(Role.AUDITOR)) {
      Page read = browser.get("/audit");
      for (Map<String, String> wrong :
          List.of(
              Map.of("from", "yesterday", "product", "shop"),
              Map.of("to", "2026-13-01T00:00:00Z", "product", "shop"),
              Map.of("format", "doc", "product", "shop"),
              Map.of("drills", "x", "product", "shop"),
              Map.of("produkt", "x", "product", "shop"))) {
        Page page = browser.submit(read, "/audit/export", wrong);
        assertThat(page.status()).as(wrong.toString()).isIn(400, 422);
        isPage(page, page.status(), "/audit/export");
        assertThat(page.text()).contains("value=\"shop\"", "id=\"export\"");
      }
    }
  }

  @Test
  void saysThatTheDatabaseIsAwayAndLosesNothing() throws SQLException {
    Form form = FORMS.get("/automation/stop");
    try (ConsoleClient browser = as(form.role());
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

  @Test
  void showsTheSignInAgainWhateverIsWrong() {
    try (ConsoleClient browser = new ConsoleClient(loop.port())) {
      Page read = browser.get("/sign-in");
      List<Page> refused = new ArrayList<>();
      refused.add(browser.submit(read, "/sign-in", Map.of("token", "")));
      refused.add(browser.submit(read, "/sign-in", Map.of("token", "x".repeat(5_000))));
      refused.add(browser.post("/sign-in", Map.of("token", "x")));
      refused.add(browser.submit(read, "/sign-in", Map.of("token", "none")));
      refused.add(browser.post("/sign-in", "text/plain", new byte[1]));
      refused.add(
          browser.post("/sign-in", "application/x-www-form-urlencoded", new byte[2 << 20]));
      for (Page page : refused) {
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.status()).isGreaterThanOrEqualTo(400);
        assertThat(page.text()).contains("role=\"alert\"", "name=\"token\"").doesNotContain("xxxx");
      }
    }
  }

  @Test
  void answersANavigationToAnythingByAPage() {
    Map<String, Integer> addresses = new LinkedHashMap<>();
    addresses.put("/nothing", 404);
    addresses.put("/docs/nothing", 404);
    addresses.put("/assets/none.css", 404);
    addresses.put("/v1/nothing", 404);
    addresses.put("/v1/decisions", 401);
    addresses.put("/v1/decisions/" + NOBODY, 401);
    addresses.put("/v1/decisions?x=%ff", 400);
    addresses.put("/decisions?x=%ff", 400);
    addresses.put("/decisions/x", 404);
    addresses.put("/decisions/x/json", 404);
    addresses.put("/tables/versions/9/severity/workbook", 404);
    addresses.put("/tables/versions/9/severity/grid", 404);
    addresses.put("/audit/jobs/" + NOBODY + "/result", 404);
    addresses.put("/releases/none/notes", 400);
    addresses.put("/automation/stop", 405);
    addresses.put("/audit/export", 405);
    try (ConsoleClient browser = as(Role.AUDITOR)) {
      addresses.forEach((path, status) -> {
        Page page = browser.get(path, "Accept", BROWSER);
        isPage(page, status, path);
        assertThat(page.text()).as(path).contains("aria-label=\"Areas\"", "Sign out");
      });
      assertThat(browser.get("/v1/decisions/" + NOBODY, "Accept", BROWSER).text())
          .contains("href=\"/decisions/" + NOBODY + "\"");
      Page slash = browser.get("/decisions/?product=a", "Accept", BROWSER);
      assertThat(slash.status()).isEqualTo(308);
      assertThat(slash.header("Location")).isEqualTo("/decisions?product=a");
      assertThat(browser.get("//decisions/", "Accept", BROWSER).status()).isEqualTo(404);
      assertThat(browser.get("/v1/decisions/" + NOBODY).header("Content-Type"))
          .isEqualTo("application/problem+json");
    }
  }

  @Test
  void showsTheMistakesOfAWorkbookCellByCellAndHasItMarked() throws Exception {
    Form form = FORMS.get("/tables/drafts/{id}/tables/{name}/workbook");
    String page = form.path().replaceAll("/workbook$", "");
    try (ConsoleClient owner = as(Role.OWNER)) {
      byte[] good = owner.fetch(form.path()).bytes();
      byte[] bad = wrong(good);
      Page refused = upload(owner, form.path(), owner.get(page), bad);
      isShownAgain(refused, 422, form, form.path(), "");
      assertThat(refused.words()).contains("severity.xlsx Severity!D8", "Download it with the cells");
      String link = first("href=\"([^\"]+/findings)\"", refused);
      ConsoleClient.Sent marked = owner.fetch(link);
      assertThat(marked.status()).isEqualTo(200);
      assertThat(new String(marked.bytes(), 0, 2, StandardCharsets.US_ASCII))
          .isEqualTo("PK");
      try (ConsoleClient other = as(Role.ADMIN)) {
        Page theirs = other.get(link);
        isPage(theirs, 404, link);
      }
      Page taken = upload(owner, form.path(), owner.get(page), good);
      assertThat(taken.status()).isEqualTo(303);
      assertThat(owner.get(link).status()).as("it says nothing any more").isEqualTo(404);
    }
  }

  /// With a cell that is no test of a number.
  private static byte[] wrong(byte[] workbook) throws IOException {
    try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(workbook));
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      book.getSheetAt(0).getRow(7).getCell(3).setCellValue("0,85");
      book.write(out);
      return out.toByteArray();
    }
  }

  private static Page upload(ConsoleClient browser, String path, Page form, byte[] workbook)
{
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String tag = first("name=\"tag\" value=\"([^\"]*)\"", form);
    body.writeBytes(
        ("--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + form.csrf()
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"tag\"\r\n\r\n" + tag
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\";"
                + " filename=\"severity.xlsx\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(workbook);
    body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
    return browser.post(path, "multipart/form-data; boundary=x", body.toByteArray());
  }

  private static void execute(String sql) throws SQLException {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
