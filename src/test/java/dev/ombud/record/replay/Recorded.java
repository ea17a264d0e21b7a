package dev.ombud.record.replay;

import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.search.Criterion;
import dev.ombud.record.search.DecisionFilter;
import dev.ombud.record.search.DecisionOrder;
import dev.ombud.testing.History;
import dev.ombud.testing.History.Decided;
import dev.ombud.testing.SharedData;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// The real aggregates, spread over products and three weeks, decided by the real pipeline; and
/// what a filter has to let through of them, computed without the database.
public record Recorded(List<Decided> decided, Map<UUID, Set<String>> actors) {
  private static final int DAYS_AGO = 27;
  private static final String DRILL = "\"exposure\": {\"environment\": \"drill\"}, \"surface\"";
  private static final Duration STEP = Duration.ofMinutes(15);
  private static final List<DrillFilter> DRILLS =
      List.of(DrillFilter.FALSE, DrillFilter.FALSE, DrillFilter.TRUE, DrillFilter.ONLY);
  private static final List<Criterion> CRITERIA = List.of(Criterion.values());
  private static final List<String> WORDS =
      List.of("checkout", "Card", "stuck", "after", "update", "blank", "screen", "größer", "3x");

  public static Recorded make(Database database) {
    Random random = new Random(7);
    List<String> aggregates = new ArrayList<>();
    for (String real : SharedData.aggregates()) {
      String product = "shop-" + (int) (5 * random.nextDouble() * random.nextDouble());
      String summary = random.nextInt(3) == 0 ? "\"summary\": \"" + words(random) + "\", " : "";
      aggregates.add(
          real.replace("\"product\": \"netflix-android\"", "\"product\": \"" + product + "\"")
              .replace("\"cluster\": {", "\"cluster\": {" + summary)
              .replace("\"surface\"", random.nextInt(25) == 0 ? DRILL : "\"surface\"")
              .replace("\"specVersion\": \"1.0\"", version(random)));
    }
    List<Decided> decided = History.decide(database, aggregates, (_, _, _) -> {}, steps());
    return new Recorded(decided, touch(database, decided, random));
  }

  /// The version, and what the later one brought that decisions are found by.
  private static String version(Random random) {
    if (random.nextInt(3) > 0) {
      return "\"specVersion\": \"1.0\"";
    }
    int kind = random.nextInt(4);
    return """
    "specVersion": "1.1", "feature": "feature %1$d", "component": "part-%1$d",
    "errorType": "E=%1$d", "sku": ["A-%1$d", "A-%2$d"],
    "cohort": {"browser": "B %1$d", "os": "OS/%1$d"}\
    """
        .formatted(kind, 10 + random.nextInt(50));
  }

  /// A clock that says a later time each time it is asked.
  private static Clock steps() {
    AtomicLong millis =
        new AtomicLong(Instant.now().minus(Duration.ofDays(DAYS_AGO)).toEpochMilli());
    InstantSource source = () -> Instant.ofEpochMilli(millis.getAndAdd(STEP.toMillis()));
    return source.withZone(ZoneOffset.UTC);
  }

  private static String words(Random random) {
    return String.join(
        " ", random.ints(4, 0, WORDS.size()).mapToObj(WORDS::get).distinct().toList());
  }

  private static Map<UUID, Set<String>> touch(
      Database database, List<Decided> decided, Random random) {
    AuditLog log = new AuditLog(database);
    TimeIds ids = new TimeIds(Clock.systemUTC());
    Map<UUID, Set<String>> actors = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      UUID id = decided.get(random.nextInt(decided.size())).decision().decisionId();
      String actor = random.nextBoolean() ? "ann" : "ben";
      log.append(
          new AuditEvent(
              ids.next(),
              AuditEvent.Kind.TEXT_OPENED,
              actor,
              "evidence:x",
              id,
              "a complaint",
              Map.of()));
      actors.computeIfAbsent(id, _ -> new HashSet<>()).add(actor);
    }
    log.append(
        new AuditEvent(
            ids.next(), AuditEvent.Kind.KEY_ROTATED, "ann", "key:2", null, "", Map.of()));
    return actors;
  }

  /// What the decisions have of a criterion.
  private Stream<String> values(Criterion criterion, Decided each) {
    Judgement judgement = each.decision().judgement();
    Aggregate aggregate = each.aggregate();
    return switch (criterion) {
      case PRODUCT -> Stream.of(aggregate.product());
      case SURFACE -> Stream.of(aggregate.surface());
      case RELEASE ->
          Stream.ofNullable(aggregate.release())
              .map(Aggregate.Release::version)
              .filter(Objects::nonNull);
      case COHORT -> Stream.of(IncidentKey.of(aggregate).cohort());
      case CLUSTER -> Stream.of(aggregate.cluster().id());
      case CATEGORY -> aggregate.cluster().categories().stream();
      case FEATURE -> Stream.ofNullable(aggregate.entities().feature());
      case COMPONENT -> Stream.ofNullable(aggregate.entities().component());
      case ERROR_TYPE -> Stream.ofNullable(aggregate.entities().errorType());
      case SKU -> aggregate.entities().skus().stream();
      case BROWSER -> Stream.ofNullable(aggregate.cohort().browser());
      case OS -> Stream.ofNullable(aggregate.cohort().os());
      case SEVERITY -> Stream.of(judgement.severity().name());
      case TIER -> Stream.of(judgement.mitigation().tier().name());
      case DISPOSITION -> Stream.of(judgement.disposition().name());
      case MODE -> Stream.of(judgement.mitigation().mode().name());
      case RULE ->
          judgement.firings().stream().filter(f -> f.cells() == null).map(Judgement.Firing::rule);
      case ROW ->
          judgement.firings().stream()
              .filter(f -> f.cells() != null)
              .map(f -> f.cells().table() + "/" + f.rule());
      case RULESET -> Stream.of("" + each.decision().ruleset().version());
      case REASON -> judgement.reasons().stream().map(reason -> reason.code().name());
      case OWNER -> Stream.of(judgement.owner().team());
      case ACTOR -> actors.getOrDefault(each.decision().decisionId(), Set.of()).stream();
      case EVIDENCE -> aggregate.evidence().stream().map(Aggregate.Evidence::id);
      case INCIDENT -> Stream.ofNullable(each.decision().incidentId()).map(UUID::toString);
      case CALLER -> Stream.of(each.decision().caller());
      case TRACE -> Stream.of(each.decision().traceId());
    };
  }

  /// All values that there are.
  public List<String> values(Criterion criterion) {
    return List.copyOf(
        new TreeSet<>(decided.stream().flatMap(each -> values(criterion, each)).toList()));
  }

  /// How many decisions have each value, of those that a filter lets through.
  public Map<String, Long> counts(Criterion criterion, DecisionFilter filter) {
    Map<String, Long> counts = new HashMap<>();
    matching(filter)
        .forEach(each ->
            values(criterion, each)
                .distinct()
                .forEach(value -> counts.merge(value, 1L, Long::sum)));
    return counts;
  }

  /// What a filter lets through, the oldest first.
  public List<Decided> matching(DecisionFilter filter) {
    return decided.stream().filter(each -> lets(filter, each)).toList();
  }

  /// The ids of that, in order.
  public List<UUID> ids(DecisionFilter filter, DecisionOrder order) {
    List<Decided> all = matching(filter);
    List<Decided> newest = all.reversed();
    List<Decided> sorted =
        switch (order) {
          case NEWEST -> newest;
          case OLDEST -> all;
          case PRIORITY ->
              newest.stream()
                  .sorted(
                      Comparator.comparingDouble(
                              (Decided each) -> each.decision().judgement().priority())
                          .reversed())
                  .toList();
        };
    return sorted.stream().map(each -> each.decision().decisionId()).toList();
  }

  private boolean lets(DecisionFilter filter, Decided each) {
    Instant at = each.decision().decidedAt();
    return isAsked(filter, each.decision().isDrill())
        && !at.isBefore(filter.from())
        && at.isBefore(filter.to())
        && filter.text().map(text -> words(each).containsAll(lower(text))).orElse(true)
        && filter.values().entrySet().stream()
            .allMatch(
                wanted -> values(wanted.getKey(), each).anyMatch(wanted.getValue()::contains));
  }

  private static boolean isAsked(DecisionFilter filter, boolean isDrill) {
    return switch (filter.drills()) {
      case FALSE -> !isDrill || filter.values().containsKey(Criterion.INCIDENT);
      case TRUE -> true;
      case ONLY -> isDrill;
    };
  }

  private static List<String> lower(String text) {
    return Arrays.asList(text.toLowerCase(Locale.ROOT).split(" "));
  }

  private static List<String> words(Decided each) {
    String summary = each.aggregate().cluster().summary();
    return summary == null ? List.of() : lower(summary);
  }

  /// Something that somebody might ask for; half of it matches something.
  public DecisionFilter filter(Random random, int size) {
    Map<Criterion, List<String>> values = new HashMap<>();
    for (int i = random.nextInt(1 + Math.min(size / 10, 4)); i >= 0; i--) {
      Criterion criterion = CRITERIA.get(random.nextInt(CRITERIA.size()));
      List<String> known = values(criterion);
      values.put(
          criterion,
          random.ints(1 + random.nextInt(3), 0, known.size()).mapToObj(known::get).toList());
    }
    boolean isTimed = random.nextInt(3) == 0;
    Instant from = at(random);
    return new DecisionFilter(
        values,
        random.nextInt(4) == 0
            ? Optional.of(WORDS.get(random.nextInt(WORDS.size())))
            : Optional.empty(),
        isTimed ? from : Instant.EPOCH,
        isTimed ? from.plus(Duration.ofHours(1 + random.nextInt(300))) : TimeIds.EVER,
        DRILLS.get(random.nextInt(DRILLS.size())),
        true);
  }

  /// The time of a decision, or shortly after it.
  private Instant at(Random random) {
    return decided
        .get(random.nextInt(decided.size()))
        .decision()
        .decidedAt()
        .plusNanos(random.nextInt(2));
  }
}
