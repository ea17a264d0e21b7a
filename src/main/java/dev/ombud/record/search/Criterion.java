package dev.ombud.record.search;

import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Mode;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.text.Excerpt;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// What decisions are found by. Its name in camel case is the query parameter (`errorType`); a
/// parameter that is given several times means any of its values.
@SuppressWarnings("ImmutableEnumChecker") // both fields are immutable, their types do not say so
public enum Criterion {
  PRODUCT(new Column("product", "product")),
  SURFACE(new Column("surface", "surface")),
  RELEASE(new Column("release_version", "release")),
  /// Whom the complaints came from, as in the incident's key, for example `platform=ios,region=DE`,
  /// or `everyone`.
  COHORT(new Term("cohort")),
  CLUSTER(new Column("cluster_id", "cluster")),
  CATEGORY(new Term("category")),
  FEATURE(new Term("feature")),
  COMPONENT(new Term("component")),
  /// The type of error that the complaints name.
  ERROR_TYPE(new Term("errorType")),
  /// One of the articles that the complaints name.
  SKU(new Term("sku")),
  BROWSER(new Term("browser")),
  /// The operating system.
  OS(new Term("os")),
  SEVERITY(new Column("severity", "severity"), Severity.values()),
  TIER(new Term("tier"), Tier.values()),
  DISPOSITION(new Column("disposition", "disposition"), Disposition.values()),
  MODE(new Term("mode"), Mode.values()),
  /// The name of a rule of `rules/`.
  RULE(new Term("rule")),
  /// A row of a table, as `table/row`.
  ROW(new Term("row")),
  /// The version of the ruleset.
  RULESET(new Term("version")),
  REASON(new Term("reason"), ReasonCode.values()),
  /// The team that owns it.
  OWNER(new Term("owner")),
  /// Who did something to it afterwards, by an event of the log.
  ACTOR(new Actor()),
  /// The id of a piece of evidence in its aggregate.
  EVIDENCE(new Term("evidence")),
  INCIDENT(new Identity("incident_id")),
  CALLER(new Term("caller")),
  TRACE(new Text("trace_id"));

  /// How a value is looked for.
  sealed interface Place permits Column, Term, Text, Identity, Actor {
    /// The field in the index of terms, if it is there.
    default Optional<String> field() {
      return switch (this) {
        case Column column -> Optional.of(column.term());
        case Term term -> Optional.of(term.name());
        case Text _, Identity _, Actor _ -> Optional.empty();
      };
    }
  }

  /// A column of `decisions`, and a field in the index of terms.
  record Column(String name, String term) implements Place {}

  /// A field of the column `terms`.
  record Term(String name) implements Place {}

  /// A column of `decisions` with an index of its own.
  record Text(String name) implements Place {}

  /// The same, of UUIDs.
  record Identity(String name) implements Place {}

  /// The table `audit_events`.
  record Actor() implements Place {}

  private static final int MAX_CHARS = 200;

  /// Up to nine parts of 100 characters, with their names.
  private static final int MAX_COHORT_CHARS = 2_000;

  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private final Place place;
  private final List<String> words;

  Criterion(Place place, Enum<?>... words) {
    this.place = place;
    this.words = Arrays.stream(words).map(Enum::name).toList();
  }

  /// The query parameter.
  public String parameter() {
    int joint = name().indexOf('_');
    String lower = name().toLowerCase(Locale.ROOT);
    return joint < 0
        ? lower
        : lower.substring(0, joint) + name().charAt(joint + 1) + lower.substring(joint + 2);
  }

  Place place() {
    return place;
  }

  /// Checks a value, and gives it as it stands in the database.
  ///
  /// @throws ServiceException BAD_PARAMETER that says what is known instead
  String read(String text) {
    if (text.isEmpty()
        || text.codePointCount(0, text.length()) > longest()
        || text.indexOf('\0') >= 0) {
      throw ServiceException.badParameter(
          "`%s` needs 1 to %d characters: correct or omit it".formatted(parameter(), longest()));
    }
    if (!words.isEmpty() && !words.contains(text)) {
      String meant =
          Nearest.of(text, words).map(word -> "did you mean `" + word + "`? ").orElse("");
      throw wrong(text, meant + "use one of " + words);
    }
    return switch (this) {
      case INCIDENT -> uuid(text);
      case TRACE -> matching(TRACE_ID, text, "write the 32 hexadecimal digits of a `traceId`");
      case RULESET -> matching(VERSION, text, "write a whole number from 1");
      case ROW -> row(text);
      case PRODUCT,
          SURFACE,
          RELEASE,
          COHORT,
          CLUSTER,
          CATEGORY,
          FEATURE,
          COMPONENT,
          ERROR_TYPE,
          SKU,
          BROWSER,
          OS,
          SEVERITY,
          TIER,
          DISPOSITION,
          MODE,
          RULE,
          REASON,
          OWNER,
          ACTOR,
          EVIDENCE,
          CALLER ->
          text;
    };
  }

  /// How many characters a value has at most.
  public int longest() {
    return this == COHORT ? MAX_COHORT_CHARS : MAX_CHARS;
  }

  private String uuid(String text) {
    return TimeIds.read(text)
        .map(UUID::toString)
        .orElseThrow(() -> wrong(text, "write the `incidentId` of a decision"));
  }

  private String matching(Pattern pattern, String text, String remedy) {
    if (pattern.matcher(text).matches()) {
      return text;
    }
    throw wrong(text, remedy);
  }

  private String row(String text) {
    int slash = text.indexOf('/');
    if (slash > 0 && slash < text.length() - 1) {
      return text;
    }
    throw wrong(text, "write the table and the row, for example `severity/SEV-017`");
  }

  private ServiceException wrong(String text, String remedy) {
    return ServiceException.badParameter(
        "`%s` is `%s`: %s".formatted(parameter(), Excerpt.of(text), remedy));
  }
}
