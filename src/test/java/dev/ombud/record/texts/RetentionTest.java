package dev.ombud.record.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.record.log.AuditLog;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what is old goes, nothing else does, and the database refuses whoever tries. Method: texts
/// and accesses of chosen ages on a real database, with and without holds.
final class RetentionTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Shelf shelf = new Shelf(POSTGRES);

  @BeforeEach
  void clear() {
    shelf.asOwner(
        "truncate evidence_texts, holds, audit_events, log_queue, log_leaves, decisions, records");
  }

  private UUID text(int daysAgo, String evidenceId) {
    return shelf.put(
        Shelf.idsOf(Duration.ofDays(daysAgo)).next(), Map.of(evidenceId, "text of " + evidenceId));
  }

  private UUID access(int daysAgo, String evidenceId, Optional<UUID> decisionId) {
    return event(Kind.TEXT_OPENED, daysAgo, evidenceId, decisionId);
  }

  private UUID event(Kind kind, int daysAgo, String evidenceId, Optional<UUID> decisionId) {
    UUID id = Shelf.idsOf(Duration.ofDays(daysAgo)).next();
    shelf.log.append(
        new AuditEvent(
            id, kind, "nina", "evidence:" + evidenceId, decisionId.orElse(null), "why", Map.of()));
    return id;
  }

  private boolean isThere(UUID event) {
    return shelf.log.find(event).isPresent();
  }

  @Test
  void retiresOldTextsAndSaysSo() {
    UUID old = text(400, "rt-1");
    UUID older = text(500, "rt-2");
    UUID young = text(364, "rt-3");
    assertThat(shelf.retention(365, 1095).retire(Instant.now()))
        .isEqualTo(new Retention.Turn(2, 0, true));
    assertThat(shelf.states(old)).containsExactly("gone");
    assertThat(shelf.states(older)).containsExactly("gone");
    assertThat(shelf.states(young)).containsExactly("kept");
    assertThat(
            shelf.column(
                "select count(*)::text from evidence_texts where erased_at is not null and"
                    + " num_nonnulls(salt, seed, lookup, sealed) = 0"))
        .containsExactly("2");
    List<String> details =
        shelf.column(
            "select detail::text from audit_events where kind = 'TEXT_RETIRED' order by id");
    assertThat(details)
        .containsExactly(
            "{\"class\":\"texts\",\"count\":1,\"from\":\"%1$s\",\"to\":\"%1$s\"}".formatted(older),
            "{\"class\":\"texts\",\"count\":1,\"from\":\"%1$s\",\"to\":\"%1$s\"}".formatted(old));
    assertThat(shelf.retention(365, 1095).retire(Instant.now()))
        .isEqualTo(new Retention.Turn(0, 0, true));
  }

  @Test
  void takesMoreThanABatchInSeveralTransactions() {
    Map<String, String> texts = new TreeMap<>();
    for (int i = 0; i < 50; i++) {
      texts.put("many-" + i, "text " + i);
    }
    TimeIds ids = Shelf.idsOf(Duration.ofDays(10));
    for (int i = 0; i < 25; i++) {
      shelf.put(ids.next(), texts);
    }
    assertThat(shelf.retention(5, 90).retire(Instant.now()).texts()).isEqualTo(1_250);
    assertThat(
            shelf.column(
                "select detail ->> 'count' from audit_events where kind = 'TEXT_RETIRED'"
                    + " order by id"))
        .containsExactly("500", "500", "250");
  }

  @Test
  void looksAgainAtWhatAHoldKeptOnceItIsReleased() {
    UUID held = text(400, "held-1");
    UUID free = text(400, "free-1");
    Hold hold = shelf.holds.place(covers("held-1"), "adam", "court");
    Retention retention = shelf.retention(365, 1095);
    assertThat(retention.retire(Instant.now()).texts()).isEqualTo(1);
    assertThat(shelf.states(held)).containsExactly("kept");
    assertThat(shelf.states(free)).containsExactly("gone");
    assertThat(retention.retire(Instant.now()).texts()).isZero();
    shelf.holds.release(hold.id(), "adam", "over");
    assertThat(retention.retire(Instant.now()).texts()).isEqualTo(1);
    assertThat(shelf.states(held)).containsExactly("gone");
  }

  private static Hold.Covers covers(String evidenceId) {
    return new Hold.Covers(
        Optional.empty(),
        Optional.empty(),
        Optional.of(evidenceId),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void retiresOldAccessesThatAreSealedAndNamesEach() {
    UUID old = access(1_200, "ac-1", Optional.empty());
    UUID exported = event(Kind.EXPORTED, 1_100, "ac-1", Optional.empty());
    UUID signedIn = event(Kind.SIGNED_IN, 1_098, "ac-1", Optional.empty());
    UUID young = access(1_000, "ac-1", Optional.empty());
    UUID erased = event(Kind.TEXT_ERASED, 1_200, "ac-1", Optional.empty());
    assertThat(shelf.retention(365, 1095).retire(Instant.now()).accesses())
        .as("not sealed yet")
        .isZero();
    shelf.seal();
    List<String> leaves = shelf.column("select hash::text from log_leaves order by leaf_index");
    assertThat(shelf.retention(365, 1095).retire(Instant.now()).accesses()).isEqualTo(3);
    assertThat(
            List.of(
                isThere(old),
                isThere(exported),
                isThere(signedIn),
                isThere(young),
                isThere(erased)))
        .containsExactly(false, false, false, true, true);
    assertThat(shelf.column("select detail::text from audit_events where kind = 'ACCESS_RETIRED'"))
        .containsExactly(
            "{\"class\":\"access\",\"count\":3,\"ids\":[\"%s\",\"%s\",\"%s\"]}"
                .formatted(old, exported, signedIn));
    assertThat(shelf.column("select hash::text from log_leaves order by leaf_index"))
        .as("leaves stay")
        .isEqualTo(leaves)
        .hasSize(5);
    shelf.seal();
    assertThat(shelf.retention(365, 1095).retire(Instant.now()).accesses()).isZero();
  }

  @Test
  void keepsAccessesThatAHoldKeeps() {
    UUID decision = Shelf.idsOf(Duration.ofDays(1_300)).next();
    UUID byEvidence = access(1_200, "ah-1", Optional.empty());
    UUID byDecisionsTime = access(1_200, "ah-2", Optional.of(decision));
    UUID byOwnTime = access(1_250, "ah-3", Optional.empty());
    UUID free = access(1_200, "ah-4", Optional.empty());
    shelf.seal();
    shelf.holds.place(covers("ah-1"), "adam", "court");
    shelf.holds.place(range(1_301, 1_299), "adam", "court");
    shelf.holds.place(range(1_251, 1_249), "adam", "court");
    assertThat(shelf.retention(365, 1095).retire(Instant.now()).accesses()).isEqualTo(1);
    assertThat(
            List.of(
                isThere(byEvidence), isThere(byDecisionsTime), isThere(byOwnTime), isThere(free)))
        .containsExactly(true, true, true, false);
  }

  private static Hold.Covers range(int fromDaysAgo, int toDaysAgo) {
    return new Hold.Covers(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Instant.now().minus(Duration.ofDays(fromDaysAgo))),
        Optional.of(Instant.now().minus(Duration.ofDays(toDaysAgo))));
  }

  @Test
  void standsBackWhileSomebodyElseIsAtIt() throws SQLException {
    UUID old = text(400, "lock-1");
    try (Connection other = POSTGRES.connectAsOwner();
        Statement statement = other.createStatement()) {
      statement.execute("select pg_advisory_lock(" + HoldStore.KEEPING + ")");
      assertThat(shelf.retention(365, 1095).retire(Instant.now()))
          .isEqualTo(new Retention.Turn(0, 0, false));
      assertThat(shelf.states(old)).containsExactly("kept");
      // A session that ends gives it back a moment later.
      statement.execute("select pg_advisory_unlock(" + HoldStore.KEEPING + ")");
      assertThat(shelf.retention(365, 1095).retire(Instant.now()).texts()).isEqualTo(1);
    }
  }

  @Test
  void isRefusedByTheDatabaseWhereItBreaksTheRules() {
    UUID text = text(0, "no-1");
    UUID access = access(1_200, "no-1", Optional.empty());
    UUID recent = access(80, "no-2", Optional.empty());
    UUID unsealed = UUID.randomUUID();
    UUID draft = event(Kind.DRAFT_CHANGED, 1_200, "no-3", Optional.empty());
    shelf.seal();
    checkRefused("update evidence_texts set sealed = null", "the database user may not do this");
    checkRefused("delete from evidence_texts", "the database user may not do this");
    checkRefused("delete from audit_events", "the database user may not do this");
    checkRefused("select ombud_retire_events('" + access + "')", "without an event");
    checkRefused("select ombud_destroy_texts('" + access + "', '{}', '{}')", "without an event");
    checkRefused(Kind.TEXT_RETIRED, destroys(text), "", "too young");
    checkRefused(Kind.ACCESS_RETIRED, destroys(text), "", "without an event");
    checkRefused(Kind.ACCESS_RETIRED, RETIRES, recent.toString(), "younger than 90 days");
    checkRefused(Kind.ACCESS_RETIRED, RETIRES, draft.toString(), "is no access");
    checkRefused(Kind.ACCESS_RETIRED, RETIRES, unsealed.toString(), "1 of 1 events are not there");
    checkRefused(Kind.TEXT_ERASED, RETIRES, access.toString(), "without an event");
    shelf.holds.place(covers("no-1"), "adam", "court");
    checkRefused(Kind.TEXT_ERASED, destroys(text), "", "is under hold");
    checkRefused(Kind.ACCESS_RETIRED, RETIRES, access.toString(), "under a hold");
    assertThat(shelf.states(text)).containsExactly("kept");
    assertThat(isThere(access)).isTrue();
  }

  @Test
  void isRefusedAnEventThatIsNotOnItsWayIntoTheLog() {
    UUID event = shelf.ids.next();
    assertThatThrownBy(() ->
            shelf.database.change(handle -> {
              handle.execute(
                  """
                  insert into audit_events (at, id, kind, actor, subject, reason, salt, detail)
                  values (uuid_extract_timestamp(?), ?, 'ACCESS_RETIRED', 'x', 'x', '',
                    decode(repeat('00', 16), 'hex'), '{"ids":[]}')
                  """,
                  event,
                  event);
              return handle.execute("select ombud_retire_events(?)", event);
            }))
        .hasMessageContaining("is not on its way into the log");
  }

  private static final String RETIRES = "select ombud_retire_events(?)";

  private static String destroys(UUID decisionId) {
    return "select ombud_destroy_texts(?, array['"
        + decisionId
        + "']::uuid[], array[1]::smallint[])";
  }

  private void checkRefused(String sql, String message) {
    assertThatThrownBy(() -> shelf.database.change(handle -> handle.execute(sql)))
        .hasMessageContaining(message);
  }

  private void checkRefused(Kind kind, String sql, String id, String message) {
    AuditEvent event =
        new AuditEvent(
            shelf.ids.next(),
            kind,
            "mallory",
            "x",
            null,
            "",
            Map.of("ids", id.isEmpty() ? List.of() : List.of(id)));
    assertThatThrownBy(() ->
            shelf.database.change(handle -> {
              try {
                AuditLog.append(handle.getConnection(), event);
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
              return handle.execute(sql, event.id());
            }))
        .hasMessageContaining(message);
    assertThat(shelf.log.find(event.id())).isEmpty();
  }
}
