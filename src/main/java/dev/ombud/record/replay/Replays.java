package dev.ombud.record.replay;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetException;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.json.FindingWriter;
import dev.ombud.record.decision.Difference;
import dev.ombud.record.decision.Judge;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.replay.ReplayReport.Under;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges recorded decisions again, from what is stored and nothing else: the aggregate, the
/// context, the time, and the bytes of the ruleset.
///
/// That it comes out otherwise must never happen: it is logged, counted and becomes an audit event.
/// Thread-safe.
public final class Replays {
  private static final Logger log = LoggerFactory.getLogger(Replays.class);

  private final Database database;
  private final ReplaySource source;
  private final RulesetSource rulesets;
  private final ReplayRulesets compiled;
  private final ReplayMeter meter;
  private final AuditLog events;
  private final TimeIds ids;
  private final String engine;

  /// @param database by whose connections all is read and written that a replay needs
  /// @param engine what judges in this build, as decisions have it on record
  public Replays(
      Database database,
      RulesetSource rulesets,
      ReplayRulesets compiled,
      ReplayMeter meter,
      AuditLog events,
      TimeIds ids,
      String engine) {
    this.database = database;
    this.source = new ReplaySource(database, rulesets, compiled);
    this.rulesets = rulesets;
    this.compiled = compiled;
    this.meter = meter;
    this.events = events;
    this.ids = ids;
    this.engine = engine;
  }

  /// A ruleset to judge by: a version that was published, or a draft as it stands.
  public sealed interface Choice {
    record Version(long version) implements Choice {}

    /// The version that decides now.
    record Active() implements Choice {}

    record Draft(UUID id) implements Choice {}
  }

  /// Judges a decision again by the ruleset that decided it.
  ///
  /// @param actor who asks, for the event where it diverges
  /// @throws ServiceException NOT_FOUND
  public ReplayReport replay(UUID id, String actor) {
    return database.during(() -> replay(source.load(id), actor).report());
  }

  /// The same, and by another ruleset as well.
  ///
  /// @throws ServiceException NOT_FOUND where there is no such decision or ruleset; DRAFT_BLOCKED
  ///   where the ruleset cannot be compiled or cannot judge it; WRONG_STATE where what was decided
  ///   cannot be read any more
  public ReplayReport replay(UUID id, Choice under, String actor) {
    return database.during(() -> replayed(id, under, actor));
  }

  private ReplayReport replayed(UUID id, Choice under, String actor) {
    DecisionRow row = source.load(id);
    RulesetParts parts = parts(under);
    Replayed own = replay(row, actor);
    ReplayInputs.Read inputs =
        own.inputs().orElseThrow(() -> unreadable(row, own.report().problems()));
    Judgement decided = own.judgement().orElseThrow(() -> unreadable(row, own.report().problems()));
    Judgement judged = judge(row, inputs, parts, under);
    ReplayReport report = own.report();
    return new ReplayReport(
        report.decisionId(),
        report.decidedAt(),
        report.ruleset(),
        report.recordedEngine(),
        report.engine(),
        report.problems(),
        report.differences(),
        Optional.of(
            new Under(
                text(under),
                parts.digestText(),
                decided,
                judged,
                Difference.between(inputs.aggregate(), decided, judged))));
  }

  private record Replayed(
      ReplayReport report, Optional<ReplayInputs.Read> inputs, Optional<Judgement> judgement) {}

  private Replayed replay(DecisionRow row, String actor) {
    ReplayInputs inputs = ReplayInputs.of(row);
    List<String> problems = new ArrayList<>(inputs.problems());
    Optional<Judgement> judgement = Optional.empty();
    Optional<CompiledRuleset> ruleset = source.verified(row, problems);
    if (inputs.inputs().isPresent() && ruleset.isPresent()) {
      judgement = judge(row, inputs.inputs().get(), ruleset.get(), problems);
    }
    List<ReplayReport.Difference> differences =
        judgement
            .flatMap(
                judged -> inputs.inputs().map(read -> ReplayColumns.compare(row, read, judged)))
            .orElse(List.of());
    ReplayReport report =
        new ReplayReport(
            row.id(),
            row.decidedAt(),
            new RulesetRef(row.rulesetVersion(), Sha256.text(row.rulesetDigest())),
            row.engineVersion(),
            engine,
            problems,
            differences,
            Optional.empty());
    meter.replayedAgain(report.isIdentical());
    if (!report.isIdentical()) {
      tell(report, actor);
    }
    return new Replayed(report, inputs.inputs(), judgement);
  }

  private static Optional<Judgement> judge(
      DecisionRow row, ReplayInputs.Read inputs, CompiledRuleset ruleset, List<String> problems) {
    try {
      return Optional.of(
          Judge.judge(ruleset, inputs.aggregate(), inputs.context(), row.decidedAt()));
    } catch (RuntimeException e) {
      log.error("ruleset {} cannot judge decision {}", row.rulesetVersion(), row.id(), e);
      problems.add("ruleset %d cannot judge it: %s".formatted(row.rulesetVersion(), firstLine(e)));
      return Optional.empty();
    }
  }

  private Judgement judge(
      DecisionRow row, ReplayInputs.Read inputs, RulesetParts parts, Choice under) {
    try {
      return Judge.judge(
          compiled.compile(parts), inputs.aggregate(), inputs.context(), row.decidedAt());
    } catch (RulesetException e) {
      throw new ServiceException(
          ErrorCode.DRAFT_BLOCKED,
          "ruleset `%s` cannot be compiled by this build: %s"
              .formatted(text(under), e.findings().getFirst().line()),
          Map.of("findings", FindingWriter.plain(e.findings())),
          List.of());
    } catch (RuntimeException e) {
      log.info("ruleset {} cannot judge decision {}", text(under), row.id(), e);
      throw new ServiceException(
          ErrorCode.DRAFT_BLOCKED,
          "ruleset `%s` cannot judge decision `%s`: %s: correct its rules"
              .formatted(text(under), row.id(), firstLine(e)));
    }
  }

  private RulesetParts parts(Choice choice) {
    return switch (choice) {
      case Choice.Version(long version) -> rulesets.published(version);
      case Choice.Active() -> rulesets.active();
      case Choice.Draft(UUID id) -> rulesets.draft(id);
    };
  }

  private static String text(Choice choice) {
    return switch (choice) {
      case Choice.Version(long version) -> Long.toString(version);
      case Choice.Active() -> "active";
      case Choice.Draft(UUID id) -> id.toString();
    };
  }

  private static ServiceException unreadable(DecisionRow row, List<String> problems) {
    return new ServiceException(
        ErrorCode.WRONG_STATE,
        "decision `%s` cannot be judged again: %s"
            .formatted(row.id(), String.join("; ", problems)));
  }

  private void tell(ReplayReport report, String actor) {
    List<String> fields =
        report.differences().stream().map(ReplayReport.Difference::field).toList();
    log.error(
        "decision {} does not come out as it is on record: {} {}",
        report.decisionId(),
        fields,
        report.problems());
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("engine", report.engine());
    detail.put("fields", fields);
    detail.put("problems", report.problems());
    detail.put("recordedEngine", report.recordedEngine());
    detail.put("rulesetVersion", report.ruleset().version());
    try {
      events.append(
          new AuditEvent(
              ids.next(),
              AuditEvent.Kind.REPLAY_DIVERGED,
              actor,
              "decision:" + report.decisionId(),
              report.decisionId(),
              "",
              detail));
    } catch (RuntimeException e) {
      log.error("that decision {} diverged is not on record", report.decisionId(), e);
    }
  }

  private static String firstLine(RuntimeException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
