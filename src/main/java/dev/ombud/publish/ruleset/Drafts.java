package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.WorkbookReader.Reading;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.GateCase;
import dev.ombud.publish.ruleset.Draft.Backtested;
import dev.ombud.publish.ruleset.Draft.Event;
import dev.ombud.publish.ruleset.Draft.State;
import dev.ombud.publish.ruleset.Draft.Submission;
import dev.ombud.publish.ruleset.DraftStore.Change;
import dev.ombud.publish.ruleset.DraftStore.Part;
import dev.ombud.publish.ruleset.RulesetCheck.Checked;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The life of a draft, from a copy of a ruleset to the version that decides. Every step says who
/// took it, when and why. Whatever a step finds out holds for the content that it looked at: when
/// that has changed meanwhile, the step is refused. Thread-safe.
public final class Drafts {
  private static final int MAX_LISTED = 200;

  private final DraftStore store;
  private final RulesetStore rulesets;
  private final RulesetCheck check;
  private final RulesetSwitch live;
  private final TimeIds ids;
  private final Clock clock;

  public Drafts(
      Database database, RulesetCompiler compiler, RulesetSwitch live, TimeIds ids, Clock clock) {
    this.store = new DraftStore(database);
    this.rulesets = new RulesetStore(database);
    this.check = new RulesetCheck(compiler);
    this.live = live;
    this.ids = ids;
    this.clock = clock;
  }

  /// A draft after an edit, and everything that is to be said about it now.
  public record Edited(Draft draft, List<Finding> findings) {
    public Edited {
      findings = List.copyOf(findings);
    }
  }

  /// @param against the version that the draft was compared with
  public record Compared(long against, RulesetDiff diff) {}

  /// @param basedOn the version to begin with; nothing for the active one
  /// @throws ServiceException NOT_FOUND where there is no such version
  public Draft create(Optional<Long> basedOn, Optional<String> title, String actor) {
    long version =
        basedOn.orElseGet(() -> rulesets.findActive().map(Published::version).orElseThrow());
    Published base =
        rulesets.find(version).orElseThrow(() -> ServiceException.missing("ruleset", version));
    RulesetParts parts = rulesets.loadParts(version);
    Instant now = now();
    Draft draft =
        new Draft(
            ids.next(),
            title.orElse("after ruleset " + version),
            version,
            State.CHECKED,
            base.digest(),
            actor,
            now,
            now,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    store.insert(
        draft, parts, event(draft, Event.Kind.CREATED, actor, null, "from ruleset " + version));
    return draft;
  }

  /// @throws ServiceException NOT_FOUND
  public Draft load(UUID id) {
    return found(id, store.find(id));
  }

  /// The newest 200, newest first.
  public List<Draft> list() {
    return store.list(MAX_LISTED);
  }

  /// What was done to a draft, in order.
  public List<Event> events(UUID id) {
    return store.listEvents(id);
  }

  public RulesetParts parts(UUID id) {
    return store.loadParts(id);
  }

  /// Exchanges or adds one part.
  ///
  /// @param tag of the content that the change was made upon; `*` for any
  /// @throws ServiceException NOT_FOUND, WRONG_STATE where the parts are fixed, PRECONDITION_FAILED
  ///   where the content is another by now
  public Edited put(UUID id, String path, byte[] bytes, String tag, String actor) {
    return put(load(id), parts(id), new Part(path, bytes), Map.of(), tag, actor);
  }

  /// @param before the draft, read before its parts
  /// @param read tables that were read already, by file
  Edited put(
      Draft before,
      RulesetParts now,
      Part part,
      Map<String, Reading> read,
      String tag,
      String actor) {
    DraftRules.requireOpen(before);
    DraftRules.requireTag(before, tag);
    Map<String, byte[]> changed = new TreeMap<>(now.parts());
    changed.put(part.path(), part.bytes());
    RulesetParts parts = RulesetParts.of(changed);
    try (Checked checked = check(parts, read)) {
      Draft after =
          change(
              before.id(),
              draft -> {
                DraftRules.requireOpen(draft);
                DraftRules.requireTag(draft, before.tag());
                Draft edited = draft.edited(parts.digest(), checked.hasErrors(), now());
                return new Change(
                    edited,
                    event(edited, Event.Kind.EDITED, actor, null, part.path()),
                    Optional.of(part));
              });
      return new Edited(after, checked.findings());
    }
  }

  /// Everything that is to be said about a draft.
  public List<Finding> findings(UUID id) {
    load(id);
    try (Checked checked = check(store.loadParts(id), Map.of())) {
      return checked.findings();
    }
  }

  /// What a draft would change about the ruleset that decides now.
  public Compared diff(UUID id) {
    load(id);
    long version = live.get().ref().version();
    RulesetParts now = rulesets.loadParts(version);
    RulesetParts next = store.loadParts(id);
    return new Compared(
        version,
        HeavyWork.run(
            "the comparison of the draft",
            () -> RulesetDiff.between(now, tables(now), next, tables(next))));
  }

  /// Judges all scenarios.
  ///
  /// @throws ServiceException DRAFT_BLOCKED where findings keep it from judging anything
  public TestRun test(UUID id, String actor) {
    Draft before = load(id);
    try (Checked checked = check(store.loadParts(id), Map.of())) {
      TestRun run = judge(before, checked);
      long failed = run.failed();
      Draft after =
          change(
              id,
              draft -> {
                DraftRules.requireTag(draft, before.tag());
                Draft next = draft.isOpen() ? draft.withTested(failed == 0, now()) : draft;
                return Change.of(
                    next,
                    event(
                        next,
                        Event.Kind.TESTED,
                        actor,
                        null,
                        "%d of %d scenarios hold"
                            .formatted(run.results().size() - failed, run.results().size())));
              });
      return new TestRun(after, run.results(), run.coverage());
    }
  }

  private static TestRun judge(Draft draft, Checked checked) {
    DraftRules.requireNoErrors(checked);
    CompiledRuleset ruleset = checked.ruleset().orElseThrow();
    return HeavyWork.run(
        "the run of the scenarios",
        () -> {
          List<ScenarioRun.Result> results = ScenarioRun.run(ruleset, checked.scenarios());
          return new TestRun(draft, results, ScenarioRun.coverage(ruleset, results));
        });
  }

  /// What the scenarios came to for a draft as it stands, where somebody ran them. They are judged
  /// anew: without a clock and a record, the same comes out on every instance, whenever it is
  /// asked.
  public Optional<TestRun> tested(Draft draft) {
    boolean isTested =
        events(draft.id()).stream()
            .anyMatch(event -> event.kind() == Event.Kind.TESTED && draft.isOf(event.digest()));
    if (!isTested) {
      return Optional.empty();
    }
    try (Checked checked = check(store.loadParts(draft.id()), Map.of())) {
      return Optional.of(judge(draft, checked));
    }
  }

  /// Notes that a backtest came to its end. Nothing happens where the content is another by now.
  public void backtested(UUID id, byte[] digest, Backtested finished, String actor, String detail) {
    if (store.find(id).filter(draft -> draft.isOf(digest)).isPresent()) {
      change(
          id,
          draft -> {
            Draft next = draft.isOf(digest) ? draft.withBacktest(finished, now()) : draft;
            return Change.of(next, event(next, Event.Kind.BACKTESTED, actor, null, detail));
          });
    }
  }

  /// Puts on record that something was done with a draft that leaves it as it is.
  public void note(UUID id, Event.Kind kind, String actor) {
    change(id, draft -> Change.of(draft, event(draft, kind, actor, null, "")));
  }

  /// Asks for approval. From here on the parts are fixed.
  ///
  /// @throws ServiceException WRONG_STATE with the next step, DRAFT_BLOCKED, RULESET_MOVED
  public Draft submit(UUID id, String actor, String reason) {
    Draft before = load(id);
    DraftRules.requireReady(before);
    Published active = rulesets.findActive().orElseThrow();
    RulesetParts parts = store.loadParts(id);
    if (before.isOf(active.digest())) {
      throw DraftRules.wrongState(
          "it is the same as ruleset " + active.version() + ": change something");
    }
    List<String> because = new ArrayList<>();
    try (Checked checked = check(parts, Map.of())) {
      DraftRules.requireNoErrors(checked);
      RulesetParts now = rulesets.loadParts(active.version());
      because.addAll(
          HeavyWork.run(
              "the question how far the draft reaches", () -> because(now, parts, checked)));
    }
    return change(
        id,
        draft -> {
          DraftRules.requireTag(draft, before.tag());
          DraftRules.requireReady(draft);
          Backtested backtest = draft.backtest().orElseThrow();
          if (backtest.against() != active.version()) {
            throw DraftRules.moved(active.version(), "backtest it again, then submit it");
          }
          because.addAll(backtest.because());
          int needed = because.isEmpty() ? 1 : 2;
          Draft next =
              draft.submitted(new Submission(actor, active.version(), needed, because), now());
          return Change.of(
              next,
              event(
                  next,
                  Event.Kind.SUBMITTED,
                  actor,
                  reason,
                  needed == 1 ? "needs 1 approval" : "needs 2 approvals: " + because.getFirst()));
        });
  }

  /// Agrees to what was submitted.
  ///
  /// @throws ServiceException WRONG_STATE, FORBIDDEN for the submitter and for a second approval
  public Draft approve(UUID id, String actor, String reason) {
    return change(
        id,
        draft -> {
          Submission submission = DraftRules.requireSubmitted(draft);
          DraftRules.requireOther(draft, submission, actor);
          List<String> people = new ArrayList<>(draft.approvedBy());
          people.add(actor);
          Draft next = draft.approved(people, now());
          String detail =
              "%d of %d approvals".formatted(people.size(), submission.approvalsNeeded());
          return Change.of(next, event(next, Event.Kind.APPROVED, actor, reason, detail));
        });
  }

  /// Sends it back to be changed. Whoever submitted it may do so too.
  ///
  /// @throws ServiceException WRONG_STATE
  public Draft reject(UUID id, String actor, String reason) {
    return change(
        id,
        draft -> {
          DraftRules.requireRejectable(draft);
          Draft next = draft.rejected(now());
          return Change.of(
              next, event(next, Event.Kind.REJECTED, actor, reason, "from " + draft.state()));
        });
  }

  /// Makes it the ruleset that decides. When this returns, this instance decides by it.
  ///
  /// @throws ServiceException WRONG_STATE, RULESET_MOVED
  public Draft activate(UUID id, String actor, String reason) {
    Draft draft =
        found(
            id,
            store.publish(
                id,
                (approved, active) -> {
                  DraftRules.requireApproved(approved, active);
                  return event(approved, Event.Kind.ACTIVATED, actor, reason, "");
                },
                new RulesetStore.Choice(actor, reason, id, now())));
    live.look();
    return draft;
  }

  private List<String> because(RulesetParts now, RulesetParts next, Checked checked) {
    List<String> because =
        new ArrayList<>(Consent.because(now, tables(now), next, checked.tables()));
    becauseOfGates(now, checked).ifPresent(because::add);
    return because;
  }

  private Optional<String> becauseOfGates(RulesetParts now, Checked checked) {
    Set<GateCase> cases = new LinkedHashSet<>();
    Stream.concat(checked.scenarios().stream(), ScenarioRun.read(now).scenarios().stream())
        .filter(GateCase.class::isInstance)
        .forEach(each -> cases.add((GateCase) each));
    CompiledRuleset next = checked.ruleset().orElseThrow();
    if (now.digestText().equals(live.get().ref().digest())) {
      return Consent.becauseOf(cases, Optional.of(live.get().compiled()), next);
    }
    Optional<CompiledRuleset> compiled = check.compile(now);
    try {
      return Consent.becauseOf(cases, compiled, next);
    } finally {
      compiled.ifPresent(CompiledRuleset::close);
    }
  }

  private Map<String, DecisionTable> tables(RulesetParts parts) {
    return parts.digestText().equals(live.get().ref().digest()) ? deciding() : check.tables(parts);
  }

  private Map<String, DecisionTable> deciding() {
    return live.get().compiled().tables().stream()
        .collect(Collectors.toMap(DecisionTable::name, table -> table));
  }

  private Checked check(RulesetParts parts, Map<String, Reading> read) {
    Map<String, DecisionTable> before = deciding();
    return HeavyWork.run("the check of the draft", () -> check.check(parts, before, read));
  }

  /// As exact as the database keeps it.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Draft change(UUID id, Function<Draft, Change> step) {
    return found(id, store.change(id, step));
  }

  private static Draft found(UUID id, Optional<Draft> draft) {
    return draft.orElseThrow(() -> ServiceException.missing("draft", id));
  }

  private Event event(
      Draft draft, Event.Kind kind, String actor, @Nullable String reason, String detail) {
    return new Event(now(), kind, actor, draft.digest(), Optional.ofNullable(reason), detail);
  }
}
