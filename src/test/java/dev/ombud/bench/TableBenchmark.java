package dev.ombud.bench;

import dev.ombud.ground.domain.Aggregate;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The same table of 1,000 rows in each engine.
@State(Scope.Benchmark)
public class TableBenchmark {
  @Param({"ombud", "kie-dmn", "camunda"})
  public String engine;

  private TableEngine table;
  private int questions;
  private int next;

  @Setup
  public void load() throws IOException {
    List<Aggregate> all = OneTable.questions();
    questions = all.size();
    table = TableEngine.of(engine, all);
  }

  @Benchmark
  public String ask() {
    next = (next + 1) % questions;
    return table.ask(next);
  }
}
