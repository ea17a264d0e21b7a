package dev.ombud.record.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.ground.json.Json;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AuditLogTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Instant EVER = Instant.parse("9999-12-31T23:59:59Z");

  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final AuditLog log = new AuditLog(POSTGRES.database());

  @Test
  void writesTheLeafByteForByteAsTheFormatSays() {
    EventRow row =
        EventRow.of(
            new AuditEvent(
                UUID.fromString("019cafb4-fd7b-7000-8000-000000000001"),
                Kind.TEXT_OPENED,
                "nina",
                "evidence:rv-1",
                null,
                "case \"7\"\u20ac",
                Map.of("texts", 2, "fields", List.of("/cluster/summary"))),
            new byte[16]);
    assertThat(new String(row.leaf(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"actor\":\"nina\",\"at\":\"2026-03-02T18:00:00.123Z\",\"decisionId\":null,"
                + "\"detail\":{\"fields\":[\"/cluster/summary\"],\"texts\":2},"
                + "\"id\":\"019cafb4-fd7b-7000-8000-000000000001\",\"kind\":\"TEXT_OPENED\","
                + "\"leaf\":\"event/1\",\"reason\":\"case \\\"7\\\"\u20ac\","
                + "\"salt\":\"00000000000000000000000000000000\",\"subject\":\"evidence:rv-1\"}");
    assertThat(row.leaf()).isEqualTo(CanonicalJson.of(Json.read(row.leaf())));
  }

  @Test
  void putsTheRowAndItsLeafHashIntoOneTransaction() throws SQLException {
    AuditEvent event = event(Kind.EXPORTED, "ada", "export:1", null);
    try (Connection connection = POSTGRES.database().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      AuditLog.append(connection, event);
      connection.rollback();
    }
    assertThat(log.find(event.id())).isEmpty();
    assertThat(queued(event.id())).isEmpty();

    log.append(event);
    EventRow row = log.find(event.id()).orElseThrow();
    assertThat(queued(event.id())).contains(MerkleTree.leafHash(row.leaf()));
    assertThat(row.at()).isEqualTo(event.at());
    assertThat(Json.readMembers(row.detail().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Map.of("n", 1L));
  }

  @Test
  void saltsEachEvent() {
    AuditEvent first = event(Kind.EXPORTED, "ada", "export:2", null);
    AuditEvent second = event(Kind.EXPORTED, "ada", "export:2", null);
    log.append(first);
    log.append(second);
    assertThat(log.find(first.id()).orElseThrow().salt())
        .hasSize(16)
        .isNotEqualTo(log.find(second.id()).orElseThrow().salt());
  }

  @Test
  void listsByEachFilterNewestFirstAndPageByPage() {
    UUID decision = ids.next();
    AuditEvent opened = event(Kind.TEXT_OPENED, "eve", "evidence:rv-9", decision);
    AuditEvent erased = event(Kind.TEXT_ERASED, "eve", "evidence:rv-9", null);
    AuditEvent held = event(Kind.HOLD_PLACED, "mia", "hold:9", decision);
    List.of(opened, erased, held).forEach(log::append);

    check(Map.of("actor", "eve"), erased, opened);
    check(Map.of("kind", "HOLD_PLACED", "actor", "mia"), held);
    check(Map.of("subject", "evidence:rv-9"), erased, opened);
    check(Map.of("decision", decision.toString()), held, opened);
    check(Map.of("actor", "nobody"));
    assertThat(log.find(EventQuery.ofDecision(decision, 500)).items()).hasSize(2);

    Page<EventRow> first = log.find(query(Map.of("actor", "eve"), 1, Optional.empty()));
    assertThat(first.items()).extracting(EventRow::id).containsExactly(erased.id());
    Page<EventRow> second =
        log.find(query(Map.of("actor", "eve"), 1, first.next().map(UUID::fromString)));
    assertThat(second.items()).extracting(EventRow::id).containsExactly(opened.id());
    assertThat(second.next()).isEmpty();
  }

  @Test
  void takesTheStartOfARangeAndLeavesItsEndOut() {
    AuditEvent event = event(Kind.EXPORTED, "range", "export:3", null);
    log.append(event);
    assertThat(between(event.at(), event.at().plusMillis(1))).hasSize(1);
    assertThat(between(event.at().minusMillis(1), event.at())).isEmpty();
    assertThat(between(event.at().plusNanos(1), EVER)).isEmpty();
    assertThat(between(event.at(), event.at().plusNanos(1))).hasSize(1);
  }

  @Test
  void refusesAnEventWithoutAnActorAndAQueueRowWithoutAHashForEach() {
    assertThatThrownBy(() -> event(Kind.EXPORTED, " ", "export:4", null))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> {
              try (Connection connection = POSTGRES.database().dataSource().getConnection()) {
                LogQueue.add(connection, RecordKind.EVENT, List.of(ids.next()), new byte[31]);
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("31 bytes");
  }

  private AuditEvent event(
      Kind kind, String actor, String subject, @org.jspecify.annotations.Nullable UUID decision) {
    return new AuditEvent(ids.next(), kind, actor, subject, decision, "", Map.of("n", 1));
  }

  private void check(Map<String, String> filter, AuditEvent... expected) {
    assertThat(log.find(query(filter, 10, Optional.empty())).items())
        .extracting(EventRow::id)
        .containsExactlyElementsOf(List.of(expected).stream().map(AuditEvent::id).toList());
  }

  private List<EventRow> between(Instant from, Instant to) {
    return log.find(
            new EventQuery(
                Optional.empty(),
                Optional.of("range"),
                Optional.empty(),
                Optional.empty(),
                from,
                to,
                10,
                Optional.empty()))
        .items();
  }

  private static EventQuery query(Map<String, String> filter, int limit, Optional<UUID> before) {
    Map<String, String> wanted = new HashMap<>(filter);
    return new EventQuery(
        Optional.ofNullable(wanted.get("decision")).map(UUID::fromString),
        Optional.ofNullable(wanted.get("actor")),
        Optional.ofNullable(wanted.get("kind")),
        Optional.ofNullable(wanted.get("subject")),
        Instant.EPOCH,
        EVER,
        limit,
        before);
  }

  private static Optional<byte[]> queued(UUID id) {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery("select hashes from log_queue where record_ids = array[:id]::uuid[]")
                .bind("id", id)
                .mapTo(byte[].class)
                .findOne());
  }
}
