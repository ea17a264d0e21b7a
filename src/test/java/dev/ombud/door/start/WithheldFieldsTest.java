package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Revenue, counts of customers and evidence, by numbers that stand nowhere else: who is shown them
/// on every way out, and that nobody else is.
class WithheldFieldsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final List<String> REVENUE =
      List.of("7654321", "7,654,321", "8765432", "8,765,432");
  private static final List<String> CUSTOMERS =
      List.of("54321", "54,321", "65432", "65,432", "45678", "45,678");
  private static final String EVIDENCE = "rv-that-tells";
  private static final String ODD_EVIDENCE =
      "\"id\":\"rv-that-tells\",\"at\":\"2098-01-01T00:00:00Z\",\"channel\":\"odd_one\"";

  /// What a test of a table says of the number that it needs is policy, and stays.
  private static final List<String> PLACES =
      List.of(
          "/aggregate/business/affectedCustomers",
          "/aggregate/business/highValueCustomers",
          "/aggregate/business/lifetimeValue",
          "/aggregate/business/revenueAtRisk",
          "/aggregate/volume/customers",
          "/aggregate/evidence");

  private static RunningService service;
  private static String posted;
  private static String decision;
  private static String stranger;

  @BeforeAll
  static void decide() {
    service = RunningService.start(POSTGRES.config());
    posted = aggregate();
    Answer answer = service.client().decide(posted);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    decision = answer.decisionId();
    stranger =
        service
            .client()
            .send(
                service
                    .client()
                    .request("/v1/tokens", Role.ADMIN)
                    .header("Content-Type", ApiClient.JSON)
                    .POST(
                        BodyPublishers.ofString(
                            "{\"name\":\"stranger\",\"roles\":[\"caller\"],\"reason\":\"r\"}"))
                    .build())
            .json()
            .path("token")
            .asText();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String aggregate() {
    return Aggregates.fresh(
        """
        {"specVersion":"1.1","aggregateId":"told/1","source":{"trust":"HIGH","channels":["chat"]},
         "window":{"start":"2026-03-01T18:00:00Z","end":"2026-03-02T18:00:00Z"},
         "product":"storefront","surface":"checkout","funnelStep":"payment",
         "release":{"version":"7.19.0-rc1","stage":"CANARY","rolloutPercent":5,
           "deployedAt":"2026-03-02T11:00:00Z","previousStable":"7.18.1"},
         "cluster":{"id":"c","categories":["payment_failure"],"confidence":0.95,
           "summary":"Cards fail","actionable":true},
         "volume":{"count":60000,"customers":54321,"baseline":50,"standardDeviation":14},
         "sentiment":{"mean":-0.6,"negativeShare":0.8,"baselineNegativeShare":0.35,"sigma":2.6},
         "business":{"revenueAtRisk":{"amount":7654321,"currency":"EUR"},
           "lifetimeValue":{"amount":8765432,"currency":"EUR"},
           "affectedCustomers":65432,"highValueCustomers":45678,"ordersAffected":3},
         "evidence":[{"id":"rv-that-tells","channel":"chat","rating":1,"language":"en",
           "text":"My card fails"}]}
        """);
  }

  private static Answer get(String secret, String path, String accept) {
    ApiClient client = service.client();
    return client.send(
        client
            .request(path, Role.CALLER)
            .setHeader("Authorization", "Bearer " + secret)
            .header("Accept", accept)
            .build());
  }

  private static List<String> secrets() {
    List<String> all = new ArrayList<>();
    all.addAll(REVENUE);
    all.addAll(CUSTOMERS);
    all.add(EVIDENCE);
    all.add("My card fails");
    return all;
  }

  @Test
  void showsThemToThoseWhoNeedThem() {
    for (Role role : List.of(Role.OWNER, Role.REVIEWER, Role.AUDITOR)) {
      Answer answer = get(ApiClient.secret(role), "/v1/decisions/" + decision, "*/*");
      assertThat(answer.text()).as("%s", role).contains("7654321", "54321", EVIDENCE);
      assertThat(answer.json().has("withheld")).isFalse();
    }
    assertThat(get(ApiClient.secret(Role.CALLER), "/v1/decisions/" + decision, "*/*").text())
        .as("who posted it")
        .contains("7654321", "54321", EVIDENCE);
    assertThat(
            get(ApiClient.secret(Role.AUDITOR), "/v1/decisions/" + decision + "/explanation", "*/*")
                .text())
        .contains("54321");
  }

  @Test
  void saysWhereTheyAreWithheld() {
    for (String secret :
        List.of(ApiClient.secret(Role.OPERATOR), ApiClient.secret(Role.ADMIN), stranger)) {
      JsonNode answer = get(secret, "/v1/decisions/" + decision, "*/*").json();
      List<String> places = new ArrayList<>();
      answer.path("withheld").forEach(place -> places.add(place.asText()));
      assertThat(places).containsExactlyInAnyOrderElementsOf(PLACES);
      for (String place : PLACES) {
        assertThat(answer.at(place).isMissingNode()).as(place).isTrue();
      }
      assertThat(answer.at("/aggregate/volume/count").asInt()).isEqualTo(60000);
      assertThat(answer.at("/aggregate/business/ordersAffected").asInt()).isEqualTo(3);
      assertThat(answer.path("aggregateDigest").asText()).startsWith("sha256:");
      assertThat(answer.toString()).contains("\"withheld\"");
    }
  }

  @Test
  void tellsThemToNobodyElseOnAnyWay() {
    String one = "/v1/decisions/" + decision;
    for (String path : List.of(one, "/v1/decisions?limit=500", one + "/brief")) {
      for (String secret :
          List.of(ApiClient.secret(Role.OPERATOR), ApiClient.secret(Role.ADMIN), stranger)) {
        check(get(secret, path, "*/*"), path);
        check(get(secret, path, "text/markdown, */*;q=0.1"), path);
      }
    }
    for (Role role : List.of(Role.OPERATOR, Role.ADMIN)) {
      check(get(ApiClient.secret(role), one + "/explanation", "application/json"), "explanation");
      check(get(ApiClient.secret(role), one + "/explanation", "text/markdown"), "explanation");
      check(get(ApiClient.secret(role), "/v1/briefs", "*/*"), "briefs");
      check(get(ApiClient.secret(role), "/v1/actions", "*/*"), "actions");
      check(get(ApiClient.secret(role), one + "/effects", "*/*"), "effects");
    }
    ApiClient client = service.client();
    check(
        client.send(
            client.request(one + "/replay", Role.ADMIN).POST(BodyPublishers.noBody()).build()),
        "replay");
    int ruleset = client.get(one).json().at("/ruleset/version").asInt();
    Answer under =
        client.send(
            client
                .request(one + "/replay?ruleset=" + ruleset, Role.ADMIN)
                .POST(BodyPublishers.noBody())
                .build());
    check(under, "replay under another ruleset");
    assertThat(under.json().at("/under/judged/reasons").toString()).contains("withheld");
    Answer words = get(ApiClient.secret(Role.OPERATOR), one + "/brief", "*/*");
    assertThat(words.status()).isEqualTo(403);
    assertThat(words.json().path("detail").asText()).contains("withheld");
    assertThat(get(ApiClient.secret(Role.REVIEWER), one + "/brief", "*/*").text())
        .contains("54321");
  }

  private static void check(Answer answer, String what) {
    assertThat(answer.text()).as(what).doesNotContain(secrets().toArray(String[]::new));
    assertThat(answer.status()).as(what).isIn(200, 403, 404, 406);
  }

  @Test
  void tellsThemInNoWarning() {
    String odd =
        posted
            .replace("told/1", "told/2")
            .replace("\"EUR\"", "\"XTS\"")
            .replace("\"id\":\"rv-that-tells\",\"channel\":\"chat\"", ODD_EVIDENCE);
    Answer answer = service.client().decide(odd);
    assertThat(answer.text()).as("who posted it").contains("7654321 XTS", "odd_one", "of 2098-01");
    String path = "/v1/decisions/" + answer.decisionId();
    for (String secret :
        List.of(ApiClient.secret(Role.OPERATOR), ApiClient.secret(Role.ADMIN), stranger)) {
      check(get(secret, path, "*/*"), path);
      assertThat(get(secret, path, "*/*").text()).doesNotContain("odd_one", "2098-01");
    }
  }

  @Test
  void findsNoDecisionByItsEvidenceForThem() {
    for (String path : List.of("/v1/decisions", "/v1/decisions/facets")) {
      String asked = path + "?evidence=" + EVIDENCE;
      assertThat(get(ApiClient.secret(Role.REVIEWER), asked, "*/*").status()).isEqualTo(200);
      for (String secret :
          List.of(ApiClient.secret(Role.OPERATOR), ApiClient.secret(Role.ADMIN), stranger)) {
        Answer refused = get(secret, asked, "*/*");
        assertThat(refused.status()).as(path).isEqualTo(403);
        assertThat(refused.json().path("detail").asText()).contains("`evidence`", "`reviewer`");
      }
    }
    try (ConsoleClient browser = new ConsoleClient(service.port()).signIn(Role.OPERATOR)) {
      assertThat(browser.get("/decisions").text()).doesNotContain("name=\"evidence\"");
      for (String path : List.of("/decisions", "/decisions/facets")) {
        ConsoleClient.Page refused = browser.get(path + "?evidence=" + EVIDENCE);
        assertThat(refused.status()).as(path).isEqualTo(403);
        assertThat(refused.text()).doesNotContain("name=\"evidence\"", decision);
      }
    }
    try (ConsoleClient browser = new ConsoleClient(service.port()).signIn(Role.REVIEWER)) {
      assertThat(browser.get("/decisions?evidence=" + EVIDENCE).text())
          .contains("name=\"evidence\"", decision);
    }
  }

  @Test
  void tellsNobodyElseWhereTwoPostsPart() {
    Answer own = post(ApiClient.secret(Role.CALLER));
    assertThat(own.status()).as(own.text()).isEqualTo(409);
    assertThat(own.json().path("pointer").asText()).isEqualTo("/business/revenueAtRisk/amount");
    Answer another = post(stranger);
    assertThat(another.status()).isEqualTo(409);
    assertThat(another.decisionId()).isEqualTo(decision);
    assertThat(another.json().has("pointer")).isFalse();
    assertThat(another.text()).doesNotContain("revenueAtRisk");
  }

  private static Answer post(String secret) {
    ApiClient client = service.client();
    return client.send(
        client
            .request("/v1/decisions", Role.CALLER)
            .setHeader("Authorization", "Bearer " + secret)
            .header("Content-Type", ApiClient.JSON)
            .POST(BodyPublishers.ofString(posted.replace("7654321", "7654320")))
            .build());
  }

  @Test
  void tellsThemToNobodyElseInTheConsole() {
    for (Role role : List.of(Role.OPERATOR, Role.ADMIN)) {
      try (ConsoleClient browser = new ConsoleClient(service.port()).signIn(role)) {
        for (String path :
            List.of(
                "/decisions/" + decision,
                "/decisions/" + decision + "/json",
                "/decisions",
                "/decisions/facets",
                "/releases/7.19.0-rc1",
                "/now/data",
                "/")) {
          ConsoleClient.Page page = browser.get(path);
          assertThat(page.status()).as(path).isEqualTo(200);
          assertThat(page.text()).as(path).doesNotContain(secrets().toArray(String[]::new));
        }
        assertThat(browser.get("/decisions/" + decision).words())
            .contains("are withheld from your role", "business.revenueAtRisk withheld");
      }
    }
    try (ConsoleClient browser = new ConsoleClient(service.port()).signIn(stranger)) {
      assertThat(browser.get("/decisions/" + decision + "/json").text())
          .doesNotContain(secrets().toArray(String[]::new));
    }
    try (ConsoleClient browser = new ConsoleClient(service.port()).signIn(Role.REVIEWER)) {
      assertThat(browser.get("/decisions/" + decision).text()).contains("54,321", "7,654,321");
    }
  }
}
