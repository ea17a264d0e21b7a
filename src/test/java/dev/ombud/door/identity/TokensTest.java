package dev.ombud.door.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.TokenReach;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.HandClock;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tokens over HTTP, with two instances on one database: what one revokes, the other forgets.
class TokensTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Duration SOON = Duration.ofSeconds(15);

  private static RunningService service;
  private static RunningService other;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
    other = RunningService.start(POSTGRES.config());
  }

  @AfterAll
  static void stop() {
    other.close();
    service.close();
  }

  private static Answer issue(String body) {
    return post("/v1/tokens", Role.ADMIN, body);
  }

  private static Answer post(String path, Role role, String body) {
    return service
        .client()
        .send(
            service
                .client()
                .request(path, role)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
  }

  private static Answer get(RunningService where, String path, String secret) {
    HttpRequest request =
        where
            .client()
            .request(path, Role.CALLER)
            .setHeader("Authorization", "Bearer " + secret)
            .build();
    return where.client().send(request);
  }

  private static int status(RunningService where, String secret) {
    return get(where, "/v1/decisions?limit=1", secret).status();
  }

  private static Answer find(String name) {
    return service
        .client()
        .send(service.client().request("/v1/tokens/" + name, Role.ADMIN).build());
  }

  /// Kinds, actors and details of the events of a token, the newest first.
  private static List<String> events(String name) {
    JsonNode items =
        service.client().get("/v1/audit/events?subject=token:" + name).json().path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .map(item ->
            "%s by %s, %s: %s"
                .formatted(
                    item.path("kind").asText(),
                    item.path("actor").asText(),
                    item.path("reason").asText(),
                    item.path("detail")))
        .toList();
  }

  @Test
  void showsATokenOnceAndKeepsNothingOfIt() {
    Answer issued =
        issue("{\"name\":\"once\",\"roles\":[\"auditor\"],\"reason\":\"a new colleague\"}");
    assertThat(issued.status()).isEqualTo(201);
    assertThat(issued.header("Location")).isEqualTo("/v1/tokens/once");
    assertThat(issued.header("Cache-Control")).contains("no-store");
    String secret = issued.json().path("token").asText();
    assertThat(secret).matches("ombud_[\\w-]{43}");
    assertThat(status(service, secret)).isEqualTo(200);
    assertThat(find("once").text()).doesNotContain(secret).contains("\"state\":\"GOOD\"");
    assertThat(
            service
                .client()
                .send(service.client().request("/v1/tokens?limit=500", Role.ADMIN).build())
                .text())
        .contains("\"once\"", "\"test-admin\"")
        .doesNotContain(secret);
    Condition.await(SOON, "the other instance knows it", () -> status(other, secret) == 200);
    Condition.await(SOON, "its use is on record", () -> events("once").size() == 2);
    assertThat(events("once").getFirst()).startsWith("TOKEN_USED by once, : {\"day\":\"20");
    assertThat(events("once").getLast())
        .isEqualTo(
            "TOKEN_ISSUED by test-admin, a new colleague: {\"roles\":[\"auditor\"],\"source\":\"ISSUED\"}");
    Condition.await(SOON, "it says when it was used", () -> find("once").json().has("usedAt"));
    assertThat(status(service, secret)).isEqualTo(200);
    assertThat(events("once")).as("one event a day").hasSize(2);
  }

  @Test
  void endsATokenAndItsSessionsOnAllInstances() {
    String secret =
        issue("{\"name\":\"leaver\",\"roles\":[\"reviewer\"],\"reason\":\"on call\"}")
            .json()
            .path("token")
            .asText();
    Condition.await(SOON, "the other instance knows it", () -> status(other, secret) == 200);
    try (ConsoleClient browser = new ConsoleClient(other.port())) {
      browser.signIn(secret);
      assertThat(browser.get("/reviews").status()).isEqualTo(200);
      Answer revoked =
          post("/v1/tokens/leaver/revocation", Role.ADMIN, "{\"reason\":\"left the house\"}");
      assertThat(revoked.status()).isEqualTo(200);
      assertThat(revoked.json().path("state").asText()).isEqualTo("REVOKED");
      assertThat(revoked.json().path("revokedBy").asText()).isEqualTo("test-admin");
      assertThat(status(service, secret)).as("at once here").isEqualTo(401);
      Condition.await(SOON, "elsewhere soon", () -> status(other, secret) == 401);
      assertThat(browser.get("/reviews").header("Location")).startsWith("/sign-in");
    }
    post("/v1/tokens/leaver/revocation", Role.ADMIN, "{\"reason\":\"again\"}");
    assertThat(events("leaver")).filteredOn(event -> event.startsWith("TOKEN_REVOKED")).hasSize(1);
  }

  @Test
  void endsATokenWhenItExpires() {
    Instant end = Instant.now().plusSeconds(3);
    String secret =
        issue(
                "{\"name\":\"guest\",\"roles\":[\"auditor\"],\"expiresAt\":\"%s\",\"reason\":\"a visit\"}"
                    .formatted(end))
            .json()
            .path("token")
            .asText();
    assertThat(status(service, secret)).isEqualTo(200);
    Condition.await(SOON, "it has expired", () -> status(service, secret) == 401);
    assertThat(Instant.now()).isAfterOrEqualTo(end);
    assertThat(find("guest").json().path("state").asText()).isEqualTo("EXPIRED");
    assertThat(status(other, secret)).isEqualTo(401);
  }

  @Test
  void endsWhatWaitsInItsName() throws InterruptedException {
    String secret =
        issue("{\"name\":\"waiting\",\"roles\":[\"caller\"],\"reason\":\"a pipeline\"}")
            .json()
            .path("token")
            .asText();
    List<Answer> answers = new CopyOnWriteArrayList<>();
    Thread asking =
        Thread.ofVirtual()
            .start(() ->
                answers.add(
                    service
                        .client()
                        .send(
                            service
                                .client()
                                .request("/v1/gates/production/evaluations?wait=60", Role.CALLER)
                                .setHeader("Authorization", "Bearer " + secret)
                                .header("Content-Type", "application/json")
                                .POST(
                                    BodyPublishers.ofString(
                                        "{\"product\":\"unheard\",\"release\":\"2.0\",\"stage\":\"PRODUCTION\"}"))
                                .build())));
    Condition.await(SOON, "it waits", () -> find("waiting").json().has("usedAt"));
    post("/v1/tokens/waiting/revocation", Role.ADMIN, "{\"reason\":\"it leaked\"}");
    assertThat(asking.join(SOON)).isTrue();
    assertThat(answers.getFirst().status()).isEqualTo(401);
    assertThat(
            service
                .client()
                .get("/v1/gates/production/evaluations?product=unheard")
                .json()
                .path("items"))
        .isEmpty();
  }

  @Test
  void givesANewNameOnceHoweverManyAskAtOnce() throws InterruptedException {
    List<Integer> statuses = new CopyOnWriteArrayList<>();
    List<Thread> admins = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      admins.add(
          Thread.ofVirtual()
              .start(() ->
                  statuses.add(
                      issue("{\"name\":\"wanted\",\"roles\":[\"caller\"],\"reason\":\"r\"}")
                          .status())));
    }
    for (Thread admin : admins) {
      admin.join();
    }
    assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409).hasSize(8);
    assertThat(events("wanted")).hasSize(1);
  }

  @Test
  void countsOnlyTokensThatHaveNotExpired() {
    Instant now = Instant.now();
    HandClock clock = new HandClock(now);
    TokenStore store = new TokenStore(POSTGRES.database(), new TimeIds(clock), clock);
    long before = store.count();
    NewToken token =
        new NewToken(
            "counted",
            Set.of(Role.CALLER),
            TokenReach.EVERYWHERE,
            Optional.of(now.plusSeconds(60)),
            "a-secret-of-a-test");
    assertThat(store.issue(token, "test-admin", "r")).isPresent();
    assertThat(store.count()).isEqualTo(before + 1);
    clock.turn(Duration.ofSeconds(60));
    assertThat(store.count()).isEqualTo(before);
  }

  @Test
  void givesANameAgainOnceItIsGoodNoMore() {
    String body = "{\"name\":\"rotated\",\"roles\":[\"caller\"],\"reason\":\"rotation\"}";
    String first = issue(body).json().path("token").asText();
    Answer taken = issue(body);
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.json().path("detail").asText())
        .isEqualTo("there is a good token `rotated`: revoke it first, or take another name");
    post("/v1/tokens/rotated/revocation", Role.ADMIN, "{\"reason\":\"rotation\"}");
    String second = issue(body).json().path("token").asText();
    assertThat(status(service, first)).isEqualTo(401);
    assertThat(status(service, second)).isEqualTo(200);
  }

  @Test
  void saysWhatIsWrongWithAWish() {
    check("{\"roles\":[\"caller\"],\"reason\":\"r\"}", "`name` is missing");
    check("{\"name\":\"a b\",\"roles\":[\"caller\"],\"reason\":\"r\"}", "`name` is no good name");
    check("{\"name\":\"a@b\",\"roles\":[\"caller\"],\"reason\":\"r\"}", "`name` is no good name");
    check("{\"name\":\"service\",\"roles\":[\"caller\"],\"reason\":\"r\"}", "the service itself");
    check(
        "{\"name\":\"local-admin\",\"roles\":[\"caller\"],\"reason\":\"r\"}", "the service itself");
    check("{\"name\":\"x\",\"reason\":\"r\"}", "`roles` is missing");
    check("{\"name\":\"x\",\"roles\":[],\"reason\":\"r\"}", "`roles` is missing");
    check("{\"name\":\"x\",\"roles\":\"caller\",\"reason\":\"r\"}", "no list of texts");
    check("{\"name\":\"x\",\"roles\":[\"caler\"],\"reason\":\"r\"}", "write caller");
    check("{\"name\":\"x\",\"roles\":[\"caller\"]}", "`reason` is missing");
    check(
        "{\"name\":\"x\",\"roles\":[\"caller\"],\"product\":\"Shop!\",\"reason\":\"r\"}",
        "`product` is no name of a product");
    check(
        "{\"name\":\"x\",\"roles\":[\"caller\"],\"environment\":\"a\\u0001\",\"reason\":\"r\"}",
        "`environment` is no name");
    check(
        "{\"name\":\"x\",\"roles\":[\"caller\"],\"expiresAt\":\"2020-01-01T00:00:00Z\",\"reason\":\"r\"}",
        "write a time to come");
    check(
        "{\"name\":\"x\",\"roles\":[\"caller\"],\"expiresAt\":\"tomorrow\",\"reason\":\"r\"}",
        "`expiresAt` needs a time");
    check("{\"name\":\"x\",\"roles\":[\"caller\"],\"secret\":\"s\",\"reason\":\"r\"}", "secret");
    assertThat(find("x").status()).isEqualTo(404);
    assertThat(find("a%00b").status()).isEqualTo(404);
    assertThat(post("/v1/tokens/nobody/revocation", Role.ADMIN, "{\"reason\":\"r\"}").status())
        .isEqualTo(404);
  }

  private static void check(String body, String says) {
    Answer answer = issue(body);
    assertThat(answer.status()).as(body).isEqualTo(422);
    assertThat(answer.json().path("detail").asText()).contains(says);
  }
}
