package dev.ombud.act.effect;

import dev.ombud.act.effect.EffectCheck.Found;
import dev.ombud.act.effect.EffectCheck.Paired;
import dev.ombud.act.words.Orders;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.field.MetricShape;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.search.Criterion;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.record.search.DecisionOrder;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.DecisionSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds what was posted about the evidence of a mitigation, and sorts it by event time: before,
/// between and after. A window that spans the mitigation is neither, and counts for nothing; a
/// revision takes the place of what it revises; of windows that overlap, some that do not are
/// chosen. Drills, historic evidence and what is set apart do not count. Thread-safe.
final class EffectWindows {
  /// Of the cohort, and of its holdout. A window of a day every five minutes makes fewer.
  static final int MAX_DECISIONS = 500;

  /// Clocks of callers may be ahead by so much.
  private static final Duration SKEW = Duration.ofHours(1);

  private final DecisionSearch search;
  private final Orders orders;

  EffectWindows(DecisionSearch search, Orders orders) {
    this.search = search;
    this.orders = orders;
  }

  /// @param isCut whether there was more than was looked at, which is the newest
  private record Read(List<Posted> posted, boolean isCut) {}

  /// What was found, none twice, and all that overlaps still in it.
  ///
  /// @param isCut whether there was more than was looked at
  record Sorted(
      List<Posted> before,
      List<Posted> waiting,
      List<Posted> after,
      List<Posted> holdoutBefore,
      List<Posted> holdoutAfter,
      boolean isCut) {

    /// The names of all metrics that came.
    List<String> metrics() {
      return Stream.of(before, waiting, after, holdoutBefore, holdoutAfter)
          .flatMap(List::stream)
          .flatMap(each -> each.aggregate().telemetry().keySet().stream())
          .distinct()
          .sorted()
          .toList();
    }

    /// What there is to tell an effect from.
    Found found(Map<String, MetricShape> shapes) {
      Paired paired =
          new Paired(
              new Sides(shared(before, holdoutBefore), shared(after, holdoutAfter)),
              new Sides(shared(holdoutBefore, before), shared(holdoutAfter, after)));
      return new Found(
          new Sides(counted(before), counted(after)),
          counted(waiting),
          paired.holdout().isMeasured() ? Optional.of(paired) : Optional.empty(),
          shapes,
          isCut);
    }

    private static Measured counted(List<Posted> some) {
      return Measured.of(Posted.disjoint(some));
    }

    /// The same spans are chosen on both sides, for what is chosen depends on nothing else.
    private static Measured shared(List<Posted> some, List<Posted> others) {
      return counted(Posted.shared(some, others));
    }
  }

  /// @param evidence that the decision rests on
  /// @param executedAt when the mitigation ran
  /// @param until when it was taken back, or now
  Sorted find(Posted evidence, Instant executedAt, Instant until, Instant now) {
    Read cohort = read(evidence, IncidentKey.of(evidence.aggregate()).cohort(), now);
    Read holdout =
        IncidentKey.holdout(evidence.aggregate())
            .map(key -> read(evidence, key, now))
            .orElse(new Read(List.of(), false));
    Posted before = revised(evidence, cohort.posted(), executedAt);
    List<Posted> newest =
        Posted.newest(cohort.posted()).stream().filter(each -> !isSame(each, evidence)).toList();
    List<Posted> beside = Posted.newest(holdout.posted());
    return new Sorted(
        List.of(before),
        newest.stream()
            .filter(each -> !each.start().isBefore(before.end()))
            .filter(each -> !each.end().isAfter(executedAt))
            .toList(),
        after(newest, executedAt, until),
        beside.stream().filter(each -> each.span().equals(before.span())).toList(),
        after(beside, executedAt, until),
        cohort.isCut() || holdout.isCut());
  }

  private static List<Posted> after(List<Posted> all, Instant executedAt, Instant until) {
    return all.stream()
        .filter(each -> !each.start().isBefore(executedAt))
        .filter(each -> !each.end().isAfter(until))
        .toList();
  }

  private static boolean isSame(Posted one, Posted other) {
    return one.aggregate().aggregateId().equals(other.aggregate().aggregateId());
  }

  /// The evidence as it was corrected later, as long as that is not of after the mitigation.
  private static Posted revised(Posted evidence, List<Posted> all, Instant executedAt) {
    return Stream.concat(
            Stream.of(evidence),
            all.stream()
                .filter(each -> isSame(each, evidence))
                .filter(each -> !each.end().isAfter(executedAt)))
        .max(Comparator.comparingInt(each -> each.aggregate().revision()))
        .orElse(evidence);
  }

  /// Nothing can have been counted before it was posted, so what is of after the evidence was
  /// posted after it.
  private Read read(Posted evidence, String cohort, Instant now) {
    Aggregate decided = evidence.aggregate();
    DecisionFilter filter =
        new DecisionFilter(
            Map.of(
                Criterion.PRODUCT, List.of(decided.product()),
                Criterion.SURFACE, List.of(decided.surface()),
                Criterion.CLUSTER, List.of(decided.cluster().id()),
                Criterion.COHORT, List.of(cohort)),
            Optional.empty(),
            evidence.end().minus(SKEW),
            now.plusSeconds(1));
    Page<StoredDecision> stored =
        search.findStored(
            new DecisionQuery(filter, DecisionOrder.NEWEST, MAX_DECISIONS, Optional.empty()));
    return new Read(
        stored.items().stream()
            .filter(EffectWindows::counts)
            .map(each -> Posted.of(each, orders.aggregate(each)))
            .filter(each -> isOfSamePlace(each.aggregate(), decided))
            .toList(),
        stored.next().isPresent());
  }

  private static boolean counts(StoredDecision stored) {
    return !stored.decision().judgement().isHistoric()
        && stored.decision().judgement().disposition() != Disposition.QUARANTINE;
  }

  /// A drill has an environment of its own.
  private static boolean isOfSamePlace(Aggregate one, Aggregate other) {
    return IncidentKey.of(one).environment().equals(IncidentKey.of(other).environment());
  }
}
