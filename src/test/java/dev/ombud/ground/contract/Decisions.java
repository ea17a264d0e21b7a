package dev.ombud.ground.contract;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Scope;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.ground.domain.Judgement.Cells;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Effect;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.domain.Judgement.NearMiss;
import dev.ombud.ground.domain.Judgement.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/// Decisions to write and read: one with everything, and random ones.
final class Decisions {
  static final Context CONTEXT =
      new Context(
          new Context.Incident(
              UUID.fromString("019cb0a5-7a41-7a77-8f6a-2a5e9d0b7c21"),
              2,
              0,
              Tier.TIER_1,
              Instant.parse("2026-03-02T17:30:00Z")));

  static final Judgement JUDGEMENT =
      new Judgement(
          Severity.P1,
          Disposition.ACT,
          new Judgement.Mitigation(Tier.TIER_1, Scope.COHORT, Mode.AUTOMATIC),
          List.of(
              new Action(
                  1, ActionKind.DISABLE_VARIATION, "flag:new-checkout", ActionState.QUEUED, null),
              new Action(2, ActionKind.OPEN_TICKET, "team:payments", ActionState.QUEUED, null),
              new Action(3, ActionKind.OPEN_TICKET, "team:mobile", ActionState.QUEUED, 2)),
          new Judgement.Owner("payments", 15),
          91.5,
          List.of(
              new Reason(
                  ReasonCode.SENTIMENT_SURGE,
                  "negative share 2.6 standard deviations over baseline, needs 2.0")),
          List.of(
              new Firing(
                  "sev-010",
                  new Cells("severity", "Severity", "A14:R14"),
                  List.of(
                      new Comparison("cluster.confidence", 0.92, ">= 0.85"),
                      new Comparison("volume.count", 120.0, "[100..200)"),
                      new Comparison(
                          "cluster.categories", List.of("payment_failure"), "\"payment_failure\""),
                      new Comparison("release.stage", null, "-")),
                  List.of(new Effect("severity", "P1"))),
              new Firing(
                  "sentiment surge",
                  null,
                  List.of(new Comparison("sentiment.sigma", 2.6, ">= 2")),
                  List.of(new Effect("signal.surge", true)))),
          List.of(
              new NearMiss(
                  "mitigation", "mit-030", new Comparison("volume.customers", 18.0, ">= 20"), 2.0),
              new NearMiss(
                  "routing", "rt-7", new Comparison("surface", "cart", "\"checkout\""), null)));

  static final Decision DECISION =
      new Decision(
          UUID.fromString("019cb0a5-7a40-7c3e-9a51-6f2b0d3c4e10"),
          Instant.parse("2026-03-02T18:00:01.024Z"),
          new Decision.AggregateKey("storefront", "shop/2026-03-02/1", 3),
          JUDGEMENT,
          new Decision.RulesetRef(7, "sha256:" + "4f".repeat(32)),
          UUID.fromString("019cb0a5-7a41-7a77-8f6a-2a5e9d0b7c21"),
          "pipeline",
          "4bf92f3577b34da6a3ce929d0e0e4736");

  private Decisions() {}

  static Judgement randomJudgement(Random random, int size) {
    int most = 1 + size / 10;
    return new Judgement(
        one(random, Severity.values()),
        one(random, Disposition.values()),
        new Judgement.Mitigation(
            one(random, Tier.values()), one(random, Scope.values()), one(random, Mode.values())),
        list(
            random,
            most,
            () ->
                new Action(
                    1 + random.nextInt(9),
                    one(random, ActionKind.values()),
                    text(random),
                    one(random, ActionState.values()),
                    random.nextBoolean() ? null : 1)),
        new Judgement.Owner(text(random), 1 + random.nextInt(9_999)),
        number(random),
        list(random, most, () -> new Reason(one(random, ReasonCode.values()), text(random))),
        list(
            random,
            most,
            () ->
                new Firing(
                    text(random),
                    random.nextBoolean() ? null : new Cells(text(random), text(random), "A1:B1"),
                    list(random, most, () -> comparison(random)),
                    distinct(list(random, most, () -> new Effect(text(random), known(random)))))),
        list(
            random,
            most,
            () ->
                new NearMiss(
                    text(random),
                    text(random),
                    comparison(random),
                    random.nextBoolean() ? null : number(random))));
  }

  private static Comparison comparison(Random random) {
    return new Comparison(
        text(random), random.nextInt(5) == 0 ? null : known(random), text(random));
  }

  private static Object known(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> number(random);
      case 1 -> text(random);
      case 2 -> random.nextBoolean();
      default -> list(random, 3, () -> text(random));
    };
  }

  private static double number(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(1_000);
      case 1 -> random.nextInt(100_000) / 1_000.0;
      default -> Double.isFinite(any) ? any : 0.5;
    };
  }

  private static String text(Random random) {
    String[] texts = {"", "a", "\"", "\\", "\n\t\u0000", "ü", "💳", "a/b~c", "2.6 > 2", "\u2028"};
    return one(random, texts) + one(random, texts);
  }

  private static <T> T one(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static <T> List<T> list(Random random, int most, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      items.add(item.get());
    }
    return items;
  }

  /// A firing sets each field at most once.
  private static List<Effect> distinct(List<Effect> effects) {
    Map<String, Effect> byField = new LinkedHashMap<>();
    effects.forEach(effect -> byField.put(effect.field(), effect));
    return List.copyOf(byField.values());
  }
}
