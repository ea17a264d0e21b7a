package dev.ombud.record.replay;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.publish.ruleset.Drafts;
import dev.ombud.publish.ruleset.RulesetPublisher;
import dev.ombud.publish.ruleset.RulesetSwitch;
import dev.ombud.publish.ruleset.Rulesets;
import dev.ombud.publish.ruleset.StoredRulesets;
import dev.ombud.record.document.OldDocuments;
import dev.ombud.record.log.AuditLog;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Everything that replays and explanations stand on, wired over a database of a test, and the
/// hands of a superuser who changes what he must not.
final class ReplayParts implements AutoCloseable {
  static final String ENGINE = "test";

  final AtomicInteger identical = new AtomicInteger();
  final AtomicInteger diverged = new AtomicInteger();
  final Drafts drafts;
  final Rulesets rulesets;
  final AuditLog events;
  final ReplayRulesets compiled;
  final Replays replays;
  final Explanations explanations;

  private final RulesetSwitch live;

  ReplayParts(Database database) {
    this(database, ENGINE);
  }

  /// @param engine what judges now
  ReplayParts(Database database, String engine) {
    RulesetCompiler compiler = new RulesetCompiler();
    var shipped = dev.ombud.testing.Rulesets.shipped();
    live =
        new RulesetSwitch(
            database,
            compiler,
            new RulesetPublisher(database, compiler)
                .publish(
                    new RulesetPublisher.Files.Good(shipped, compiler.compile(shipped)),
                    Instant.now()),
            1);
    Clock clock = Clock.systemUTC();
    TimeIds ids = new TimeIds(clock);
    drafts = new Drafts(database, compiler, live, ids, clock);
    rulesets = new Rulesets(database, live, clock);
    events = new AuditLog(database);
    compiled = new ReplayRulesets(compiler, live);
    StoredRulesets sources = new StoredRulesets(rulesets, drafts);
    replays = new Replays(database, sources, compiled, this::count, events, ids, engine);
    explanations = new Explanations(database, sources, compiled, _ -> List.of());
  }

  private void count(boolean same) {
    (same ? identical : diverged).incrementAndGet();
  }

  /// Runs a statement with every right, and makes sure that it changed one row. A record has its
  /// documents apart for it, as before they were packed, so that one alone can be changed.
  ///
  /// @param values the last one is the id of the decision, where `sql` changes a record
  static void tamper(TestDatabase database, String sql, Object... values) throws SQLException {
    try (Connection owner = database.connectAsOwner();
        PreparedStatement statement = owner.prepareStatement(sql)) {
      if (sql.startsWith("update records ")) {
        OldDocuments.unpack(owner, "id = '" + values[values.length - 1] + "'");
      }
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      int changed = statement.executeUpdate();
      if (changed != 1) {
        throw new IllegalStateException(changed + " rows changed: " + sql);
      }
    }
  }

  @Override
  public void close() {
    compiled.close();
    live.close();
  }
}
