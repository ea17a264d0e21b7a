package dev.ombud.record.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.record.decision.Difference.Aspect;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.replay.ReplayReport.Difference;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Condition;
import dev.ombud.testing.History;
import dev.ombud.testing.SharedData;
import dev.ombud.testing.TableEdit;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: every decision of the real data comes out as it is on record, and none that somebody
/// changed does. Method: the real aggregates are decided once by the real pipeline; each test that
/// spoils a decision takes one of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReplaysTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ACTOR = "nina";

  private final Deque<History.Decided> untouched = new ArrayDeque<>();
  private ReplayParts parts;

  @BeforeAll
  void decide() {
    List<String> all = new ArrayList<>(SharedData.aggregates());
    SharedData.scenarios().stream()
        .map(line -> ApiClient.json(line).path("aggregate").toString())
        .forEach(all::add);
    untouched.addAll(History.decide(POSTGRES.database(), all));
    parts = new ReplayParts(POSTGRES.database());
    for (History.Decided each : untouched) {
      ReplayReport report = parts.replays.replay(each.decision().decisionId(), ACTOR);
      assertThat(report.problems()).isEmpty();
      assertThat(report.differences()).isEmpty();
      assertThat(report.isIdentical()).isTrue();
      assertThat(report.isEngineAnother()).isFalse();
      assertThat(report.ruleset()).isEqualTo(each.decision().ruleset());
    }
  }

  @AfterAll
  void close() {
    parts.close();
  }

  private UUID next() {
    return untouched.removeLast().decision().decisionId();
  }

  @Test
  void everyDecisionOfTheRealDataIsIdentical() {
    assertThat(untouched.size()).isGreaterThan(1_900);
    assertThat(parts.identical.get()).isGreaterThanOrEqualTo(2_034);
  }

  @Test
  void namesEveryChangedColumnOfTheNarrowTable() throws SQLException {
    checkColumn("severity", "case when severity = 'P1' then 'P2' else 'P1' end", "severity");
    checkColumn("disposition", "case disposition when 'ACT' then 'REVIEW' else 'ACT' end", null);
    checkColumn("tier", "case tier when 'NONE' then 'TIER_1' else 'NONE' end", null);
    checkColumn("scope", "case scope when 'GLOBAL' then 'COHORT' else 'GLOBAL' end", null);
    checkColumn("mode", "case mode when 'APPROVAL' then 'AUTOMATIC' else 'APPROVAL' end", null);
    checkColumn("owner_team", "owner_team || 'x'", "ownerTeam");
    checkColumn("sla_minutes", "sla_minutes + 1", "slaMinutes");
    checkColumn("priority", "priority + 0.1", null);
    checkColumn("aggregate_id", "aggregate_id || 'x'", "aggregateId");
    checkColumn("revision", "revision + 1", null);
    checkColumn("product", "product || 'x'", null);
    checkColumn("surface", "surface || 'x'", null);
    checkColumn("release_version", "'0'", "releaseVersion");
    checkColumn("cluster_id", "cluster_id || 'x'", "clusterId");
    checkColumn("cohort", "cohort || 'x'", null);
    checkColumn("window_start", "window_start - interval '1 microsecond'", "windowStart");
    checkColumn("window_end", "window_end + interval '1 microsecond'", "windowEnd");
    checkColumn("terms", "terms || array['tier=TIER_9']", null);
  }

  private void checkColumn(
      String column, String value, @org.jspecify.annotations.Nullable String field)
      throws SQLException {
    UUID id = next();
    ReplayParts.tamper(
        POSTGRES, "update decisions set %s = %s where id = ?".formatted(column, value), id);
    ReplayReport report = parts.replays.replay(id, ACTOR);
    assertThat(report.differences())
        .extracting(Difference::field)
        .containsExactly(field == null ? column : field);
    assertThat(report.isIdentical()).isFalse();
  }

  @Test
  void namesTheFirstPlaceInAChangedDocument() throws SQLException {
    checkDocument("actions", "[]", "actions");
    checkDocument("reasons", "[{\"code\":\"NO_ROW\",\"detail\":\"x\"}]", "reasons");
    checkDocument("firings", "[]", "firings");
    checkDocument("near_misses", "[1]", "nearMisses");
  }

  private void checkDocument(String column, String json, String field) throws SQLException {
    History.Decided decided = take(each -> !each.decision().judgement().actions().isEmpty());
    UUID id = decided.decision().decisionId();
    ReplayParts.tamper(
        POSTGRES,
        "update records set %s = cast(? as json) where id = ?".formatted(column),
        json,
        id);
    ReplayReport report = parts.replays.replay(id, ACTOR);
    assertThat(report.differences()).extracting(Difference::field).containsExactly(field);
    assertThat(report.differences().getFirst().at()).isPresent();
    JsonNode view = ApiClient.json(new String(ReplayWriter.write(report), StandardCharsets.UTF_8));
    assertThat(view.path("identical").asBoolean(true)).isFalse();
    assertThat(view.at("/differences/0/stored")).isEqualTo(ApiClient.json(json));
    assertThat(view.at("/differences/0/recomputed").isArray()).isTrue();
  }

  private History.Decided take(java.util.function.Predicate<History.Decided> fits) {
    History.Decided found = untouched.stream().filter(fits).findFirst().orElseThrow();
    untouched.remove(found);
    return found;
  }

  @Test
  void noticesWhereOnlyTheSpellingOfADocumentChanged() throws SQLException {
    UUID id = next();
    ReplayParts.tamper(
        POSTGRES,
        "update records set reasons = cast(' ' || cast(reasons as text) as json) where id = ?",
        id);
    ReplayReport report = parts.replays.replay(id, ACTOR);
    assertThat(report.differences()).extracting(Difference::field).containsExactly("reasons");
    assertThat(report.differences().getFirst().at()).isEmpty();
  }

  @Test
  void noticesAnAggregateThatWasExchanged() throws SQLException {
    UUID id = next();
    ReplayParts.tamper(
        POSTGRES,
        "update records set aggregate = replace(aggregate, '\"count\":', '\"count\":1') where id = ?",
        id);
    ReplayReport report = parts.replays.replay(id, ACTOR);
    assertThat(report.problems())
        .singleElement()
        .asString()
        .startsWith("the stored aggregate is not the one that was decided: its digest is sha256:");
    assertThat(report.differences()).isNotEmpty();
  }

  @Test
  void reportsAnAggregateThatCannotBeRead() throws SQLException {
    UUID id = next();
    ReplayParts.tamper(POSTGRES, "update records set aggregate = '{\"a\":' where id = ?", id);
    ReplayReport report = parts.replays.replay(id, ACTOR);
    assertThat(report.problems()).hasSize(2);
    assertThat(report.problems().getLast()).startsWith("the stored aggregate cannot be read: ");
    assertThat(report.isIdentical()).isFalse();
    assertThatThrownBy(() -> parts.replays.replay(id, version(1), ACTOR))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_STATE));
  }

  @Test
  void reportsAContextThatCannotBeRead() throws SQLException {
    for (String context : List.of("{\"incident\":{}}", "{\"incident\":7}", "7")) {
      UUID id = next();
      ReplayParts.tamper(
          POSTGRES, "update records set context = cast(? as json) where id = ?", context, id);
      ReplayReport report = parts.replays.replay(id, ACTOR);
      assertThat(report.isIdentical()).as(context).isFalse();
    }
  }

  @Test
  void reportsARulesetThatIsGoneOrAnother() throws SQLException {
    UUID gone = next();
    ReplayParts.tamper(POSTGRES, "update decisions set ruleset_version = 77 where id = ?", gone);
    assertThat(parts.replays.replay(gone, ACTOR).problems())
        .containsExactly("ruleset 77 is not stored any more");
    UUID other = next();
    ReplayParts.tamper(
        POSTGRES, "update records set ruleset_digest = sha256('x') where id = ?", other);
    assertThat(parts.replays.replay(other, ACTOR).problems())
        .singleElement()
        .asString()
        .startsWith("the stored bytes of ruleset 1 are not those that decided: their digest is ");
  }

  @Test
  void noticesBytesOfARulesetThatWereExchanged() throws SQLException {
    UUID id = next();
    String path = "decision-tables/severity.xlsx";
    byte[] shipped = Objects.requireNonNull(parts.rulesets.parts(1).parts().get(path));
    byte[] other =
        Objects.requireNonNull(
            TableEdit.conclude("severity", "SEV-010", "severity", "P2").parts().get(path));
    String update =
        "update ruleset_parts set bytes = ? where version = 1 and path = '" + path + "'";
    ReplayParts.tamper(POSTGRES, update, (Object) other);
    try {
      assertThat(parts.replays.replay(id, ACTOR).problems())
          .singleElement()
          .asString()
          .contains("are not those that decided");
    } finally {
      ReplayParts.tamper(POSTGRES, update, (Object) shipped);
    }
    assertThat(parts.replays.replay(id, ACTOR).isIdentical()).isTrue();
  }

  @Test
  void recordsADivergenceWithTheDecisionAndTheFields() throws SQLException {
    UUID id = next();
    ReplayParts.tamper(POSTGRES, "update decisions set sla_minutes = 1 where id = ?", id);
    int before = parts.diverged.get();
    ReplayReport report = parts.replays.replay(id, ACTOR);
    assertThat(report.isIdentical()).isFalse();
    assertThat(parts.diverged.get()).isEqualTo(before + 1);
    List<EventRow> events = parts.events.find(EventQuery.ofDecision(id, 500)).items();
    assertThat(events).hasSize(1);
    EventRow event = events.getFirst();
    assertThat(event.kind()).isEqualTo(AuditEvent.Kind.REPLAY_DIVERGED.name());
    assertThat(event.actor()).isEqualTo(ACTOR);
    assertThat(event.subject()).isEqualTo("decision:" + id);
    assertThat(ApiClient.json(event.detail()).path("fields")).hasToString("[\"slaMinutes\"]");
  }

  @Test
  void recordsNothingOfWhatIsIdentical() {
    UUID id = next();
    assertThat(parts.replays.replay(id, ACTOR).isIdentical()).isTrue();
    assertThat(parts.events.find(EventQuery.ofDecision(id, 500)).items()).isEmpty();
  }

  @Test
  void saysWhereAnotherBuildJudgedThen() {
    UUID id = next();
    try (ReplayParts later = new ReplayParts(POSTGRES.database(), "later")) {
      ReplayReport report = later.replays.replay(id, ACTOR);
      assertThat(report.isIdentical()).isTrue();
      assertThat(report.isEngineAnother()).isTrue();
      JsonNode view =
          ApiClient.json(new String(ReplayWriter.write(report), StandardCharsets.UTF_8));
      assertThat(view.path("engine"))
          .hasToString("{\"recorded\":\"test\",\"now\":\"later\",\"same\":false}");
    }
  }

  @Test
  void showsWhatAnotherRulesetMakesOfIt() {
    History.Decided decided =
        take(each ->
            each.decision().judgement().firings().stream()
                .anyMatch(firing -> firing.rule().startsWith("SEV-")));
    String row =
        decided.decision().judgement().firings().stream()
            .filter(firing -> firing.rule().startsWith("SEV-"))
            .findFirst()
            .orElseThrow()
            .rule();
    String now = decided.decision().judgement().severity().name();
    String other = now.equals("P1") ? "P2" : "P1";
    String path = "decision-tables/severity.xlsx";
    byte[] table =
        Objects.requireNonNull(
            TableEdit.conclude("severity", row, "severity", other).parts().get(path));
    UUID draft = parts.drafts.create(Optional.empty(), Optional.empty(), "owner").id();
    String tag = parts.drafts.load(draft).tag();
    parts.drafts.put(draft, path, table, tag, "owner");

    UUID id = decided.decision().decisionId();
    ReplayReport report = parts.replays.replay(id, new Replays.Choice.Draft(draft), ACTOR);
    assertThat(report.isIdentical()).isTrue();
    ReplayReport.Under under = report.under().orElseThrow();
    assertThat(under.ruleset()).isEqualTo(draft.toString());
    assertThat(under.judged().severity().name()).isEqualTo(other);
    assertThat(under.decided()).isEqualTo(decided.decision().judgement());
    assertThat(under.difference().changes().getFirst().aspect()).isEqualTo(Aspect.SEVERITY);
    assertThat(under.difference().responsible()).extracting("row").containsExactly(row);
    JsonNode view = ApiClient.json(new String(ReplayWriter.write(report), StandardCharsets.UTF_8));
    assertThat(view.at("/under/changed").asBoolean()).isTrue();
    assertThat(view.at("/under/changes/0"))
        .hasToString(
            "{\"aspect\":\"severity\",\"from\":\"%s\",\"to\":\"%s\"}".formatted(now, other));
    assertThat(view.at("/under/judged/severity").asText()).isEqualTo(other);
  }

  @Test
  void showsThatItsOwnRulesetMakesTheSameOfIt() {
    ReplayReport report = parts.replays.replay(next(), version(1), ACTOR);
    assertThat(report.under().orElseThrow().difference().isChanged()).isFalse();
  }

  @Test
  void refusesARulesetThatCannotBeCompiled() {
    UUID draft = parts.drafts.create(Optional.empty(), Optional.empty(), "owner").id();
    parts.drafts.put(
        draft,
        "rules/signals.drl",
        "package dev.ombud.rules\nrule".getBytes(StandardCharsets.UTF_8),
        parts.drafts.load(draft).tag(),
        "owner");
    checkRefused(next(), new Replays.Choice.Draft(draft), ErrorCode.DRAFT_BLOCKED);
  }

  @Test
  void knowsNoOtherDecisionAndNoOtherRuleset() {
    checkRefused(next(), version(99), ErrorCode.NOT_FOUND);
    checkRefused(next(), new Replays.Choice.Draft(UUID.randomUUID()), ErrorCode.NOT_FOUND);
    checkRefused(UUID.randomUUID(), version(1), ErrorCode.NOT_FOUND);
    assertThatThrownBy(() -> parts.replays.replay(UUID.randomUUID(), ACTOR))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  private void checkRefused(UUID id, Replays.Choice choice, ErrorCode expected) {
    assertThatThrownBy(() -> parts.replays.replay(id, choice, ACTOR))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(expected));
  }

  private static Replays.Choice version(long version) {
    return new Replays.Choice.Version(version);
  }

  @Test
  void theWorkerFindsADecisionThatASuperuserChanged() throws SQLException {
    History.Decided good = untouched.removeLast();
    History.Decided bad = untouched.removeLast();
    UUID id = bad.decision().decisionId();
    ReplayParts.tamper(POSTGRES, "update decisions set owner_team = 'nobody' where id = ?", id);
    try (ReplayParts fresh = new ReplayParts(POSTGRES.database());
        ReplayWorker worker = new ReplayWorker(fresh.replays, 1)) {
      worker.decided(good.aggregate(), good.context(), good.decision());
      worker.decided(bad.aggregate(), bad.context(), bad.decision());
      Condition.await(LIMIT, "both are replayed", () -> fresh.diverged.get() == 1);
      assertThat(fresh.identical.get()).isEqualTo(1);
    }
    EventRow event = parts.events.find(EventQuery.ofDecision(id, 500)).items().getFirst();
    assertThat(event.actor()).isEqualTo(ReplayWorker.ACTOR);
    assertThat(ApiClient.json(event.detail()).path("fields")).hasToString("[\"ownerTeam\"]");
  }

  @Test
  void theWorkerTakesNothingWhereTheShareIsNone() {
    History.Decided decided = untouched.removeLast();
    try (ReplayParts fresh = new ReplayParts(POSTGRES.database());
        ReplayWorker worker = new ReplayWorker(fresh.replays, 0)) {
      for (int i = 0; i < 10_000; i++) {
        worker.decided(decided.aggregate(), decided.context(), decided.decision());
      }
      assertThat(worker.waiting()).isZero();
    }
  }

  @Test
  void theWorkerKeepsNoMoreWaitingThanItMay() {
    History.Decided decided = untouched.removeLast();
    try (ReplayParts fresh = new ReplayParts(POSTGRES.database());
        ReplayWorker worker = new ReplayWorker(fresh.replays, 1)) {
      for (int i = 0; i < 10_000; i++) {
        worker.decided(decided.aggregate(), decided.context(), decided.decision());
      }
      assertThat(worker.waiting()).isBetween(1_000, 1_024);
      assertThat(fresh.identical.get()).isLessThan(10);
    }
  }
}
