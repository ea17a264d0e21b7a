package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetException;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.json.Json;
import dev.ombud.publish.ruleset.ShadowStore.Report;
import dev.ombud.publish.ruleset.ShadowStore.Shadow;
import dev.ombud.record.decision.DecisionWatcher;
import dev.ombud.record.history.DifferenceTally;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drafts that judge live traffic silently. A shadow is started once and runs on every instance;
/// each looks about once a second which there are, and puts on record what it has gathered. It ends
/// when it is stopped, when its draft is edited, and when its draft is published. Thread-safe.
public final class Shadows implements DecisionWatcher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Shadows.class);

  /// Each costs as much as judging does.
  private static final int MAX_DRAFTS = 3;

  private final ShadowStore store;
  private final DraftStore drafts;
  private final RulesetCompiler compiler;
  private final Clock clock;
  private final UUID instance = UUID.randomUUID();
  private final Map<Shadow, Local> running = new HashMap<>();
  private volatile List<ShadowRun> runs = List.of();

  public Shadows(Database database, RulesetCompiler compiler, Clock clock) {
    this.store = new ShadowStore(database);
    this.drafts = new DraftStore(database);
    this.compiler = compiler;
    this.clock = clock;
  }

  /// A shadow on this instance, with all that it has gathered.
  private static final class Local {
    private final ShadowRun run;
    private final DifferenceTally tally = new DifferenceTally();
    private long skipped;
    private long failed;

    Local(ShadowRun run) {
      this.run = run;
    }
  }

  /// How a shadow stands.
  ///
  /// @param digest of the content that judges
  /// @param skipped decisions that were not judged, because live traffic came first
  /// @param failed decisions that the draft could not judge
  /// @param instances what each instance has gathered
  public record Standing(
      boolean isRunning,
      Instant startedAt,
      String startedBy,
      String digest,
      long judged,
      long changed,
      long skipped,
      long failed,
      List<Gathered> instances) {
    public Standing {
      instances = List.copyOf(instances);
    }
  }

  /// @param report a JSON document, as of a backtest
  public record Gathered(UUID instance, Instant at, String report) {}

  /// Lets a draft judge in the shadow; one that does so already begins anew.
  ///
  /// @throws ServiceException WRONG_STATE where it cannot judge, OVERLOADED
  public void start(Draft draft, String actor) {
    if (draft.state() == Draft.State.DRAFT || draft.published().isPresent()) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE,
          "it is "
              + draft.state()
              + " and cannot judge in the shadow: correct it, or make a new one");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Shadow shadow = new Shadow(draft.id(), now, draft.digest(), actor, Optional.empty());
    if (!store.start(shadow, MAX_DRAFTS)) {
      throw new ServiceException(
          ErrorCode.OVERLOADED,
          MAX_DRAFTS + " drafts judge in the shadow already: stop one of them");
    }
    look();
  }

  /// @throws ServiceException WRONG_STATE where there is none
  public void stop(Draft draft) {
    look();
    if (!store.stop(draft.id(), clock.instant())) {
      throw new ServiceException(ErrorCode.WRONG_STATE, "it does not judge in the shadow");
    }
    look();
  }

  /// How the last shadow of a draft stands.
  ///
  /// @throws ServiceException NOT_FOUND where it never had one
  public Standing standing(Draft draft) {
    Shadow shadow =
        store
            .findLast(draft.id())
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND, "the draft never judged in the shadow: start it first"));
    List<Report> reports = store.listReports(shadow);
    return new Standing(
        shadow.stoppedAt().isEmpty(),
        shadow.startedAt(),
        shadow.startedBy(),
        Sha256.text(shadow.digest()),
        reports.stream().mapToLong(Report::judged).sum(),
        reports.stream().mapToLong(Report::changed).sum(),
        reports.stream().mapToLong(Report::skipped).sum(),
        reports.stream().mapToLong(Report::failed).sum(),
        reports.stream()
            .map(report -> new Gathered(report.instance(), report.at(), report.report()))
            .toList());
  }

  @Override
  public void decided(Aggregate aggregate, Context context, Decision decision) {
    if (decision.isDrill()) {
      return;
    }
    List<ShadowRun> now = runs;
    for (int i = 0; i < now.size(); i++) {
      now.get(i).decided(aggregate, context, decision);
    }
  }

  /// Starts and stops what shall run here, and puts on record what was gathered. To be called about
  /// once a second.
  public synchronized void look() {
    store.stopOutdated(clock.instant());
    List<Shadow> wanted = store.listRunning();
    List<Shadow> gone = new ArrayList<>();
    for (Map.Entry<Shadow, Local> entry : running.entrySet()) {
      Shadow shadow = entry.getKey();
      boolean ends = wanted.stream().noneMatch(each -> isSame(each, shadow));
      if (ends) {
        entry.getValue().run.close();
        gone.add(shadow);
      }
      save(shadow, entry.getValue());
    }
    gone.forEach(running::remove);
    for (Shadow shadow : wanted) {
      if (running.keySet().stream().noneMatch(each -> isSame(each, shadow))) {
        begin(shadow);
      }
    }
    runs = running.values().stream().map(local -> local.run).toList();
  }

  private static boolean isSame(Shadow one, Shadow other) {
    return one.draftId().equals(other.draftId()) && one.startedAt().equals(other.startedAt());
  }

  private CompiledRuleset compiled(RulesetParts parts) {
    return HeavyWork.run("the compilation of the draft", () -> compiler.compile(parts));
  }

  private void begin(Shadow shadow) {
    RulesetParts parts = drafts.loadParts(shadow.draftId());
    if (!parts.digestText().equals(Sha256.text(shadow.digest()))) {
      return;
    }
    try {
      running.put(shadow, new Local(new ShadowRun(compiled(parts))));
    } catch (RulesetException e) {
      log.error("draft {} cannot judge in the shadow: {}", shadow.draftId(), e.getMessage());
      store.stop(shadow.draftId(), clock.instant());
    }
  }

  private void save(Shadow shadow, Local local) {
    ShadowRun.Gathered gathered = local.run.take();
    local.tally.merge(gathered.differences());
    local.skipped += gathered.skipped();
    local.failed += gathered.failed();
    String report = new String(Json.write(local.tally.report()), StandardCharsets.UTF_8);
    store.save(
        shadow,
        new Report(
            instance,
            clock.instant(),
            local.tally.judged(),
            local.tally.changed(),
            local.skipped,
            local.failed,
            report));
  }

  @Override
  public synchronized void close() {
    running.forEach((shadow, local) -> {
      local.run.close();
      try {
        save(shadow, local);
      } catch (RuntimeException e) {
        log.warn("the last second of a shadow is not on record: {}", e.getMessage());
      }
    });
    running.clear();
    runs = List.of();
  }
}
