package dev.ombud.bench;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.Judge;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One whole judgement, with tables of 1,000 rows.
@State(Scope.Benchmark)
public class JudgeBenchmark {
  private CompiledRuleset ruleset;
  private List<Aggregate> aggregates;
  private Instant now;
  private int next;

  @Setup
  public void compile() throws IOException {
    ruleset = GrownRuleset.compile();
    aggregates = Aggregates.mixed();
    now = Instant.now();
  }

  @Benchmark
  public Judgement judge() {
    next = (next + 1) % aggregates.size();
    return Judge.judge(ruleset, aggregates.get(next), Context.NONE, now);
  }
}
