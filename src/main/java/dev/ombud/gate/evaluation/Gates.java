package dev.ombud.gate.evaluation;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.decide.gate.GateFacts;
import dev.ombud.decide.gate.GateJudge;
import dev.ombud.decide.gate.GateJudgement;
import dev.ombud.decide.gate.ProductFeedback;
import dev.ombud.gate.feedback.FeedbackStore;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.contract.GateRequestReader;
import dev.ombud.ground.contract.GateRequestReader.Received;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.GateRequest;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.record.log.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// The release gates: asks the record, weighs, stores, replays. Thread-safe.
///
/// A gate is a name under which policy may differ; there is none to be made before it is asked.
public final class Gates {
  /// What a pipeline sent for a release may answer another tool that sends nothing, for so long.
  private static final Duration REMEMBERED = Duration.ofHours(24);

  private static final int LOOKED_BACK = 20;

  private final GateStore store;
  private final FeedbackStore hearings;
  private final GateOverrideStore overrides;
  private final Supplier<LiveRuleset> live;
  private final LongFunction<CompiledRuleset> past;
  private final Pauses pauses;
  private final GateMeter meter;
  private final TimeIds ids;
  private final String engineVersion;
  private final GateRequestReader reader = new GateRequestReader();

  /// @param live what decides now
  /// @param past the ruleset of a version, compiled
  public Gates(
      Database database,
      Supplier<LiveRuleset> live,
      LongFunction<CompiledRuleset> past,
      Pauses pauses,
      GateMeter meter,
      TimeIds ids,
      String engineVersion) {
    this.store = new GateStore(database);
    this.hearings = new FeedbackStore(database);
    this.overrides = new GateOverrideStore(database);
    this.live = live;
    this.past = past;
    this.pauses = pauses;
    this.meter = meter;
    this.ids = ids;
    this.engineVersion = engineVersion;
  }

  /// What is proposed where an experiment hurts.
  @FunctionalInterface
  public interface Pauses {
    /// @param variant the one that does worst
    /// @param decision the newest about it
    void propose(GateRequest.Experiment experiment, String variant, UUID decision);
  }

  /// What came of a replay.
  ///
  /// @param difference where the two answers differ first, an RFC 6901 pointer; nothing where they
  ///   are the same
  /// @param answer canonical JSON, as it comes out now
  public record Replayed(GateEvaluation evaluation, Optional<String> difference, String answer) {}

  /// Reads a question.
  ///
  /// @throws ServiceException MALFORMED_JSON or INVALID_REQUEST
  public Received read(String gate, byte[] utf8) {
    return reader.read(gate, utf8);
  }

  /// Whether a gate would say anything but INSUFFICIENT now, or somebody overrides that. Stores
  /// nothing.
  public boolean isSettled(GateRequest request) {
    Instant now = moment(ids.next());
    ProductFeedback hearing = hearings.hear(request, now);
    GateJudgement weighed = GateJudge.weigh(live.get().compiled(), request, hearing, now);
    return weighed.verdict() != GateVerdict.INSUFFICIENT
        || override(request, hearing, weighed, now).isPresent();
  }

  /// Asks a gate. When it returns, question and answer are on record.
  ///
  /// @param caller the name of a token
  /// @throws ServiceException WRONG_STATE where the ruleset has no table for gates
  public GateEvaluation evaluate(Received received, String caller, String traceId) {
    long begin = System.nanoTime();
    GateRequest request = received.request();
    LiveRuleset ruleset = live.get();
    UUID id = ids.next();
    Instant now = moment(id);
    ProductFeedback hearing = hearings.hear(request, now);
    GateJudgement weighed = GateJudge.weigh(ruleset.compiled(), request, hearing, now);
    GateEvaluation evaluation =
        new GateEvaluation(
            id,
            now,
            request.gate(),
            request.product(),
            request.release(),
            request.stage(),
            weighed.verdict(),
            override(request, hearing, weighed, now),
            caller,
            traceId,
            engineVersion,
            ruleset.ref(),
            weighed.decisions(),
            new String(received.kept(), StandardCharsets.UTF_8),
            hearing.text(),
            weighed.text());
    store.append(evaluation, event(evaluation));
    meter.evaluated(request.gate(), weighed.verdict(), Duration.ofNanos(System.nanoTime() - begin));
    propose(request, weighed);
    return evaluation;
  }

  private Optional<GateOverride> override(
      GateRequest request, ProductFeedback hearing, GateJudgement weighed, Instant now) {
    if (weighed.verdict().isSafe()) {
      return Optional.empty();
    }
    return overrides.inForce(request.gate(), request.product(), request.release(), now).stream()
        .filter(each -> each.covers(weighed.reasons()))
        .filter(each ->
            store
                .find(each.evaluationId())
                .filter(seen -> !Worsening.since(seen, new GateFacts(request, hearing), weighed))
                .isPresent())
        .findFirst();
  }

  private void propose(GateRequest request, GateJudgement weighed) {
    if (weighed.action().filter(action -> action == ActionKind.PAUSE_EXPERIMENT).isEmpty()) {
      return;
    }
    weighed
        .variant()
        .ifPresent(variant ->
            weighed.themes().stream()
                .map(GateJudgement.Theme::heard)
                .filter(heard -> heard.variant().filter(variant::equals).isPresent())
                .flatMap(heard -> heard.decisions().stream())
                .max(UUID::compareTo)
                .ifPresent(
                    newest -> pauses.propose(request.experiment().orElseThrow(), variant, newest)));
  }

  private static AuditEvent event(GateEvaluation evaluation) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("product", evaluation.product());
    detail.put("release", evaluation.release());
    detail.put("verdict", evaluation.verdict().name());
    detail.put("safeToPromote", evaluation.isSafe());
    detail.put("digest", evaluation.digestText());
    evaluation.override().ifPresent(each -> detail.put("override", each.id().toString()));
    return new AuditEvent(
        evaluation.id(),
        AuditEvent.Kind.GATE_EVALUATED,
        evaluation.caller(),
        "gate:" + evaluation.gate(),
        null,
        "",
        detail);
  }

  public Optional<GateEvaluation> find(UUID id) {
    return store.find(id);
  }

  /// What gates said about a release lately, newest first.
  public List<GateEvaluation> about(String product, String release) {
    return store.about(product, release, LOOKED_BACK);
  }

  /// Newest first.
  public Page<GateEvaluation> list(
      String gate,
      Optional<String> product,
      Optional<String> release,
      Optional<UUID> before,
      int limit) {
    return Page.of(
        store.list(new GateStore.Wanted(gate, product, release, before), limit + 1),
        limit,
        GateEvaluation::id);
  }

  /// What a pipeline sent last about a release, in the last 24 hours: for tools that only ask. What
  /// such a tool asked itself is passed over.
  public Optional<Received> remembered(String gate, String product, String release) {
    Instant since = moment(ids.next()).minus(REMEMBERED);
    return store
        .list(
            new GateStore.Wanted(
                gate, Optional.of(product), Optional.of(release), Optional.empty()),
            LOOKED_BACK)
        .stream()
        .filter(each -> each.at().isAfter(since))
        .map(each -> read(gate, each.request().getBytes(StandardCharsets.UTF_8)))
        .filter(each -> each.request().bringsEvidence())
        .findFirst();
  }

  /// Weighs an evaluation again: the same question, the same record, the same time, by the ruleset
  /// that it was weighed by.
  ///
  /// @return nothing where there is no such evaluation
  public Optional<Replayed> replay(UUID id) {
    return store.find(id).map(this::replay);
  }

  private Replayed replay(GateEvaluation evaluation) {
    LiveRuleset now = live.get();
    CompiledRuleset ruleset =
        now.ref().equals(evaluation.ruleset())
            ? now.compiled()
            : past.apply(evaluation.ruleset().version());
    byte[] asked = evaluation.request().getBytes(StandardCharsets.UTF_8);
    String answer =
        GateJudge.weigh(
                ruleset,
                read(evaluation.gate(), asked).request(),
                ProductFeedback.read(evaluation.hearing()),
                evaluation.at())
            .text();
    Optional<String> difference =
        CanonicalJson.firstDifference(
            evaluation.answer().getBytes(StandardCharsets.UTF_8),
            answer.getBytes(StandardCharsets.UTF_8));
    return new Replayed(evaluation, difference, answer);
  }

  private static Instant moment(UUID id) {
    return Instant.ofEpochMilli(TimeIds.millisOf(id));
  }
}
