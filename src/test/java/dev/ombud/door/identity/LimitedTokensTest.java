package dev.ombud.door.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.contract.OpenApi;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.Golden;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Limits of tokens hold everywhere: a golden list says what each route does with them, and each
/// route that lets them in is asked for what is theirs and what is not.
class LimitedTokensTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String PRODUCT = "\"product\":\"shop\"";
  private static final String ENVIRONMENT = "\"environment\":\"staging\"";

  private static RunningService service;
  private static String ofShop;
  private static String ofStaging;
  private static String ofBoth;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    ofShop = issue("of-shop", PRODUCT);
    ofStaging = issue("of-staging", ENVIRONMENT);
    ofBoth = issue("of-both", PRODUCT + "," + ENVIRONMENT);
    flag("shop-flag", "shop", "staging");
    flag("mail-flag", "mail", "staging");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /// With every role, so that nothing but the limit can refuse.
  private static String issue(String name, String limits) {
    String roles =
        Arrays.stream(Role.values())
            .map(role -> "\"" + role.word() + "\"")
            .collect(Collectors.joining(","));
    Answer answer =
        send(
            ApiClient.secret(Role.ADMIN),
            "POST",
            "/v1/tokens",
            "{\"name\":\"%s\",\"roles\":[%s],%s,\"reason\":\"r\"}".formatted(name, roles, limits));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("token").asText();
  }

  private static void flag(String key, String product, String environment) {
    String body =
        """
        {"product":"%s","owner":"payments","type":"boolean",
         "variations":{"treatment":true,"control":false},
         "defaultVariation":"treatment","safeVariation":"control",
         "environments":{"%s":{}},
         "expiresOn":"2999-01-01","removeOn":"2999-02-01","cleanUpBy":"2999-03-01",
         "criticality":"LOW"}
        """
            .formatted(product, environment);
    Answer put = send(ApiClient.secret(Role.OWNER), "PUT", "/v1/flags/" + key, body);
    assertThat(put.status()).as(put.text()).isEqualTo(201);
    Condition.await(
        Duration.ofSeconds(5),
        "`" + key + "` is served",
        () -> ask(ApiClient.secret(Role.FLAGS), "/" + key, environment).status() == 200);
  }

  private static Answer ask(String secret, String path, String environment) {
    String context = environment.isEmpty() ? "" : ",\"environment\":\"" + environment + "\"";
    return send(
        secret,
        "POST",
        "/ofrep/v1/evaluate/flags" + path,
        "{\"context\":{\"targetingKey\":\"u\"" + context + "}}");
  }

  private static Answer send(String secret, String method, String path, String body) {
    HttpRequest.Builder request =
        service
            .client()
            .request(path, Role.CALLER)
            .setHeader("Authorization", "Bearer " + secret)
            .header("Content-Type", path.endsWith(":batch") ? ApiClient.NDJSON : ApiClient.JSON)
            .method(
                method,
                method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return service.client().send(request.build());
  }

  private static Answer get(String secret, String path) {
    return send(secret, "GET", path, "");
  }

  private static String aggregate(String id, String product, String exposure) {
    return Aggregates.edit(
            """
            {"specVersion":"1.0","aggregateId":"%s","window":{"start":"2024-01-01T00:00:00Z",
            "end":"2024-01-01T01:00:00Z"},"product":"%s","surface":"checkout",
            "cluster":{"id":"c1","categories":["payment_failure"],"confidence":0.9},
            "volume":{"count":10}%s}
            """
                .formatted(id, product, exposure))
        .replace("\n", "");
  }

  private static String exposed(String environment) {
    return ",\"exposure\":{\"environment\":\"" + environment + "\"}";
  }

  private static void checkRefused(Answer answer, String says) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("forbidden");
    assertThat(answer.json().path("detail").asText()).contains("is limited to", says);
  }

  /// Of every route of the API: whether a limited token gets further than its limit.
  @Test
  void saysWhichRoutesLetLimitedTokensIn() {
    StringBuilder table =
        new StringBuilder(
            "%-60s%-12s%-14s%s%n".formatted("route", "product", "environment", "both"));
    for (Route route : service.routes()) {
      if (!route.path().startsWith("/v1/") && !route.path().startsWith("/ofrep/")) {
        continue;
      }
      List<String> cells = new ArrayList<>();
      for (String secret : List.of(ofShop, ofStaging, ofBoth)) {
        cells.add(word(secret, route));
      }
      List<String> documented = new ArrayList<>();
      OpenApi.document()
          .path("paths")
          .path(route.path())
          .path(route.method().toLowerCase(Locale.ROOT))
          .path("x-limited-tokens")
          .forEach(limit -> documented.add(limit.asText()));
      assertThat(documented)
          .as(route.method() + " " + route.path())
          .isEqualTo(
              cells.get(0).equals("refused")
                  ? List.of()
                  : cells.get(1).equals("refused")
                      ? List.of("product")
                      : List.of("product", "environment"));
      table.append(
          "%-60s%-12s%-14s%s%n"
              .formatted(
                  route.method() + " " + route.path(), cells.get(0), cells.get(1), cells.get(2)));
    }
    Golden.check("limited-tokens.txt", table.toString());
  }

  /// A body that would be about another product and environment, where it is read at all.
  private static String word(String secret, Route route) {
    String path =
        route
            .path()
            .replaceAll("\\{(id|backtest|draft)}", "00000000-0000-7000-8000-000000000000")
            .replace("{version}", "99")
            .replace("{key}", "no-flag")
            .replaceAll("\\{[a-z]+}", "any");
    Answer answer =
        send(
            secret, route.method(), path, route.path().endsWith("evaluations") ? question() : "{}");
    assertThat(answer.status()).as(route.method() + " " + path).isNotIn(401, 500);
    return answer.status() == 403 ? "refused" : "asked on";
  }

  private static String question() {
    return """
    {"product":"shop","release":"2.0","stage":"PRODUCTION"}
    """;
  }

  @Test
  void postsAndReadsOnlyWhatIsItsOwn() {
    Answer own = send(ofShop, "POST", "/v1/decisions", aggregate("own", "shop", ""));
    assertThat(own.status()).as(own.text()).isEqualTo(201);
    checkRefused(
        send(ofShop, "POST", "/v1/decisions", aggregate("alien", "mail", "")),
        "product `shop`, and this is about something else");
    checkRefused(
        send(ofStaging, "POST", "/v1/decisions", aggregate("nowhere", "shop", "")),
        "environment `staging`, and this names no environment");
    checkRefused(
        send(ofStaging, "POST", "/v1/decisions", aggregate("x", "shop", exposed("production"))),
        "environment `staging`, and this is about something else");
    checkRefused(
        send(ofBoth, "POST", "/v1/decisions", aggregate("x", "mail", exposed("staging"))),
        "product `shop` and environment `staging`");
    Answer staged =
        send(ofBoth, "POST", "/v1/decisions", aggregate("staged", "shop", exposed("staging")));
    assertThat(staged.status()).isEqualTo(201);
    String alien = service.client().decide(aggregate("alien", "mail", "")).decisionId();
    assertThat(get(ofShop, "/v1/decisions/" + own.decisionId()).status()).isEqualTo(200);
    assertThat(get(ofStaging, "/v1/decisions/" + staged.decisionId()).status()).isEqualTo(200);
    checkRefused(get(ofShop, "/v1/decisions/" + alien), "something else");
    checkRefused(get(ofStaging, "/v1/decisions/" + own.decisionId()), "names no environment");
    assertThat(get(ofShop, "/v1/decisions/" + alien).text()).doesNotContain("mail");
    checkRefused(
        send(ofShop, "POST", "/v1/evaluations", aggregate("try", "mail", "")), "something else");
    assertThat(send(ofShop, "POST", "/v1/evaluations", aggregate("try", "shop", "")).status())
        .isEqualTo(200);
  }

  @Test
  void refusesLinesOfABatchOneByOne() {
    Answer batch =
        send(
            ofShop,
            "POST",
            "/v1/decisions:batch",
            aggregate("line-1", "shop", "") + "\n" + aggregate("line-2", "mail", "") + "\n");
    List<JsonNode> lines = batch.lines();
    assertThat(lines.get(0).has("decisionId")).isTrue();
    assertThat(lines.get(1).path("code").asText()).isEqualTo("forbidden");
    assertThat(lines.get(1).path("status").asInt()).isEqualTo(403);
  }

  @Test
  void findsOnlyWhatIsItsOwn() {
    service.client().decide(aggregate("found", "shop", ""));
    service.client().decide(aggregate("hidden", "mail", ""));
    for (String path : List.of("/v1/decisions?limit=500", "/v1/decisions?product=shop&limit=500")) {
      Answer found = get(ofShop, path);
      assertThat(found.status()).isEqualTo(200);
      assertThat(found.json().path("items")).isNotEmpty();
      found
          .json()
          .path("items")
          .forEach(item -> assertThat(item.path("product").asText()).isEqualTo("shop"));
    }
    checkRefused(get(ofShop, "/v1/decisions?product=mail"), "something else");
    checkRefused(get(ofShop, "/v1/decisions?product=shop&product=mail"), "something else");
    checkRefused(get(ofStaging, "/v1/decisions"), "does not tell environments apart");
    checkRefused(get(ofBoth, "/v1/decisions?product=shop"), "does not tell environments apart");
    assertThat(get(ofShop, "/v1/decisions/facets").text()).doesNotContain("mail");
    checkRefused(get(ofShop, "/v1/decisions/facets?product=mail"), "something else");
    Condition.await(
        Duration.ofSeconds(20),
        "the decisions are sealed",
        () -> get(ofShop, "/v1/exports/decisions").text().contains("\"shop\""));
    Answer export = get(ofShop, "/v1/exports/decisions");
    assertThat(export.status()).isEqualTo(200);
    assertThat(export.text()).contains("\"shop\"").doesNotContain("\"mail\"");
    checkRefused(get(ofShop, "/v1/exports/decisions?product=mail"), "something else");
    checkRefused(get(ofStaging, "/v1/exports/decisions"), "environments apart");
  }

  @Test
  void asksGatesOnlyAboutItsOwnProduct() {
    String gate = "/v1/gates/live/evaluations";
    Answer own = send(ofShop, "POST", gate, question());
    assertThat(own.status()).as(own.text()).isEqualTo(200);
    checkRefused(send(ofShop, "POST", gate, question().replace("shop", "mail")), "something else");
    checkRefused(send(ofStaging, "POST", gate, question()), "does not tell environments apart");
    String alien =
        send(ApiClient.secret(Role.CALLER), "POST", gate, question().replace("shop", "mail"))
            .header("Location");
    assertThat(get(ofShop, own.header("Location")).status()).isEqualTo(200);
    checkRefused(get(ofShop, alien), "something else");
    assertThat(get(ofShop, gate).text()).contains("\"shop\"").doesNotContain("\"mail\"");
    checkRefused(get(ofShop, gate + "?product=mail"), "something else");
    String hook = "{\"metadata\":{\"product\":\"%s\",\"release\":\"2.0\"}}";
    checkRefused(
        send(ofShop, "POST", "/v1/gates/live/flagger", hook.formatted("mail")), "something else");
    assertThat(send(ofShop, "POST", "/v1/gates/live/flagger", hook.formatted("shop")).status())
        .isIn(200, 409);
  }

  @Test
  void asksOnlyForFlagsOfItsOwn() {
    assertThat(ask(ofShop, "/shop-flag", "staging").status()).isEqualTo(200);
    checkRefused(ask(ofShop, "/mail-flag", "staging"), "something else");
    assertThat(ask(ofStaging, "/mail-flag", "").status())
        .as("its own where none is named")
        .isEqualTo(200);
    checkRefused(ask(ofStaging, "/mail-flag", "production"), "names another environment");
    checkRefused(ask(ofStaging, "", "production"), "names another environment");
    assertThat(ask(ofBoth, "", "").text()).contains("shop-flag").doesNotContain("mail-flag");
    assertThat(ask(ofStaging, "", "staging").text()).contains("shop-flag", "mail-flag");
    assertThat(ask(ofShop, "", "staging").header("ETag"))
        .isNotEqualTo(ask(ofStaging, "", "staging").header("ETag"));
  }

  @Test
  void signsNobodyInWithALimitedToken() {
    try (ConsoleClient browser = new ConsoleClient(service.port())) {
      var page =
          browser.submit(browser.get("/sign-in"), "/sign-in", java.util.Map.of("token", ofShop));
      assertThat(page.status()).isEqualTo(403);
      assertThat(page.words()).contains("limited to a product or an environment");
      assertThat(browser.get("/decisions").header("Location")).startsWith("/sign-in");
    }
  }
}
