package dev.ombud.record.search;

import dev.ombud.ground.base.DrillFilter;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.text.Excerpt;
import dev.ombud.record.decision.Terms;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which decisions somebody asks for: those that have, of each criterion that is named, any of its
/// values, whose summary has the words of `text`, and that were decided at or after `from` and
/// before `to`. Immutable.
///
/// @param values of each criterion that is named, in the order of the criteria; each without
///   repetition and sorted, so that equal questions are equal filters
/// @param text in the language of PostgreSQL's `websearch_to_tsquery`
/// @param drills whether drills are among them; whoever names an incident by its id gets it in any
///   case
/// @param history whether what was decided on historic evidence is among them
public record DecisionFilter(
    Map<Criterion, List<String>> values,
    Optional<String> text,
    Instant from,
    Instant to,
    DrillFilter drills,
    boolean history) {

  /// Of one criterion.
  public static final int MAX_VALUES = 20;

  private static final int MAX_TEXT_CHARS = 200;

  /// All terms of a row `d`, as the index `decisions_by_terms` has them.
  static final String FILED =
      "ombud_filed(d.terms, d.product, d.surface, d.release_version, d.cluster_id, d.severity,"
          + " d.disposition, d.id)";

  private static final String WORDS =
      "to_tsvector('simple', d.summary) @@ websearch_to_tsquery('simple', ?)";

  /// Lets every decision through that is no drill.
  public static final DecisionFilter ALL =
      new DecisionFilter(Map.of(), Optional.empty(), Instant.EPOCH, TimeIds.EVER);

  public DecisionFilter {
    EnumMap<Criterion, List<String>> sorted = new EnumMap<>(Criterion.class);
    values.forEach(
        (criterion, of) -> sorted.put(criterion, of.stream().distinct().sorted().toList()));
    values = Collections.unmodifiableMap(sorted);
  }

  /// Of what is real, history among it.
  public DecisionFilter(
      Map<Criterion, List<String>> values, Optional<String> text, Instant from, Instant to) {
    this(values, text, from, to, DrillFilter.FALSE, true);
  }

  /// The same with other criteria.
  public DecisionFilter with(Map<Criterion, List<String>> others) {
    return new DecisionFilter(others, text, from, to, drills, history);
  }

  /// The same with drills.
  public DecisionFilter with(DrillFilter which) {
    return new DecisionFilter(values, text, from, to, which, history);
  }

  /// The same without what was decided on historic evidence.
  public DecisionFilter withoutHistory() {
    return new DecisionFilter(values, text, from, to, drills, false);
  }

  /// The query parameters that [#read] reads.
  public static String[] parameters() {
    return Stream.concat(
            Arrays.stream(Criterion.values()).map(Criterion::parameter),
            Stream.of("text", "from", "to", DrillFilter.PARAMETER))
        .toArray(String[]::new);
  }

  /// Reads a filter from the parameters of a query.
  ///
  /// @param query gives the values of a parameter; none where it is absent
  /// @throws ServiceException BAD_PARAMETER
  public static DecisionFilter read(Function<String, List<String>> query) {
    EnumMap<Criterion, List<String>> values = new EnumMap<>(Criterion.class);
    for (Criterion criterion : Criterion.values()) {
      List<String> given = query.apply(criterion.parameter());
      if (given.size() > MAX_VALUES) {
        throw ServiceException.badParameter(
            "`%s` is given %d times: give at most %d values"
                .formatted(criterion.parameter(), given.size(), MAX_VALUES));
      }
      if (!given.isEmpty()) {
        values.put(criterion, given.stream().map(criterion::read).toList());
      }
    }
    Instant from = one(query, "from").map(text -> instant("from", text)).orElse(Instant.EPOCH);
    Instant to = one(query, "to").map(text -> instant("to", text)).orElse(TimeIds.EVER);
    if (!from.isBefore(to)) {
      throw ServiceException.badParameter(
          "`from` is not before `to`: exchange them, `to` does not belong to the range");
    }
    return new DecisionFilter(
        values,
        one(query, "text").map(DecisionFilter::words),
        from,
        to,
        DrillFilter.read(one(query, DrillFilter.PARAMETER)),
        true);
  }

  /// The value of a parameter that may be given once.
  static Optional<String> one(Function<String, List<String>> query, String name) {
    List<String> given = query.apply(name);
    if (given.size() > 1) {
      throw ServiceException.badParameter(
          "query parameter `" + name + "` is given twice: give it once");
    }
    return given.stream().findFirst();
  }

  private static String words(String text) {
    if (text.codePointCount(0, text.length()) > MAX_TEXT_CHARS || text.indexOf('\0') >= 0) {
      throw ServiceException.badParameter(
          "`text` needs 1 to " + MAX_TEXT_CHARS + " characters: correct or omit it");
    }
    if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw ServiceException.badParameter("`text` has no word to look for: write one, or omit it");
    }
    return text;
  }

  private static Instant instant(String name, String text) {
    try {
      return TimeIds.nearest(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw ServiceException.badParameter(
          "`%s` is `%s`: write a time such as 2026-01-31T00:00:00Z"
              .formatted(name, Excerpt.of(text)));
    }
  }

  /// The least identity that it can let through.
  public UUID first() {
    return TimeIds.notBefore(from);
  }

  /// The least identity that is too late for it.
  public UUID end() {
    return TimeIds.notBefore(to);
  }

  /// What has to be true of a row of `decisions`, there called `d`.
  public Condition where() {
    Condition all = Condition.of("d.id >= ? and d.id < ?", first(), end());
    for (Map.Entry<Criterion, List<String>> each : values.entrySet()) {
      all = all.and(condition(each.getKey(), each.getValue()));
    }
    if (drills == DrillFilter.ONLY) {
      all = all.and(Condition.of("ombud_is_drill(d.terms)"));
    }
    return rest(all);
  }

  /// What no index helps with.
  private Condition rest(Condition first) {
    Condition all = first;
    if (text.isPresent()) {
      all = all.and(Condition.of(WORDS, text.get()));
    }
    if (leavesDrillsOut()) {
      all = all.and(Condition.of("not ombud_is_drill(d.terms)"));
    }
    return history ? all : all.and(Condition.of("not d.terms @> array['" + Terms.HISTORIC + "']"));
  }

  private boolean leavesDrillsOut() {
    return drills == DrillFilter.FALSE && !values.containsKey(Criterion.INCIDENT);
  }

  /// The same as [#where], as the index `decisions_by_terms` answers it: cheaper where few
  /// decisions match, and dearer to compute for each that is looked at. Without the time.
  ///
  /// @param terms SQL of further terms. They have to stand in one array with the others: else the
  ///   index looks beyond them for what the others have in common
  Condition filed(String... terms) {
    List<String> each = new ArrayList<>();
    Condition all = Condition.of("true");
    for (Map.Entry<Criterion, List<String>> criterion : values.entrySet()) {
      Optional<String> field = criterion.getKey().place().field();
      if (field.isEmpty()) {
        all = all.and(condition(criterion.getKey(), criterion.getValue()));
      } else if (criterion.getValue().size() == 1) {
        each.add(field.get() + "=" + criterion.getValue().getFirst());
      } else {
        all = all.and(terms(FILED + " && ", field.get(), criterion.getValue()));
      }
    }
    if (drills == DrillFilter.ONLY) {
      each.add(Terms.DRILL);
    }
    if (!each.isEmpty() || terms.length > 0) {
      List<String> marks = new ArrayList<>(List.of(terms));
      marks.addAll(Collections.nCopies(each.size(), "?"));
      all = all.and(new Condition(FILED + " @> " + array(marks), List.copyOf(each)));
    }
    return rest(all);
  }

  /// Whether it lets everything of its time through that is no drill.
  boolean isOnlyTime() {
    return values.isEmpty() && text.isEmpty() && drills == DrillFilter.FALSE && history;
  }

  boolean isOneCriterion() {
    return values.size() + (drills == DrillFilter.ONLY ? 1 : 0) == 1 && text.isEmpty();
  }

  private static Condition terms(String before, String field, List<String> values) {
    return new Condition(
        before + array(Collections.nCopies(values.size(), "?")),
        values.stream().<Object>map(value -> field + "=" + value).toList());
  }

  private static String array(List<String> marks) {
    return "cast(array[" + String.join(", ", marks) + "] as text[])";
  }

  private static Condition condition(Criterion criterion, List<String> values) {
    String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
    return switch (criterion.place()) {
      case Criterion.Column(String name, String _) ->
          new Condition("d." + name + " in (" + marks + ")", List.copyOf(values));
      case Criterion.Term(String field) -> terms("d.terms && ", field, values);
      case Criterion.Text(String name) ->
          new Condition("d." + name + " in (" + marks + ")", List.copyOf(values));
      case Criterion.Identity(String name) ->
          new Condition(
              "d." + name + " in (" + marks + ")",
              values.stream().<Object>map(UUID::fromString).toList());
      case Criterion.Actor() ->
          new Condition(
              "d.id in (select e.decision_id from audit_events e where e.actor in ("
                  + marks
                  + ") and e.decision_id is not null)",
              List.copyOf(values));
    };
  }

  /// The same question as the query of an address, in one order for all that ask it: a name for the
  /// question.
  public String canonical() {
    StringJoiner query = new StringJoiner("&");
    values.forEach((criterion, all) ->
        all.forEach(value -> query.add(criterion.parameter() + "=" + encoded(value))));
    text.ifPresent(words -> query.add("text=" + encoded(words)));
    if (from.isAfter(Instant.EPOCH)) {
      query.add("from=" + encoded(from.toString()));
    }
    if (to.isBefore(TimeIds.EVER)) {
      query.add("to=" + encoded(to.toString()));
    }
    if (drills != DrillFilter.FALSE) {
      query.add(DrillFilter.PARAMETER + "=" + drills.word());
    }
    return query.toString();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
