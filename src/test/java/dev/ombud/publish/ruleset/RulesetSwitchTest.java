package dev.ombud.publish.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.domain.Context;
import dev.ombud.record.decision.Judge;
import dev.ombud.testing.Aggregates;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Rulesets;
import dev.ombud.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Several instances on one database: each follows the active version, and none stops deciding.
class RulesetSwitchTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  /// What the design allows, and what a busy machine adds.
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final RulesetCompiler COMPILER = new RulesetCompiler();

  private static RulesetSwitch instance() {
    RulesetParts parts = Rulesets.shipped();
    LiveRuleset first =
        new RulesetPublisher(POSTGRES.database(), COMPILER)
            .publish(
                new RulesetPublisher.Files.Good(parts, COMPILER.compile(parts)), Instant.now());
    return new RulesetSwitch(POSTGRES.database(), COMPILER, first, 1);
  }

  /// The shipped ruleset with another last line of its scenarios.
  private static RulesetParts variant(int blankLines) {
    String path = "decision-tables/scenarios.ndjson";
    String text = new String(Rulesets.shipped().parts().get(path), StandardCharsets.UTF_8);
    return Rulesets.with(path, (text + "\n".repeat(blankLines)).getBytes(StandardCharsets.UTF_8));
  }

  private static long publish(RulesetParts parts) {
    RulesetStore.Choice choice = new RulesetStore.Choice("ann", "a test", null, Instant.now());
    return POSTGRES
        .database()
        .change(handle -> {
          RulesetStore.lock(handle);
          return RulesetStore.activate(
                  handle, RulesetStore.versionOf(handle, parts, choice), choice)
              .version();
        });
  }

  @Test
  void followsAnActivationOnEveryInstance() {
    try (RulesetSwitch one = instance();
        RulesetSwitch two = instance()) {
      long version = publish(variant(1));
      Condition.await(SOON, "one follows", () -> one.get().ref().version() == version);
      Condition.await(SOON, "two follows", () -> two.get().ref().version() == version);
      assertThat(one.get().ref().digest()).isEqualTo(variant(1).digestText());
      dev.ombud.publish.ruleset.Rulesets rulesets =
          new dev.ombud.publish.ruleset.Rulesets(POSTGRES.database(), one, Clock.systemUTC());
      Condition.await(
          SOON,
          "both say so",
          () ->
              rulesets.instances().stream()
                      .filter(each -> each.digest().equals(variant(1).digestText()))
                      .count()
                  == 2);
    }
  }

  @Test
  void leavesTheLastGoodVersionDecidingWhereOneCannotBeLoaded() {
    try (RulesetSwitch one = instance()) {
      LiveRuleset good = one.get();
      Map<String, byte[]> broken = new TreeMap<>(Rulesets.shipped().parts());
      broken.remove("decision-tables/severity.xlsx");
      long version = publish(RulesetParts.of(broken));
      Condition.await(SOON, "one warns", () -> one.warning().isPresent());
      assertThat(one.get()).isSameAs(good);
      assertThat(one.warning().orElseThrow())
          .contains("ruleset " + version + " cannot be loaded")
          .contains("severity.xlsx: table `severity` is missing");
      // A fresh instance begins with the last version that can be loaded.
      try (RulesetSwitch two = instance()) {
        assertThat(two.get().ref().version()).isNotEqualTo(version);
      }
      long mended = publish(variant(2));
      Condition.await(SOON, "one follows", () -> one.get().ref().version() == mended);
      assertThat(one.warning()).isEmpty();
    }
  }

  @Test
  void refusesPartsThatAreNotThoseThatWerePublished() throws SQLException {
    try (RulesetSwitch one = instance()) {
      LiveRuleset good = one.get();
      RulesetStore.Choice choice = new RulesetStore.Choice("ann", "a test", null, Instant.now());
      long version =
          POSTGRES.database().change(handle -> RulesetStore.versionOf(handle, variant(3), choice));
      try (Connection owner = POSTGRES.connectAsOwner();
          Statement statement = owner.createStatement()) {
        statement.execute(
            "update ruleset_parts set bytes = '\\x00' where path = 'rules/signals.drl'"
                + " and version = "
                + version);
      }
      new RulesetStore(POSTGRES.database()).activate(version, choice);
      Condition.await(SOON, "one warns", () -> one.warning().isPresent());
      assertThat(one.warning().orElseThrow()).contains("not those that were published");
      assertThat(one.get()).isSameAs(good);
      long mended = publish(variant(4));
      Condition.await(SOON, "one follows", () -> one.get().ref().version() == mended);
    }
  }

  @Test
  void goesOnJudgingByTheVersionThatItBeganWith() {
    try (RulesetSwitch one = instance()) {
      LiveRuleset before = one.get();
      long version = publish(variant(5));
      Condition.await(SOON, "one follows", () -> one.get().ref().version() == version);
      assertThat(
              Judge.judge(before.compiled(), Aggregates.surgeWith(), Context.NONE, Instant.now())
                  .firings())
          .isNotEmpty();
    }
  }
}
