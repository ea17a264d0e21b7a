package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who gets in, and how often. Over a real server, with a clock that the test moves.
class AccessTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Access access = new Access(AccessTest::find, 10, nanos::get);

  private static Optional<Caller> find(byte[] digest) {
    if (MessageDigest.isEqual(digest, sha256("pipeline secret"))) {
      return Optional.of(new Caller("pipeline", EnumSet.of(Role.CALLER)));
    }
    if (MessageDigest.isEqual(digest, sha256("anna's secret"))) {
      return Optional.of(new Caller("anna", EnumSet.of(Role.OWNER, Role.AUDITOR)));
    }
    return MessageDigest.isEqual(digest, sha256("none"))
        ? Optional.of(new Caller("none", Set.of()))
        : Optional.empty();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Server start() {
    return Servers.start(
        Route.of(
                "GET",
                "/",
                request ->
                    Response.of(
                        200,
                        "text/plain",
                        request.caller().name().getBytes(StandardCharsets.UTF_8)))
            .guarded(Route.Turn.GATE, access.gate(EnumSet.of(Role.CALLER, Role.ADMIN))));
  }

  private static Answer ask(Server server, String authorization) {
    try (RawClient client = new RawClient(server.port())) {
      return client.head("GET / HTTP/1.1\nHost: x\n" + authorization + "\n").read();
    }
  }

  private static void check(Server server, String authorization, int status, String inBody) {
    Answer answer = ask(server, authorization);
    assertThat(answer.status()).as(authorization).isEqualTo(status);
    assertThat(answer.body()).as(authorization).contains(inBody);
    if (status == 401) {
      assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void letsInWhoHasTheRole() {
    try (Server server = start()) {
      check(server, "Authorization: Bearer pipeline secret\n", 200, "pipeline");
      check(server, "authorization: bearer  pipeline secret\n", 200, "pipeline");
      check(server, "", 401, "no token was sent: send Authorization: Bearer <token>");
      check(server, "Authorization: Bearer wrong\n", 401, "the bearer token is not known");
      check(server, "Authorization: Bearer \n", 401, "\"unauthenticated\"");
      check(server, "Authorization: Bearer\n", 401, "\"unauthenticated\"");
      check(server, "Authorization: Basic cGlwZWxpbmU=\n", 401, "another scheme");
      check(
          server,
          "Authorization: Bearer anna's secret\n",
          403,
          "token `anna` has `owner` or `auditor`, this needs `caller` or `admin`");
      check(server, "Authorization: Bearer none\n", 403, "token `none` has no role");
    }
  }

  @Test
  void limitsTheRateOfEachToken() {
    try (Server server = start()) {
      for (int i = 0; i < 10; i++) {
        check(server, "Authorization: Bearer pipeline secret\n", 200, "pipeline");
      }
      Answer limited = ask(server, "Authorization: Bearer pipeline secret\n");
      assertThat(limited.status()).isEqualTo(429);
      assertThat(limited.header("retry-after")).isEqualTo("1");
      assertThat(limited.body()).contains("\"rate-limited\"", "token `pipeline`");
      check(server, "Authorization: Bearer anna's secret\n", 403, "anna");
      nanos.addAndGet(SECOND / 10);
      check(server, "Authorization: Bearer pipeline secret\n", 200, "pipeline");
      check(server, "Authorization: Bearer pipeline secret\n", 429, "rate-limited");
    }
  }

  @Test
  void answersUnknownTokensAtAPaceAndKnownOnesAlways() {
    try (Server server = start()) {
      List<Integer> answers =
          IntStream.range(0, 200)
              .mapToObj(i -> ask(server, "Authorization: Bearer guess " + i + "\n").status())
              .toList();
      assertThat(answers.subList(0, 10)).containsOnly(401);
      assertThat(answers.subList(10, 200)).containsOnly(429);
      check(server, "Authorization: Bearer pipeline secret\n", 200, "pipeline");
      nanos.addAndGet(SECOND);
      check(server, "Authorization: Bearer wrong\n", 401, "the bearer token is not known");
    }
  }

  @Test
  void fillsTheBucketNoHigherThanOneSecond() {
    RateLimit limit = new RateLimit(3, nanos::get);
    nanos.addAndGet(100 * SECOND);
    assertThat(taken(limit)).isEqualTo(3);
    nanos.addAndGet(SECOND);
    assertThat(taken(limit)).isEqualTo(3);
  }

  private static int taken(RateLimit limit) {
    int taken = 0;
    while (limit.take("a")) {
      taken++;
    }
    return taken;
  }
}
