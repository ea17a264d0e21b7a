package dev.ombud.record.history;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.Terms;
import dev.ombud.record.document.DecisionDocuments;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The decisions about a product with the latest windows, severity by severity, each within a
/// bound; neither drills nor history. Each in the transaction of the asker. Stateless.
///
/// The evidence of a window that ended within some hours was received within them, since it is
/// never later than we received it: so the ids are bounded, and with them the partitions, and the
/// end of the window does the rest by the index.
///
/// What people found wrong is no part of the record: whoever asks brings the condition on a row `d`
/// of decisions, as its owner has it.
public final class LatestStore {
  /// What is asked of a row of `decisions`, there called `d`, and its record `r`.
  private static final String COLUMNS =
      """
      d.id, d.decided_at, d.aggregate_id, d.revision, d.incident_id, d.surface, d.cluster_id,
        d.cohort, d.severity, d.disposition, d.release_version, d.window_start, d.window_end,
        d.terms, r.documents, r.aggregate, %s as is_wrong,
        exists (
          select from aggregate_keys k
          where k.product = d.product and k.aggregate_id = d.aggregate_id
            and k.revision > d.revision
        ) as is_replaced
      """;

  /// Of one severity, as the indexes of V29 have it: these hold neither drills nor history.
  private static final String LATEST =
      """
      product = :product and severity = wanted.severity and window_end >= :since
        and id >= :from and id < :to and ombud_is_live(terms)
      order by window_end desc, id desc
      """;

  /// One statement for all severities, and the range of ids said of each table, so that only the
  /// partitions of two days are planned and read.
  private static final String NEWEST =
      "select "
          + COLUMNS
          + """
          from unnest(:severities, :mosts) wanted (severity, most)
            cross join lateral (%s) newest
            join decisions d on d.id = newest.id and d.id >= :from and d.id < :to
            join records r on r.id = newest.id and r.id >= :from and r.id < :to
          """;

  private static final String EVERYWHERE =
      "select id from decisions where " + LATEST + " limit wanted.most";

  /// Surface by surface: a rare one is found as fast as a frequent one.
  private static final String SOME_SURFACES =
      """
      select each.id
      from unnest(:surfaces) asked (surface)
        cross join lateral (
          select id, window_end from decisions
          where surface = asked.surface and %s
          limit wanted.most
        ) each
      order by each.window_end desc, each.id desc
      limit wanted.most
      """
          .formatted(LATEST);

  /// Of the whole product: a surface of which nobody complains is quiet, and not unheard.
  private static final String LAST =
      """
      select max(least(newest.window_end, newest.decided_at)) as at
      from unnest(:severities) wanted (severity)
        cross join lateral (
          select window_end, decided_at from decisions where %s limit 1
        ) newest
      """
          .formatted(LATEST);

  private static final String EARLIER =
      "select "
          + COLUMNS
          + """

          from (
              select id from decisions
              where product = :product and severity = :severity
                and window_end >= :since and id >= :from and id < :before and ombud_is_live(terms)
                and least(window_end, decided_at) < :until
                and (:everywhere or surface = any (:surfaces))
              order by window_end desc, id desc
              limit :most
            ) newest
            join decisions d on d.id = newest.id and d.id >= :from and d.id < :before
            join records r on r.id = newest.id and r.id >= :from and r.id < :before
          """;

  private LatestStore() {}

  /// A decision as it is found.
  ///
  /// @param documents packed, or null, and then `aggregate` is there
  /// @param isWrong what the condition says that came with the question
  /// @param isReplaced whether a later revision is known to have taken its place
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  public record Latest(
      UUID id,
      Instant decidedAt,
      String aggregateId,
      int revision,
      Optional<UUID> incidentId,
      String surface,
      String clusterId,
      String cohort,
      Severity severity,
      Disposition disposition,
      Optional<String> releaseVersion,
      Instant windowStart,
      Instant windowEnd,
      List<String> terms,
      byte @Nullable [] documents,
      byte @Nullable [] aggregate,
      boolean isWrong,
      boolean isReplaced) {
    /// Reads the aggregate.
    public Told told() {
      return Told.of(
          Json.readMembers(
              documents == null
                  ? Objects.requireNonNull(aggregate)
                  : DecisionDocuments.unpack(id, documents).aggregate()));
    }

    public List<String> categories() {
      return Terms.values(terms, "category");
    }

    /// Ids of what customers wrote.
    public List<String> evidence() {
      return Terms.values(terms, "evidence");
    }

    /// Without those that only a newer version knows.
    public Set<ReasonCode> reasons() {
      Set<String> names = Set.copyOf(Terms.values(terms, "reason"));
      return Arrays.stream(ReasonCode.values())
          .filter(code -> names.contains(code.name()))
          .collect(Collectors.toSet());
    }
  }

  /// What its aggregate tells.
  ///
  /// @param complaints in its window
  /// @param experiment and `variant`, as its exposure names them
  public record Told(
      long complaints,
      Optional<String> environment,
      Optional<String> experiment,
      Optional<String> variant) {
    private static Told of(Map<?, ?> aggregate) {
      Map<?, ?> exposure = part(aggregate, "exposure");
      Map<?, ?> experiment = part(exposure, "experiment");
      return new Told(
          part(aggregate, "volume").get("count") instanceof Number count ? count.longValue() : 0,
          text(exposure, "environment"),
          text(experiment, "key"),
          text(experiment, "variant"));
    }

    private static Map<?, ?> part(Map<?, ?> whole, String name) {
      return whole.get(name) instanceof Map<?, ?> part ? part : Map.of();
    }

    private static Optional<String> text(Map<?, ?> part, String name) {
      return Optional.ofNullable(part.get(name)).map(Object::toString);
    }
  }

  /// Whose decisions are asked for.
  ///
  /// @param surfaces none for all of the product
  /// @param since of the ends of the windows
  /// @param until no decision is of after it
  public record Question(String product, List<String> surfaces, Instant since, Instant until) {}

  /// @param most of each severity
  /// @param isWrong a condition on a row `d`
  public static List<Latest> newest(
      Handle handle, Question question, ToIntFunction<Severity> most, String isWrong) {
    boolean everywhere = question.surfaces().isEmpty();
    Query query =
        handle.createQuery(NEWEST.formatted(isWrong, everywhere ? EVERYWHERE : SOME_SURFACES));
    if (!everywhere) {
      query.bindArray("surfaces", String.class, question.surfaces());
    }
    return within(query, question)
        .bindArray(
            "mosts", Integer.class, Arrays.stream(Severity.values()).map(most::applyAsInt).toList())
        .mapTo(Latest.class)
        .list();
  }

  /// When anything was heard of the product last, on whatever surface.
  public static Optional<Instant> lastAt(Handle handle, Question question) {
    return within(handle.createQuery(LAST), question).mapTo(Instant.class).findOne();
  }

  private static Query within(Query query, Question question) {
    return query
        .bind("product", question.product())
        .bindArray(
            "severities",
            String.class,
            Arrays.stream(Severity.values()).map(Severity::name).toList())
        .bind("since", question.since())
        .bind("from", TimeIds.notBefore(question.since()))
        .bind("to", TimeIds.notBefore(question.until().plusMillis(1)));
  }

  /// Those of one severity whose evidence is of a span of time, as the record was at a moment.
  ///
  /// @param asOf whatever was decided later is not there
  /// @param isWrong a condition on a row `d`
  public static List<Latest> earlier(
      Handle handle, Question question, Severity severity, Instant asOf, int most, String isWrong) {
    return handle
        .createQuery(EARLIER.formatted(isWrong))
        .bind("product", question.product())
        .bind("severity", severity.name())
        .bind("since", question.since())
        .bind("until", question.until())
        .bind("from", TimeIds.notBefore(question.since()))
        .bind("before", TimeIds.notBefore(asOf))
        .bind("everywhere", question.surfaces().isEmpty())
        .bindArray("surfaces", String.class, question.surfaces())
        .bind("most", most)
        .mapTo(Latest.class)
        .list();
  }
}
