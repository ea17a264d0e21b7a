package dev.ombud.door.start;

import dev.ombud.act.brief.Brief;
import dev.ombud.act.brief.BriefLevel;
import dev.ombud.act.brief.BriefMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/// What is counted of briefs. Thread-safe.
final class BriefMeters implements BriefMeter {
  private final MeterRegistry registry;
  private final Counter questions;
  private final Counter answers;
  private final Counter cost;
  private final Timer latency;
  private final MultiGauge waiting;
  private final MultiGauge age;
  private final MultiGauge budget;

  BriefMeters(MeterRegistry registry) {
    this.registry = registry;
    questions = tokens("question");
    answers = tokens("answer");
    cost =
        Counter.builder("ombud.brief.cost")
            .description("What the model cost, in the currency of OMBUD_OPENAI_PRICES")
            .register(registry);
    latency =
        Timer.builder("ombud.brief.latency")
            .description("How long the model took for a brief, all its calls together")
            .serviceLevelObjectives(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120))
            .register(registry);
    waiting = gauge("ombud.briefs.waiting", "What is still to be put into words");
    age = gauge("ombud.briefs.age.seconds", "How long the oldest of that has waited");
    budget = gauge("ombud.brief.budget.left", "What may still be spent on the model");
  }

  private Counter tokens(String of) {
    return Counter.builder("ombud.brief.tokens")
        .description("Tokens that the model counted")
        .tag("of", of)
        .register(registry);
  }

  private MultiGauge gauge(String name, String meaning) {
    return MultiGauge.builder(name).description(meaning).register(registry);
  }

  @Override
  public void made(Brief brief) {
    Counter.builder("ombud.briefs")
        .description("Briefs, by whose words they are and why")
        .tag("kind", brief.kind().name())
        .tag("origin", brief.origin().name())
        .tag("why", brief.why().name())
        .register(registry)
        .increment();
    brief
        .made()
        .ifPresent(made -> {
          questions.increment((double) made.promptTokens());
          answers.increment((double) made.completionTokens());
          cost.increment(made.cost());
          latency.record(Duration.ofMillis(made.latencyMillis()));
        });
  }

  /// @param level of all instances together
  void watch(BriefLevel level) {
    // As the other rows that are exchanged: not beside a scrape.
    synchronized (registry) {
      waiting.register(List.of(Row.of(Tags.empty(), level.waiting())), true);
      age.register(List.of(Row.of(Tags.empty(), level.oldest().toSeconds())), true);
      budget.register(
          List.of(
              Row.of(Tags.of("of", "tokens this hour"), (double) level.tokensThisHour()),
              Row.of(Tags.of("of", "tokens this day"), (double) level.tokensThisDay()),
              Row.of(Tags.of("of", "cost this day"), level.costThisDay())),
          true);
    }
  }
}
