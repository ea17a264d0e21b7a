package dev.ombud.door.console;

import static dev.ombud.door.console.ConsoleForms.NOBODY;
import static dev.ombud.door.console.ConsoleForms.first;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.console.ConsoleForms.Form;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.ConsoleClient.Page;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a browser is shown at addresses that are wrong, at filters that are refused, and for files
/// with mistakes: always a page.
class RefusedPagesTest {
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

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

  @Test
  void marksTheFieldThatIsWrong() {
    try (ConsoleClient operator = forms.as(Role.OPERATOR)) {
      Page page = operator.submit(operator.get("/"), "/automation/stop", Map.of("reason", " "));
      assertThat(page.status()).isEqualTo(422);
      assertThat(page.text())
          .contains("aria-invalid=\"true\"", "<p class=\"wrong\" id=\"wrong-reason\">")
          .contains("<details open>");
    }
    try (ConsoleClient owner = forms.as(Role.OWNER)) {
      Page read = owner.get("/try");
      Page page =
          owner.submit(
              read,
              "/try",
              Map.of(
                  "product",
                  "shop",
                  "surface",
                  "checkout",
                  "category",
                  "payment_failure",
                  "stage",
                  "CANARY",
                  "count",
                  "many",
                  "baseline",
                  "50",
                  "confidence",
                  "0.9",
                  "negative",
                  "0.8"));
      assertThat(page.status()).isEqualTo(422);
      assertThat(page.text()).contains("id=\"wrong-count\"", "value=\"many\"", "value=\"shop\"");
      Page over =
          owner.submit(
              read,
              "/try",
              Map.of(
                  "product",
                  "shop",
                  "surface",
                  "checkout",
                  "category",
                  "payment_failure",
                  "stage",
                  "CANARY",
                  "count",
                  "7",
                  "baseline",
                  "50",
                  "confidence",
                  "7",
                  "negative",
                  "0.8"));
      assertThat(over.text()).contains("id=\"wrong-confidence\"");
    }
  }

  @Test
  void marksTheDayAndTheShareThatAreNone() {
    try (ConsoleClient owner = forms.as(Role.OWNER)) {
      Page read = owner.get("/try");
      String draft = forms.of("/tables/drafts/{id}/backtests").path();
      for (Map<String, String> wrong :
          List.of(
              Map.of("from", "tomorrow"),
              Map.of("to", "+999999999-12-31"),
              Map.of("sample", "NaN"),
              Map.of("sample", "200"))) {
        Page refused = owner.submit(read, draft, wrong);
        assertThat(refused.status()).as(wrong.toString()).isEqualTo(422);
        assertThat(refused.words())
            .contains(wrong.containsKey("sample") ? "`Sample`" : "is no day");
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
                Map.entry("/decisions?text=a%00b&product=shop", "text"),
                Map.entry("/decisions?cursor=%00&product=shop", "cursor"),
                Map.entry("/reviews?owner=shop&cursor=a%00b", "cursor"),
                Map.entry("/audit?before=x&actor=shop", "before"),
                Map.entry("/audit?kind=BOGUS&actor=shop", "kind"),
                Map.entry("/audit?kind=a%00b&actor=shop", "kind"),
                Map.entry("/audit?kind=TEXT_OPENED&kind=TEXT_OPENED&actor=shop", "kind"))
            .entrySet()) {
      try (ConsoleClient browser = forms.as(Role.AUDITOR)) {
        Page page = browser.get(each.getKey());
        RefusedFormsTest.isPage(page, 400, each.getKey());
        assertThat(page.text())
            .as(each.getKey())
            .contains("aria-label=\"Areas\"", "<form method=\"get\"", "value=\"shop\"");
        assertThat(page.words()).as(each.getKey()).contains("`" + each.getValue() + "`");
      }
    }
  }

  @Test
  void keepsWhatAnExportWasAskedFor() {
    try (ConsoleClient browser = forms.as(Role.AUDITOR)) {
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
        RefusedFormsTest.isPage(page, page.status(), "/audit/export");
        assertThat(page.text()).contains("value=\"shop\"", "id=\"export\"");
      }
    }
  }

  @Test
  void findsNothingAtAnAddressWithACharacterThatNoNameHas() {
    try (ConsoleClient browser = forms.as(Role.AUDITOR)) {
      for (String path :
          List.of(
              "/flags/%00",
              "/releases/7%00", "/decisions/%00", "/tables/versions/1/%00", "/reviews/a%00b")) {
        RefusedFormsTest.isPage(browser.get(path), 404, path);
      }
    }
  }

  @Test
  void saysWhichParameterHasACharacterThatNoTextHas() {
    try (ConsoleClient browser = forms.as(Role.ADMIN)) {
      for (Map.Entry<String, String> each :
          Map.of(
                  "/flags?after=%00", "after",
                  "/tokens?after=%00", "after",
                  "/releases/7?product=%00", "product",
                  "/releases/7/notes?product=%00", "product",
                  "/releases/7/course?product=%00", "product",
                  "/decisions?text=%00", "text")
              .entrySet()) {
        Page page = browser.get(each.getKey());
        assertThat(page.status()).as(each.getKey()).isEqualTo(400);
        assertThat(page.words())
            .as(each.getKey())
            .contains("`" + each.getValue() + "` has the invisible character U+0000");
      }
    }
    try (ConsoleClient browser = forms.as(Role.AUDITOR)) {
      Page audit = browser.get("/audit?actor=%00");
      RefusedFormsTest.isPage(audit, 400, "/audit");
      assertThat(audit.text()).contains("id=\"wrong-actor\"");
      Page reviews = browser.get("/reviews?owner=%00");
      RefusedFormsTest.isPage(reviews, 400, "/reviews");
      assertThat(reviews.text()).contains("id=\"wrong-owner\"");
    }
  }

  @Test
  void takesNoMoreThanIsReadIntoAFilter() {
    try (ConsoleClient browser = forms.as(Role.AUDITOR)) {
      assertThat(browser.get("/decisions").text())
          .containsPattern("name=\"product\"[^>]* maxlength=\"200\"")
          .containsPattern("name=\"cohort\"[^>]* maxlength=\"2000\"");
    }
  }

  @Test
  void showsTheSignInAgainWhateverIsWrong() {
    try (ConsoleClient browser = new ConsoleClient(loop.port())) {
      Page read = browser.get("/sign-in?next=%2Freviews");
      List<Page> refused = new ArrayList<>();
      for (String token : List.of("", "x".repeat(5_000), "none", "a\0b")) {
        refused.add(browser.submit(read, "/sign-in", Map.of("token", token, "next", "/reviews")));
      }
      refused.add(browser.post("/sign-in", Map.of("token", "x", "next", "/reviews")));
      for (Page page : refused) {
        assertThat(page.text()).contains("name=\"next\" value=\"/reviews\"");
      }
      refused.add(browser.submit(read, "/sign-in", Map.of("token", "", "next", "//evil.example")));
      assertThat(refused.getLast().text()).contains("name=\"next\" value=\"/\"");
      refused.add(browser.post("/sign-in", "text/plain", new byte[1]));
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
    addresses.put("/v1/decisions?x=%ff", 401);
    addresses.put("/decisions?x=%ff", 400);
    addresses.put("/decisions/x", 404);
    addresses.put("/decisions/x/json", 404);
    addresses.put("/tables/versions/9/severity/workbook", 404);
    addresses.put("/tables/versions/9/severity/grid", 404);
    addresses.put("/audit/jobs/" + NOBODY + "/result", 404);
    addresses.put("/releases/none/notes", 400);
    addresses.put("/decisions?product=" + "x".repeat(9_000), 431);
    addresses.put("/automation/stop", 405);
    addresses.put("/audit/export", 405);
    try (ConsoleClient browser = forms.as(Role.AUDITOR)) {
      addresses.forEach((path, status) -> {
        Page page = browser.get(path, "Accept", BROWSER);
        RefusedFormsTest.isPage(page, status, path);
        assertThat(page.text()).as(path).contains("aria-label=\"Areas\"", "Sign out");
      });
      assertThat(browser.get("/v1/decisions/" + NOBODY, "Accept", BROWSER).text())
          .contains("href=\"/decisions/" + NOBODY + "\"");
      Page slash = browser.get("/decisions/?product=a", "Accept", BROWSER);
      assertThat(slash.status()).isEqualTo(308);
      assertThat(slash.header("Location")).isEqualTo("/decisions?product=a");
      assertThat(browser.get("/v1/decisions/" + NOBODY).header("Content-Type"))
          .isEqualTo("application/problem+json");
    }
  }

  @Test
  void showsTheMistakesOfAWorkbookCellByCellAndHasItMarked() throws Exception {
    Form form = forms.of("/tables/drafts/{id}/tables/{name}/workbook");
    String page = form.path().replaceAll("/workbook$", "");
    try (ConsoleClient owner = forms.as(Role.OWNER)) {
      byte[] good = owner.fetch(form.path()).bytes();
      byte[] bad = wrong(good);
      Page refused = upload(owner, form.path(), owner.get(page), bad);
      RefusedFormsTest.isShownAgain(refused, 422, form, form.path(), "");
      assertThat(refused.words())
          .contains("severity.xlsx Severity!D8", "Download it with the cells");
      String link = first("href=\"([^\"]+/findings)\"", refused);
      ConsoleClient.Sent marked = owner.fetch(link);
      assertThat(marked.status()).isEqualTo(200);
      assertThat(new String(marked.bytes(), 0, 2, StandardCharsets.US_ASCII)).isEqualTo("PK");
      try (ConsoleClient other = forms.as(Role.ADMIN)) {
        Page theirs = other.get(link);
        RefusedFormsTest.isPage(theirs, 404, link);
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

  private static Page upload(ConsoleClient browser, String path, Page form, byte[] workbook) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String tag = first("name=\"tag\" value=\"([^\"]*)\"", form);
    body.writeBytes(
        ("--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n"
                + form.csrf()
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"tag\"\r\n\r\n"
                + tag
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\";"
                + " filename=\"severity.xlsx\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(workbook);
    body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
    return browser.post(path, "multipart/form-data; boundary=x", body.toByteArray());
  }
}
