package dev.ombud.door.casepages;

import dev.ombud.act.review.Reviews;
import dev.ombud.act.review.Waiting;
import dev.ombud.door.console.Bell;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.record.search.DecisionQuery;
import dev.ombud.record.search.DecisionSearch;
import dev.ombud.record.search.OpenIncident;
import dev.ombud.record.search.PresentStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// What was seen at the last look, and a bell for those who wait for the next. Thread-safe.
public final class Pulse implements Bell, AutoCloseable {
  static final int MINUTES = 30;
  private static final int MAX_INCIDENTS = 50;
  private static final int MAX_CLUSTERS = 4;
  private static final String MAX_POINTS = "24";

  private final PresentStore present;
  private final DecisionSearch search;
  private final Reviews reviews;
  private final Clock clock;

  /// Minutes that are over do not change any more.
  private final TreeMap<Instant, Map<Severity, Long>> minutes = new TreeMap<>();

  private final ReentrantLock looking = new ReentrantLock();

  private volatile Seen seen =
      new Seen(0, Instant.EPOCH, List.of(), List.of(), List.of(), List.of(), true);
  private boolean isClosed;

  public Pulse(PresentStore present, DecisionSearch search, Reviews reviews, Clock clock) {
    this.present = present;
    this.search = search;
    this.reviews = reviews;
    this.clock = clock;
  }

  /// @param round counts the looks that saw something new
  /// @param isEmpty whether nothing is on record
  record Seen(
      long round,
      Instant at,
      List<Waiting> lanes,
      List<OpenIncident> incidents,
      List<Minute> minutes,
      List<Trend> trends,
      boolean isEmpty) {
    boolean isSameAs(Seen other) {
      return lanes.equals(other.lanes)
          && incidents.equals(other.incidents)
          && minutes.equals(other.minutes)
          && trends.equals(other.trends);
    }
  }

  record Minute(Instant from, Map<Severity, Long> decisions) {}

  /// One cluster over time, the oldest point first.
  record Trend(String product, String cluster, String title, List<Point> points) {}

  /// What one aggregate said. What is not known is NaN.
  record Point(
      Instant at, double complaints, double usual, double negativeShare, double usualShare) {}

  /// Looks: a chore.
  public void look() {
    looking.lock();
    try {
      lookNow();
    } finally {
      looking.unlock();
    }
  }

  private void lookNow() {
    Instant now = clock.instant();
    List<OpenIncident> incidents = present.incidents(MAX_INCIDENTS);
    List<Waiting> lanes =
        reviews.waiting().stream().sorted(Comparator.comparing(Waiting::lane)).toList();
    Seen fresh = new Seen(0, now, lanes, incidents, count(now), trends(incidents), isEmpty());
    synchronized (this) {
      long round = fresh.isSameAs(seen) ? seen.round() : seen.round() + 1;
      seen =
          new Seen(
              round,
              now,
              fresh.lanes(),
              fresh.incidents(),
              fresh.minutes(),
              fresh.trends(),
              fresh.isEmpty());
      notifyAll();
    }
  }

  /// Whether nothing is on record; once something is, it stays so.
  private boolean isEmpty() {
    return seen.isEmpty()
        && search
            .findStored(DecisionQuery.read(name -> name.equals("limit") ? List.of("1") : List.of()))
            .items()
            .isEmpty();
  }

  private List<Minute> count(Instant now) {
    Instant current = now.truncatedTo(ChronoUnit.MINUTES);
    for (int ago = MINUTES - 1; ago >= 0; ago--) {
      Instant from = current.minus(Duration.ofMinutes(ago));
      // What was decided just before a minute ended may be committed just after it.
      if (ago <= 1 || !minutes.containsKey(from)) {
        minutes.put(from, present.count(from, from.plus(Duration.ofMinutes(1))));
      }
    }
    minutes.headMap(current.minus(Duration.ofMinutes(MINUTES - 1))).clear();
    List<Minute> counted = new ArrayList<>();
    minutes.forEach((from, decisions) -> counted.add(new Minute(from, decisions)));
    return counted;
  }

  private List<Trend> trends(List<OpenIncident> incidents) {
    List<Trend> trends = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (OpenIncident incident : incidents) {
      if (trends.size() < MAX_CLUSTERS
          && known.add(incident.product() + "\n" + incident.cluster())) {
        trends.add(trend(incident));
      }
    }
    return trends;
  }

  private Trend trend(OpenIncident incident) {
    Map<String, List<String>> question =
        Map.of(
            "product", List.of(incident.product()),
            "cluster", List.of(incident.cluster()),
            "limit", List.of(MAX_POINTS));
    DecisionQuery asked = DecisionQuery.read(name -> question.getOrDefault(name, List.of()));
    List<Aggregate> aggregates =
        search.findStored(asked.withoutHistory()).items().stream()
            .map(DecisionLine::aggregate)
            .toList();
    String title =
        aggregates.isEmpty() ? incident.cluster() : DecisionLine.title(aggregates.getFirst());
    return new Trend(
        incident.product(),
        incident.cluster(),
        title,
        latest(aggregates).stream()
            .map(Pulse::point)
            .sorted(Comparator.comparing(Point::at))
            .toList());
  }

  /// A revision takes the place of what it revises.
  private static Collection<Aggregate> latest(List<Aggregate> aggregates) {
    Map<String, Aggregate> latest = new LinkedHashMap<>();
    for (Aggregate each : aggregates) {
      latest.merge(
          each.aggregateId(),
          each,
          (one, other) -> one.revision() >= other.revision() ? one : other);
    }
    return latest.values();
  }

  private static Point point(Aggregate aggregate) {
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    Double baseline = aggregate.volume().baseline();
    Double share = sentiment == null ? null : sentiment.negativeShare();
    Double usualShare = sentiment == null ? null : sentiment.baselineNegativeShare();
    return new Point(
        aggregate.window().end(),
        aggregate.volume().count(),
        baseline == null ? Double.NaN : baseline,
        share == null ? Double.NaN : share,
        usualShare == null ? Double.NaN : usualShare);
  }

  /// What was seen last; looks first where nobody has yet.
  Seen seen() {
    if (seen.at().equals(Instant.EPOCH)) {
      look();
    }
    return seen;
  }

  @Override
  public long round() {
    return seen().round();
  }

  /// Waits until something is new since a round, the time is over, or the service stops.
  @Override
  public synchronized long await(long round, Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (seen.round() <= round && !isClosed) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return seen.round();
  }

  @Override
  public synchronized boolean isClosed() {
    return isClosed;
  }

  /// Lets everybody go who waits.
  @Override
  public synchronized void close() {
    isClosed = true;
    notifyAll();
  }
}
