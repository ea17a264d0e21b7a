package dev.ombud.bench;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.decision.Judge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/// The judgement alone, and one table against two DMN engines, by JMH in JVMs of their own.
final class JudgeSection implements Section {
  private static final double P99_MICROS_MOST = 50;
  private static final int QUESTIONS = 200;
  private static final int ITERATIONS = 5;

  @Override
  public void measure(Run run) throws Exception {
    describe(run);
    Statistics judge = jmh(run, JudgeBenchmark.class, "").getFirst();
    run.judged(
        "judgement, tables of 1,000 rows, p50 / p99 / p99.9, µs",
        "%s / %s / %s".formatted(micros(judge, 50), micros(judge, 99), micros(judge, 99.9)),
        "p99 <= 50",
        judge.getPercentile(99) <= P99_MICROS_MOST);
    compare(run);
  }

  /// How much work there is in what is measured.
  private static void describe(Run run) throws IOException {
    try (CompiledRuleset ruleset = GrownRuleset.compile()) {
      List<Aggregate> aggregates = Aggregates.mixed();
      long rows = 0;
      long grown = 0;
      Instant now = Instant.now();
      for (Aggregate aggregate : aggregates) {
        Judgement judgement = Judge.judge(ruleset, aggregate, Context.NONE, now);
        for (Judgement.Firing firing : judgement.firings()) {
          rows += firing.cells() == null ? 0 : 1;
          grown += GrownRuleset.isGrown(firing.rule()) ? 1 : 0;
        }
      }
      double judgements = aggregates.size();
      run.figure(
          "rows that count in a judgement / of those added",
          "%.1f / %.1f".formatted(rows / judgements, grown / judgements));
    }
  }

  private static void compare(Run run) throws Exception {
    requireSameAnswers(run);
    List<Statistics> engines = new ArrayList<>();
    for (String engine : TableEngine.NAMES) {
      run.say("measuring one table in " + engine);
      Statistics each = jmh(run, TableBenchmark.class, engine).getFirst();
      engines.add(each);
      run.figure(
          "one table of 1,000 rows in " + engine + ", p50 / p99, µs",
          micros(each, 50) + " / " + micros(each, 99));
    }
    for (int i = 1; i < engines.size(); i++) {
      run.figure(
          "times faster than " + TableEngine.NAMES.get(i) + ", p50 / p99 / mean",
          "%s / %s / %s"
              .formatted(
                  times(engines.get(i).getPercentile(50), engines.get(0).getPercentile(50)),
                  times(engines.get(i).getPercentile(99), engines.get(0).getPercentile(99)),
                  times(engines.get(i).getMean(), engines.get(0).getMean())));
    }
  }

  private static void requireSameAnswers(Run run) throws IOException {
    List<Aggregate> questions = OneTable.questions().subList(0, run.count(QUESTIONS));
    List<TableEngine> engines =
        TableEngine.NAMES.stream().map(name -> TableEngine.of(name, questions)).toList();
    Set<String> answers = new TreeSet<>();
    for (int i = 0; i < questions.size(); i++) {
      String ours = engines.getFirst().ask(i);
      answers.add(ours);
      for (int engine = 1; engine < engines.size(); engine++) {
        String theirs = engines.get(engine).ask(i);
        if (!ours.equals(theirs)) {
          throw new IllegalStateException(
              "ombud says %s to question %d, %s says %s"
                  .formatted(ours, i, TableEngine.NAMES.get(engine), theirs));
        }
      }
    }
    run.figure(
        "questions with the same answer in all engines", questions.size() + ", among " + answers);
  }

  private static List<Statistics> jmh(Run run, Class<?> benchmark, String engine)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getSimpleName())
            .mode(Mode.SampleTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .jvmArgs(
                "-Xmx512m",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
            .warmupIterations(run.isQuick() ? 1 : ITERATIONS)
            .measurementIterations(run.isQuick() ? 1 : ITERATIONS)
            .warmupTime(TimeValue.seconds(2))
            .measurementTime(TimeValue.seconds(2))
            .shouldFailOnError(true)
            .output(log(run, engine).toString());
    if (!engine.isEmpty()) {
      options.param("engine", engine);
    }
    return new Runner(options.build())
        .run().stream()
            .map(RunResult::getPrimaryResult)
            .map(result -> result.getStatistics())
            .toList();
  }

  private static Path log(Run run, String engine) {
    return engine.isEmpty() ? run.log() : run.log().resolveSibling("judge-" + engine + ".log");
  }

  private static String micros(Statistics times, double percentile) {
    return "%,.1f".formatted(times.getPercentile(percentile));
  }

  private static String times(double theirs, double ours) {
    return "%,.0f".formatted(theirs / ours);
  }
}
