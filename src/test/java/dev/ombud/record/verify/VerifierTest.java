package dev.ombud.record.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.record.document.OldDocuments;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.Checkpoint;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.log.LogKey;
import dev.ombud.record.log.LogSigner;
import dev.ombud.record.log.MerkleTree;
import dev.ombud.record.log.Proofs;
import dev.ombud.record.log.RecordKind;
import dev.ombud.record.log.SealStore;
import dev.ombud.record.log.Sealer;
import dev.ombud.record.log.TestLog;
import dev.ombud.record.verify.LogFinding.Kind;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.History;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: whatever a superuser of the database does to the record or the log, a verification names
/// the first of it. Method: a log of real decisions and events is sealed, changed as the owner, and
/// verified; each case says what must be found first.
final class VerifierTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private TestLog log = TestLog.open(POSTGRES.database());

  /// Decisions are leaves 0 to 19, events 20 to 29 and 30 to 39; checkpoints of 20, 30 and 40.
  @BeforeEach
  void begin() throws SQLException {
    // Publishing the ruleset is an event too, of the first test alone.
    History.decide(POSTGRES.database(), List.of());
    owner(
        "truncate log_queue, log_leaves, log_nodes, checkpoints, log_keys, audit_events, decisions,"
            + " records, aggregate_keys, incidents, incident_windows, evidence_texts");
    log = TestLog.open(POSTGRES.database());
    List<String> aggregates = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      aggregates.add(Aggregates.edit(Aggregates.surge(), "7.19.0-rc1/payment_failure", "v-" + i));
    }
    History.decide(POSTGRES.database(), aggregates);
    Sealer sealer = log.sealer();
    assertThat(sealer.seal()).isEqualTo(20);
    log.record(10);
    assertThat(sealer.seal()).isEqualTo(10);
    log.record(10);
    assertThat(sealer.seal()).isEqualTo(10);
  }

  @Test
  void holdsWhereNothingWasDone() throws IOException {
    LogReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.lines())
        .containsExactly(
            "leaves: 40, of which 20 decisions and 20 events were compared with their records and 0"
                + " are retired; 0 more wait",
            "checkpoints: 3, signatures: 3");
    assertThat(report.unchecked()).isEmpty();
    assertThat(
            Verifier.verify(POSTGRES.config(), new TrustAnchors(Optional.empty(), List.of()))
                .unchecked())
        .hasSize(2)
        .anyMatch(what -> what.contains("no checkpoint from outside was given"))
        .anyMatch(what -> what.contains("it was taken from the log itself"));
  }

  @Test
  void namesAChangedRow() throws SQLException, IOException {
    owner("update decisions set severity = 'P4' where id = '" + record(7) + "'");
    check(Kind.CHANGED, 7, "decision " + record(7));
    String third = "id = '" + record(3) + "'";
    try (Connection owner = POSTGRES.connectAsOwner()) {
      OldDocuments.unpack(owner, third);
    }
    check(Kind.CHANGED, 7, "decision " + record(7));
    owner("update records set actions = '[]' where " + third);
    check(Kind.CHANGED, 3, "decision " + record(3));
    owner("update audit_events set actor = 'eve' where id = '" + record(25) + "'");
    assertThat(verify().count()).isEqualTo(3);
  }

  @Test
  void namesARowWhoseDocumentsAreDamagedOrAnotherOnes() throws SQLException, IOException {
    owner("update records set documents = '\\x01' where id = '" + record(6) + "'");
    assertThat(check(Kind.CHANGED, 6, "decision " + record(6)).text()).isNotEmpty();
    owner(
        "update records r set documents = o.documents from records o where r.id = '%s' and o.id = '%s'"
            .formatted(record(2), record(9)));
    check(Kind.CHANGED, 2, "decision " + record(2));
    assertThat(verify().count()).isEqualTo(2);
  }

  @Test
  void namesADeletedRow() throws SQLException, IOException {
    owner("delete from decisions where id = '" + record(5) + "'");
    check(Kind.REMOVED, 5, "decision " + record(5));
    assertThat(verify().findings())
        .anyMatch(finding -> finding.text().contains("in `records` and not in `decisions`"));
    owner("delete from audit_events where id = '" + record(33) + "'");
    assertThat(verify().findings())
        .anyMatch(finding ->
            finding.kind() == Kind.REMOVED && finding.subject().equals("event " + record(33)));
  }

  @Test
  void namesTwoRowsThatWereSwapped() throws SQLException, IOException {
    String a = record(4).toString();
    String b = record(11).toString();
    owner(
        """
        alter table decisions drop constraint decision_time_is_in_its_id;
        create table swapped as select * from decisions where id in ('%1$s', '%2$s');
        create table swapped_records as select * from records where id in ('%1$s', '%2$s');
        delete from decisions where id in ('%1$s', '%2$s');
        delete from records where id in ('%1$s', '%2$s');
        update swapped set id = case id when '%1$s'::uuid then '%2$s'::uuid else '%1$s'::uuid end;
        update swapped set decided_at = uuid_extract_timestamp(id);
        update swapped_records set id = case id when '%1$s'::uuid then '%2$s'::uuid else '%1$s'::uuid end;
        insert into decisions select * from swapped;
        insert into records select * from swapped_records;
        drop table swapped, swapped_records;
        alter table decisions add constraint decision_time_is_in_its_id
          check (uuid_extract_timestamp(id) = decided_at);
        """
            .formatted(a, b));
    LogFinding first = check(Kind.MOVED, 4, "decision " + a);
    assertThat(first.text()).isEqualTo("under its id stands the record of leaf 11");
    assertThat(verify().count()).isEqualTo(2);
  }

  @Test
  void namesTwoLeavesThatWereSwapped() throws SQLException, IOException {
    owner(
        """
        update log_leaves set leaf_index = 1000 where leaf_index = 22;
        update log_leaves set leaf_index = 22 where leaf_index = 27;
        update log_leaves set leaf_index = 27 where leaf_index = 1000;
        """);
    LogFinding first = check(Kind.MOVED, 22, "event " + record(22));
    assertThat(first.text()).isEqualTo("it stands in the log where leaf 27 belongs");
  }

  @Test
  void namesAnInsertedRow() throws SQLException, IOException {
    UUID id = UUID.fromString(record(39).toString().replaceFirst("^(.{14}).{4}", "$17fff"));
    owner(
        "insert into audit_events select at, '%s', decision_id, kind, 'eve', subject, reason, salt, detail from audit_events where id = '%s'"
            .formatted(id, record(39)));
    assertThat(verify().findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Kind.INSERTED);
          assertThat(finding.subject()).isEqualTo("event " + id);
        });
    // With a leaf at the end that no checkpoint signs …
    owner(
        "insert into log_leaves values (40, '%s', 'EVENT', '\\x%s')"
            .formatted(id, "00".repeat(32)));
    assertThat(verify().findings())
        .anyMatch(finding ->
            finding.kind() == Kind.INSERTED && finding.text().equals("no checkpoint signs them"));
    // … and in the middle, with all that follow moved by one.
    owner(
        """
        delete from log_leaves where leaf_index = 40;
        update log_leaves set leaf_index = leaf_index + 1000 where leaf_index >= 24;
        update log_leaves set leaf_index = leaf_index - 999 where leaf_index >= 1000;
        insert into log_leaves values (24, '%s', 'EVENT', '\\x%s');
        """
            .formatted(id, "00".repeat(32)));
    check(Kind.INSERTED, 24, "event " + id);
  }

  @Test
  void namesALeafThatWasDeleted() throws SQLException, IOException {
    UUID gone = record(23);
    owner("delete from log_leaves where leaf_index = 23");
    check(Kind.REMOVED, 23, "leaves 23 to 23");
    // With all that follow moved by one, and its record still there.
    owner(
        """
        update log_leaves set leaf_index = leaf_index + 1000 where leaf_index > 23;
        update log_leaves set leaf_index = leaf_index - 1001 where leaf_index > 1000;
        """);
    LogFinding first = check(Kind.REMOVED, 23, "event " + record(23));
    assertThat(first.text()).isEqualTo("a record without a leaf belongs in its place");
    assertThat(verify().findings()).anyMatch(each -> each.subject().equals("event " + gone));
  }

  @Test
  void namesALeafThatWasChangedAndOneThatWasChangedWithItsRecord()
      throws SQLException, IOException {
    owner("update log_leaves set hash = sha256('x') where leaf_index = 8");
    LogFinding first = check(Kind.CHANGED, 8, "decision " + record(8));
    assertThat(first.text()).contains("its leaf is not the one that was signed, its record is");
    assertThat(verify().count()).isEqualTo(1);
    owner(
        "update log_leaves set hash = '\\x%s' where leaf_index = 8; update audit_events set actor = 'eve' where id = '%s'"
            .formatted(hex(MerkleTree.leafHash(decision(8))), record(31)));
    EventRow changed = log.audit.find(record(31)).orElseThrow();
    owner(
        "update log_leaves set hash = '\\x%s' where leaf_index = 31"
            .formatted(hex(MerkleTree.leafHash(changed.leaf()))));
    // Record and leaf agree: only the checkpoint tells, and only that it was one of these.
    LogFinding range = check(Kind.CHANGED, 30, "leaves 30 to 39");
    assertThat(range.text()).contains("the checkpoint of 40 leaves signs others");
  }

  @Test
  void namesATruncatedTail() throws SQLException, IOException {
    owner("delete from log_leaves where leaf_index >= 35");
    check(Kind.TRUNCATED, 35, "checkpoint of 40 leaves");
    owner("delete from checkpoints where size > 30; delete from log_leaves where leaf_index >= 30");
    check(Kind.ROLLED_BACK, 30, "trusted checkpoint of 40 leaves");
  }

  @Test
  void namesABackupThatWasRestoredAndWentOn() throws SQLException, IOException {
    TrustAnchors trust = trust();
    owner(
        """
        delete from audit_events where id in (select record_id from log_leaves where leaf_index >= 30);
        delete from log_leaves where leaf_index >= 30;
        delete from checkpoints where size > 30;
        """);
    log.file().path().toFile().delete();
    log.record(20);
    Sealer sealer = log.sealer();
    sealer.seal();
    sealer.seal();
    LogFinding first = Verifier.verify(POSTGRES.config(), trust).findings().getFirst();
    assertThat(first.kind()).isEqualTo(Kind.ROLLED_BACK);
    assertThat(first.leaf()).contains(30L);
    assertThat(first.line())
        .isEqualTo(
            "leaf 30, trusted checkpoint of 40 leaves: rolled back: leaves 30 to 39 are not those"
                + " that it signs: the log was written anew");
  }

  @Test
  void namesAForgedCheckpointAndAKeyThatNobodyEndorsed() throws SQLException, IOException {
    LogSigner thief = LogSigner.generate(key().name());
    Checkpoint.Note forged =
        new Checkpoint(key().name(), 40, log.file().newest().orElseThrow().checkpoint().root())
            .sign(thief);
    owner("update checkpoints set note = '%s' where size = 40".formatted(forged.text()));
    check(Kind.FORGED, 39, "checkpoint of 40 leaves");
    owner(
        "insert into log_keys values (now(), 30, '%s', '%s', '\\x%s', '\\x%s')"
            .formatted(
                thief.key().idText(),
                thief.key().name(),
                hex(thief.key().bytes()),
                "00".repeat(64)));
    assertThat(verify().findings())
        .anyMatch(finding -> finding.subject().equals("key " + thief.key().idText()));
    LogKey unknown = LogSigner.generate(key().name()).key();
    assertThat(
            Verifier.verify(POSTGRES.config(), new TrustAnchors(Optional.of(unknown), List.of()))
                .findings())
        .anyMatch(finding -> finding.text().equals("the log was never signed by the trusted key"));
  }

  @Test
  void namesARecordThatWasSealedTwiceOrChangedWhileItWaited() throws SQLException, IOException {
    UUID waiting = log.record(1).getFirst();
    owner("update audit_events set actor = 'eve' where id = '" + waiting + "'");
    assertThat(verify().findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Kind.CHANGED);
          assertThat(finding.subject()).isEqualTo("event " + waiting);
        });
    owner("update log_queue set record_ids = array['%s'::uuid]".formatted(record(21)));
    assertThat(verify().findings())
        .anyMatch(finding ->
            finding.text().equals("it has a place in the log more than once")
                && finding.subject().equals("record " + record(21)));
  }

  @Test
  void namesANodeThatWouldSpoilProofs() throws SQLException, IOException {
    log.record(300);
    log.sealer().seal();
    owner("update log_nodes set hash = sha256('x')");
    check(Kind.CHANGED, 0, "node 0 of level 8");
  }

  @Test
  void countsWhatIsRetiredAndChecksItAgainstTheEventThatSaysSo() throws SQLException, IOException {
    UUID gone = record(26);
    owner("delete from audit_events where id = '" + gone + "'");
    check(Kind.REMOVED, 26, "event " + gone);
    sayRetired(gone, 89);
    check(Kind.REMOVED, 26, "event " + gone);
    sayRetired(gone, 91);
    LogReport report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.lines().getFirst()).contains("19 events", "1 are retired", "2 more wait");
    assertThat(report.unchecked()).anyMatch(what -> what.contains("what 1 retired records said"));
  }

  private void sayRetired(UUID gone, int days) {
    log.audit.append(
        new AuditEvent(
            dev.ombud.ground.base.TimeIds.at(Instant.now().plus(Duration.ofDays(days))),
            AuditEvent.Kind.ACCESS_RETIRED,
            "service",
            "access",
            null,
            "",
            java.util.Map.of("count", 1, "ids", List.of(gone.toString()))));
  }

  @Test
  void doesNotMindAClockThatJumpsBack() throws SQLException, IOException {
    // An id of an hour ago, as a clock that was set back makes it.
    UUID late = dev.ombud.ground.base.TimeIds.first(System.currentTimeMillis() - 3_600_000);
    log.audit.append(
        new AuditEvent(
            late, AuditEvent.Kind.EXPORTED, "ada", "late", null, "", java.util.Map.of()));
    log.record(1);
    assertThat(log.sealer().seal()).isEqualTo(2);
    assertThat(record(40)).isEqualTo(late);
    assertThat(verify().findings()).isEmpty();
  }

  private LogFinding check(Kind kind, long leaf, String subject) throws IOException {
    LogFinding first = verify().findings().getFirst();
    assertThat(first.line()).startsWith("leaf " + leaf + ", " + subject + ": ");
    assertThat(first.kind()).as(first.line()).isEqualTo(kind);
    return first;
  }

  private TrustAnchors trust() throws IOException {
    return new TrustAnchors(Optional.of(key()), log.file().notes());
  }

  private LogReport verify() throws IOException {
    return Verifier.verify(POSTGRES.config(), trust());
  }

  private static LogKey key() {
    return new SealStore(POSTGRES.database()).patiently(SealStore.Turn::keys).getFirst().key();
  }

  private static UUID record(long leaf) {
    return POSTGRES
        .database()
        .ask(handle ->
            handle
                .createQuery("select record_id from log_leaves where leaf_index = :leaf")
                .bind("leaf", leaf)
                .mapTo(UUID.class)
                .one());
  }

  private static byte[] decision(long leaf) {
    return new Proofs(POSTGRES.database())
        .find(RecordKind.DECISION, record(leaf))
        .orElseThrow()
        .leaf()
        .orElseThrow();
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private static void owner(String sql) throws SQLException {
    try (Connection connection = POSTGRES.connectAsOwner();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
