package dev.ombud.door.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.web.Caller;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import dev.ombud.testing.HandClock;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// By a clock that the test turns.
class SessionStoreTest {
  private static final Session.Life LIFE =
      new Session.Life(Duration.ofHours(12), Duration.ofHours(2));
  private static final String TOKEN = "the-token";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static int last;

  private final HandClock clock = new HandClock(Instant.parse("2026-11-20T08:00:00Z"));
  private Database database = POSTGRES.database();
  private TokenStore tokens = new TokenStore(database, new TimeIds(clock), clock);
  private SessionStore sessions = new SessionStore(database, new TimeIds(clock), LIFE);
  private String secret = "";
  private String person = "";

  @BeforeEach
  void signIn() {
    last++;
    secret = "secret-" + last;
    person = "person-" + last;
    tokens.replace(
        Token.Source.BOOTSTRAP, List.of(new NewToken(person, Set.of(Role.AUDITOR), TOKEN + last)));
    sessions.open(
        secret, new Caller(person, Set.of(Role.AUDITOR)), Sha256.of(TOKEN + last), clock.instant());
  }

  private Optional<Session> find() {
    return sessions.find(secret, clock.instant());
  }

  /// Kinds and details, the newest first.
  private List<String> events() {
    Page<EventRow> page =
        new AuditLog(database)
            .find(
                new EventQuery(
                    Optional.empty(),
                    Optional.of(person),
                    Optional.empty(),
                    Optional.empty(),
                    Instant.EPOCH,
                    TimeIds.EVER,
                    50,
                    Optional.empty()));
    return page.items().stream().map(row -> row.kind() + " " + row.detail()).toList();
  }

  @Test
  void endsAfterItsWholeTimeWhateverIsDone() {
    for (int i = 0; i < 11; i++) {
      clock.turn(Duration.ofHours(1));
      sessions.see(secret, find().orElseThrow(), clock.instant());
    }
    clock.turn(Duration.ofMinutes(59));
    assertThat(find()).isPresent();
    clock.turn(Duration.ofMinutes(1));
    assertThat(find()).isEmpty();
    sessions.forget(clock.instant());
    assertThat(events().getFirst()).isEqualTo("SESSION_ENDED {\"because\":\"EXPIRED\"}");
  }

  @Test
  void endsWhenNothingIsDone() {
    clock.turn(Duration.ofMinutes(119));
    sessions.forget(clock.instant());
    assertThat(find()).isPresent();
    sessions.see(secret, find().orElseThrow(), clock.instant());
    clock.turn(Duration.ofMinutes(119));
    assertThat(find()).as("to look is not to do something").isPresent();
    clock.turn(Duration.ofMinutes(1));
    assertThat(find()).isEmpty();
    sessions.forget(clock.instant());
    assertThat(events().getFirst()).isEqualTo("SESSION_ENDED {\"because\":\"IDLE\"}");
    sessions.forget(clock.instant());
    assertThat(events()).as("once").hasSize(2);
  }

  @Test
  void writesDownOnceAMinuteThatSomebodyIsThere() {
    Instant signedIn = clock.instant();
    clock.turn(Duration.ofSeconds(60));
    sessions.see(secret, find().orElseThrow(), clock.instant());
    assertThat(find().orElseThrow().seenAt()).isEqualTo(signedIn);
    clock.turn(Duration.ofSeconds(1));
    sessions.see(secret, find().orElseThrow(), clock.instant());
    assertThat(find().orElseThrow().seenAt()).isEqualTo(clock.instant());
  }

  @Test
  void endsWithItsToken() {
    tokens.replace(Token.Source.BOOTSTRAP, List.of());
    sessions.forget(clock.instant());
    assertThat(find()).isEmpty();
    assertThat(events().getFirst()).isEqualTo("SESSION_ENDED {\"because\":\"TOKEN_REVOKED\"}");
  }

  @Test
  void saysWhoByWhatAndAsWhat() {
    assertThat(events()).containsExactly("SIGNED_IN {\"by\":\"TOKEN\",\"roles\":[\"auditor\"]}");
    assertThat(sessions.end(secret)).as("no provider vouched").isFalse();
    assertThat(find()).isEmpty();
    assertThat(events()).hasSize(2).first().isEqualTo("SIGNED_OUT {}");
    assertThat(sessions.end(secret)).isFalse();
    assertThat(events()).as("once").hasSize(2);
  }

  @Test
  void countsRefusalsThatAreTooMany() {
    RefusalLog refusals =
        new RefusalLog(database, new AuditLog(database), new TimeIds(clock), clock);
    for (int i = 0; i < RefusalLog.MAX_LINES + 7; i++) {
      refusals.append(Refusal.UNKNOWN_TOKEN);
    }
    person = "service";
    assertThat(events()).hasSize(50);
    clock.turn(Duration.ofHours(1));
    refusals.append(Refusal.NO_ROLE);
    assertThat(events().getFirst())
        .contains("SIGN_IN_REFUSED", "\"because\":\"NO_ROLE\"", "\"leftOut\":7");
    assertThat(events().get(1)).contains("UNKNOWN_TOKEN", "\"leftOut\":0");
  }

  @Test
  void bindsANameToIssuerAndSubject() throws SignInException {
    Vouched anna =
        new Vouched(
            "https://id.example",
            "1" + last,
            "x@id.example" + last,
            Optional.empty(),
            Set.of(Role.OWNER));
    Vouched renamed =
        new Vouched(anna.issuer(), anna.subject(), "y@id.example", Optional.empty(), anna.roles());
    Vouched elsewhere =
        new Vouched(
            "https://other.example", anna.subject(), anna.called(), Optional.empty(), anna.roles());
    String name = sessions.open("a" + last, anna, clock.instant()).name();
    assertThat(name).isEqualTo(anna.called());
    assertThat(sessions.open("b" + last, renamed, clock.instant()).name()).isEqualTo(name);
    assertThat(sessions.open("c" + last, elsewhere, clock.instant()).name())
        .startsWith(name + "~")
        .isNotEqualTo(name);
    assertThat(sessions.find("b" + last, clock.instant()).orElseThrow().isVouchedFor()).isTrue();
    assertThat(sessions.end("a" + last)).as("a provider vouched").isTrue();
  }

  @Test
  void makesNamesThatNoTokenCanHave() {
    check("anna", "anna@id.example");
    check("Anna.Berg@Shop.example", "anna.berg@shop.example");
    check("  Anna  Berg ", "anna-berg@id.example");
    check("", "s-1@id.example");
    check("a@b@c", "a-b-c@id.example");
    check("@", "-@id.example");
    check("аnna\n<script>", "-nna-script-@id.example");
    check("x".repeat(500), "x".repeat(64) + "@id.example");
  }

  private static void check(String called, String name) {
    assertThat(Vouched.name(called, "s-1", "id.example")).as(called).isEqualTo(name);
    assertThat(name.getBytes(StandardCharsets.UTF_8)).as("the @ is no token's").contains('@');
  }
}
