package dev.ombud.record.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.testing.Condition;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a hold keeps what matches all that it names, and nothing else; an erasure takes the rest.
/// Method: four decisions that differ in product, evidence and time, each hold in turn, and an
/// erasure of all of them by the digest of the text that they share.
final class HoldsTest {
  private static final String TEXT = "the same text in all of them";

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final Shelf shelf = new Shelf(POSTGRES);
  private final UUID shopOld = Shelf.idsOf(Duration.ofDays(20)).next();
  private final UUID shopNew = Shelf.idsOf(Duration.ofDays(2)).next();
  private final UUID bankOld = Shelf.idsOf(Duration.ofDays(20)).next();
  private final UUID bankNew = Shelf.idsOf(Duration.ofDays(2)).next();

  @BeforeEach
  void fill() {
    shelf.asOwner(
        "truncate evidence_texts, holds, audit_events, log_queue, log_leaves, decisions, records");
    put(shopOld, "shop", "a");
    put(shopNew, "shop", "b");
    put(bankOld, "bank", "a");
    put(bankNew, "bank", "b");
  }

  private void put(UUID id, String product, String evidenceId) {
    shelf.put(id, Map.of(evidenceId, TEXT));
    shelf.decide(id, product);
  }

  private static Instant daysAgo(int days) {
    return Instant.now().minus(Duration.ofDays(days));
  }

  private static Hold.Covers covers(
      @Nullable UUID decisionId,
      @Nullable String product,
      @Nullable String evidenceId,
      @Nullable Instant from,
      @Nullable Instant to) {
    return new Hold.Covers(
        Optional.ofNullable(decisionId),
        Optional.ofNullable(product),
        Optional.ofNullable(evidenceId),
        Optional.ofNullable(from),
        Optional.ofNullable(to));
  }

  private Erasures.Outcome eraseAll() {
    return shelf.erasures.byDigest(Sha256.of(TEXT), "adam", "asked for");
  }

  @Test
  void keepsWhatMatchesAllThatItNames() {
    check(covers(shopOld, null, null, null, null), shopOld);
    check(covers(null, "shop", null, null, null), shopOld, shopNew);
    check(covers(null, null, "a", null, null), shopOld, bankOld);
    check(covers(null, null, null, daysAgo(5), null), shopNew, bankNew);
    check(covers(null, null, null, null, daysAgo(5)), shopOld, bankOld);
    check(covers(null, null, null, daysAgo(30), daysAgo(25)));
    check(covers(null, "bank", "b", null, null), bankNew);
    check(covers(null, "bank", null, null, daysAgo(5)), bankOld);
    check(covers(shopOld, "bank", null, null, null));
    check(covers(null, "none", null, null, null));
  }

  private void check(Hold.Covers covers, UUID... kept) {
    fill();
    Hold hold = shelf.holds.place(covers, "adam", "court");
    Erasures.Outcome outcome = eraseAll();
    for (UUID id : List.of(shopOld, shopNew, bankOld, bankNew)) {
      assertThat(shelf.states(id))
          .as("%s under %s", id, covers)
          .containsExactly(List.of(kept).contains(id) ? "kept" : "gone");
    }
    assertThat(outcome.held()).isEqualTo(kept.length);
    assertThat(outcome.erased()).isEqualTo(4 - kept.length);
    assertThat(outcome.decisions())
        .allMatch(id -> !List.of(kept).contains(id))
        .hasSize(4 - kept.length);
    assertThat(outcome.holds()).isEqualTo(kept.length == 0 ? List.of() : List.of(hold.id()));
  }

  @Test
  void keepsUntilTheLastHoldIsReleased() {
    Hold one = shelf.holds.place(covers(null, "shop", null, null, null), "adam", "court");
    Hold two = shelf.holds.place(covers(null, null, "a", null, null), "adam", "other court");
    assertThat(eraseAll().erased()).isEqualTo(1);
    shelf.holds.release(one.id(), "eve", "over");
    assertThat(eraseAll().erased()).isEqualTo(1);
    assertThat(shelf.states(shopOld)).containsExactly("kept");
    shelf.holds.release(two.id(), "eve", "over");
    assertThat(eraseAll().erased()).isEqualTo(2);
  }

  @Test
  void waitsForAHoldThatIsBeingPlaced() throws Exception {
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
        Connection placing = shelf.database.dataSource().getConnection();
        Statement statement = placing.createStatement()) {
      placing.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(" + HoldStore.KEEPING + ")");
      statement.execute(
          "insert into holds (placed_at, id, product, reason, placed_by)"
              + " values (now(), gen_random_uuid(), 'shop', 'court', 'adam')");
      Future<Erasures.Outcome> erasing = other.submit(this::eraseAll);
      Condition.await(Duration.ofSeconds(4), "the erasure waits", this::somebodyWaits);
      placing.commit();
      assertThat(erasing.get().held()).isEqualTo(2);
    }
    assertThat(shelf.states(shopOld)).containsExactly("kept");
    assertThat(shelf.states(bankOld)).containsExactly("gone");
  }

  private boolean somebodyWaits() {
    return !shelf
        .column(
            """
            select pid::text from pg_locks
            where locktype = 'advisory' and not granted
              and database = (select oid from pg_database where datname = current_database())
            """)
        .isEmpty();
  }

  @Test
  void recordsPlacingAndReleasingOnce() {
    Instant to = Instant.parse("2026-02-01T00:00:00Z");
    Hold hold = shelf.holds.place(covers(shopOld, "shop", "a", null, to), "adam", "court");
    Hold released = shelf.holds.release(hold.id(), "eve", "over").orElseThrow();
    assertThat(released.released().orElseThrow().by()).isEqualTo("eve");
    assertThat(shelf.holds.release(hold.id(), "mallory", "again")).contains(released);
    assertThat(shelf.holds.release(UUID.randomUUID(), "eve", "none")).isEmpty();
    assertThat(shelf.holds.list()).containsExactly(released);
    assertThat(released.covers()).isEqualTo(hold.covers());
    assertThat(
            shelf.column(
                """
                select kind || ' ' || actor || ' ' || reason || ' ' || detail
                from audit_events order by id
                """))
        .containsExactly(
            "HOLD_PLACED adam court {\"decisionId\":\"%s\",\"evidenceId\":\"a\",\"product\":\"shop\",\"to\":\"2026-02-01T00:00:00Z\"}"
                .formatted(shopOld),
            "HOLD_RELEASED eve over {}");
  }

  @Test
  void refusesAHoldOnNothing() {
    assertThatThrownBy(
            () -> shelf.holds.place(covers(null, null, null, null, null), "adam", "court"))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("names nothing");
    assertThat(shelf.holds.list()).isEmpty();
  }

  @Test
  void recordsAnErasureWithItsDecisionsAndOneThatWasKeptFrom() {
    assertThat(shelf.erasures.byEvidence("a", "adam", "asked for"))
        .isEqualTo(new Erasures.Outcome(2, Optional.of(0), 0, sorted(shopOld, bankOld), List.of()));
    Hold hold = shelf.holds.place(covers(null, null, "b", null, null), "adam", "court");
    assertThat(shelf.erasures.byEvidence("b", "adam", "asked for"))
        .isEqualTo(new Erasures.Outcome(0, Optional.of(0), 2, List.of(), List.of(hold.id())));
    assertThat(shelf.erasures.byEvidence("a", "adam", "asked for"))
        .isEqualTo(new Erasures.Outcome(0, Optional.of(2), 0, List.of(), List.of()));
    assertThat(
            shelf.column(
                """
                select subject || ' ' || (detail ->> 'erased') || ' ' || (detail ->> 'held')
                  || ' ' || json_array_length(detail -> 'decisions')
                from audit_events where kind = 'TEXT_ERASED' order by id
                """))
        .containsExactly("evidence:a 2 0 2", "evidence:b 0 2 0");
  }

  @Test
  void erasesMoreThanABatchAndLeavesNoDigestBehind() {
    Map<String, String> texts = new TreeMap<>();
    for (int i = 0; i < 50; i++) {
      texts.put("e" + i, TEXT);
    }
    for (int i = 0; i < 21; i++) {
      shelf.put(shelf.ids.next(), texts);
    }
    Erasures.Outcome outcome = eraseAll();
    assertThat(outcome.erased()).isEqualTo(1_054);
    assertThat(outcome.decisions()).hasSize(25);
    List<String> events = shelf.column("select e::text from audit_events e");
    assertThat(events).hasSize(3);
    String digest = Sha256.text(Sha256.of(TEXT)).substring("sha256:".length());
    assertThat(events).noneMatch(event -> event.contains(digest));
    assertThat(shelf.column("select detail ->> 'erased' from audit_events order by id"))
        .containsExactly("500", "500", "54");
  }

  private static List<UUID> sorted(UUID... ids) {
    return List.of(ids).stream().sorted().toList();
  }
}
