package dev.ombud.decide.engine;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.field.Facts;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.kie.api.KieBase;

/// One ruleset, compiled and warm. Keeps as many sessions as were ever needed at once, each with
/// all rows inserted. Thread-safe.
public final class CompiledRuleset implements AutoCloseable {
  private final String digest;
  private final Lexicon lexicon;
  private final MetricShapes metrics;
  private final Map<String, TableIndex> tables;
  private final List<TableIndex> asked;
  private final KieBase base;
  private final ConcurrentLinkedQueue<WarmSession> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  CompiledRuleset(String digest, Lexicon lexicon, Map<String, TableIndex> tables, KieBase base) {
    this.digest = digest;
    this.lexicon = lexicon;
    TableIndex metrics = tables.get(Stages.METRICS);
    this.metrics = MetricShapes.of(metrics == null ? null : metrics.table());
    this.tables = Map.copyOf(tables);
    this.asked =
        tables.entrySet().stream()
            .filter(table -> !Stages.UNASKED.contains(table.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    this.base = base;
  }

  /// `sha256:` and 64 hexadecimal digits over everything that decides.
  public String digest() {
    return digest;
  }

  /// The words of its vocabulary.
  public Lexicon lexicon() {
    return lexicon;
  }

  /// How its metrics are read.
  public MetricShapes metrics() {
    return metrics;
  }

  /// What is known of an aggregate before any table or rule concludes something.
  public Facts facts(Aggregate aggregate, Instant now) {
    return FactsReader.read(aggregate, lexicon, Timing.of(aggregate.window(), now));
  }

  /// Whether it has a table.
  boolean has(String table) {
    return tables.containsKey(table);
  }

  /// The tables, in no particular order.
  public Collection<DecisionTable> tables() {
    return tables.values().stream().map(TableIndex::table).toList();
  }

  /// Begins to judge one aggregate. The evaluation belongs to one thread and must be closed.
  public CaseEvaluation evaluate(Aggregate aggregate, Context context, Instant now) {
    return new CaseEvaluation(
        this, session(), new Case(aggregate, context, now, lexicon), null, null);
  }

  /// The same, and tells whether another ruleset comes to the same outcome.
  public CaseEvaluation evaluate(
      Aggregate aggregate, Context context, Instant now, Counterpart counterpart) {
    return new CaseEvaluation(
        this, session(), new Case(aggregate, context, now, lexicon), null, counterpart);
  }

  /// Another ruleset, to be asked beside this one.
  public Counterpart counterpart(CompiledRuleset other) {
    // Rules that are the same are compiled once.
    return base.equals(other.base) ? Counterpart.of(tables, other.tables) : Counterpart.unlike();
  }

  /// The same, and notes what every table made of the aggregate, which takes several times as long.
  ///
  /// @param traces gets one trace for each time that a table is asked
  public CaseEvaluation trace(
      Aggregate aggregate, Context context, Instant now, List<TableTrace> traces) {
    return new CaseEvaluation(
        this, session(), new Case(aggregate, context, now, lexicon), traces, null);
  }

  /// Asks one table about facts that belong to no aggregate, and makes its conclusions facts.
  ///
  /// @return nothing where the ruleset has no such table
  public Optional<TableAnswer> ask(String name, Facts facts) {
    TableIndex index = tables.get(name);
    if (index == null) {
      return Optional.empty();
    }
    WarmSession session = session();
    List<RowFact.Body> matched;
    try {
      matched = session.match(index, new Matching(facts));
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
    giveBack(session);
    HitPolicies.Choice choice = HitPolicies.choose(index.table(), matched);
    TableAnswer answer = TableAnswer.of(index.table(), matched, choice, facts);
    for (RowFact.Body row : choice.rows()) {
      conclude(index.table(), row, facts);
    }
    return Optional.of(answer);
  }

  private static void conclude(DecisionTable table, RowFact.Body row, Facts facts) {
    for (int column = 0; column < table.outputs().size(); column++) {
      Object conclusion = row.row().conclusions().get(column);
      if (conclusion != null) {
        facts.conclude(table.outputs().get(column).field(), conclusion);
      }
    }
  }

  private WarmSession session() {
    WarmSession session = idle.poll();
    return session == null ? new WarmSession(base, asked) : session;
  }

  /// Makes sure that so many evaluations at once find a warm session.
  public void warm(int sessions) {
    for (int made = idle.size(); made < sessions; made++) {
      giveBack(new WarmSession(base, asked));
    }
  }

  TableIndex table(String name) {
    TableIndex table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException("the compiler let a ruleset without `" + name + "` pass");
    }
    return table;
  }

  void giveBack(WarmSession session) {
    if (closed) {
      session.close();
    } else {
      idle.add(session);
    }
  }

  /// Frees the sessions. Evaluations that have begun still end well, and so do later ones, each of
  /// which makes a session of its own.
  @Override
  public void close() {
    closed = true;
    for (WarmSession session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
  }
}
