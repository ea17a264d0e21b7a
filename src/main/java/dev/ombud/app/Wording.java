package dev.ombud.app;

import dev.ombud.api.BriefRoutes;
import dev.ombud.api.LabelRoutes;
import dev.ombud.api.ReleaseNotesRoutes;
import dev.ombud.briefing.BriefKind;
import dev.ombud.briefing.BriefRequest;
import dev.ombud.briefing.BriefWorker;
import dev.ombud.briefing.BriefWriter;
import dev.ombud.briefing.Briefing;
import dev.ombud.briefing.Labels;
import dev.ombud.briefing.Material;
import dev.ombud.briefing.NotesRequest;
import dev.ombud.briefing.OpenAiConnector;
import dev.ombud.briefing.Prompts;
import dev.ombud.briefing.ReleaseNotes;
import dev.ombud.console.releases.NotesDesk;
import dev.ombud.contract.JsonObject;
import dev.ombud.database.Database;
import dev.ombud.database.Pool;
import dev.ombud.decision.Decisions;
import dev.ombud.decision.FollowUp;
import dev.ombud.domain.TimeIds;
import dev.ombud.gate.GateEvaluation;
import dev.ombud.gate.GateMaterial;
import dev.ombud.gate.Gates;
import dev.ombud.gate.ReleaseDrafts;
import dev.ombud.inquiry.FacetCount;
import dev.ombud.inquiry.Search;
import dev.ombud.response.AnswerVault;
import dev.ombud.response.Briefed;
import dev.ombud.response.Briefs;
import dev.ombud.response.DecisionMaterial;
import dev.ombud.response.DigestMaterial;
import dev.ombud.response.DigestWords;
import dev.ombud.response.TicketWords;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that puts things into words, wired by hand: the model, the worker, and what people ask of
/// briefs. Stopped in the opposite order.
final class Wording implements AutoCloseable {
  /// Of each theme of a gate's verdict.
  private static final int EXCERPTS_EACH = 2;

  private static final Logger log = LoggerFactory.getLogger(Wording.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Settings settings;
  private final Database database;
  private final TimeIds ids;
  private final Clock clock;
  private final BriefMeters meters;
  private Optional<NotesDesk> desk = Optional.empty();
  private Optional<DigestWords> days = Optional.empty();
  private Optional<TicketWords> ticketWords = Optional.empty();

  Wording(Settings settings, Database database, TimeIds ids, Clock clock, BriefMeters meters) {
    this.meters = meters;
    this.settings = settings;
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  /// What decisions set off, and a brief of those that need one.
  FollowUp after(FollowUp first) {
    return new Briefed(first, ids, settings.briefing().severities());
  }

  /// Starts the worker.
  ///
  /// @return what people can ask for
  List<Route> start(Access access, Parts parts, Gating gating) {
    AnswerVault answers = new AnswerVault(parts.vault());
    write(parts, gating, answers);
    DecisionMaterial materials = materials(parts, Pool.READING);
    Briefing briefing = new Briefing(database, answers, ids);
    ReleaseDrafts notes =
        new ReleaseDrafts(database, briefing, evaluation -> excerpts(evaluation, materials));
    Gates gates = gating.gates();
    desk = Optional.of(new NotesShelf(gates, notes, briefing));
    Labels labels = new Labels(database, ids);
    List<Route> routes =
        new ArrayList<>(
            BriefRoutes.routes(access, briefing, parts.pipeline(), materials, parts.masking()));
    routes.addAll(LabelRoutes.routes(access, labels));
    routes.addAll(ReleaseNotesRoutes.routes(access, gates, notes));
    return routes;
  }

  private DecisionMaterial materials(Parts parts, Pool pool) {
    return new DecisionMaterial(
        parts.decisions(pool)::find, parts.texts(pool)::texts, new Briefs(settings.address()));
  }

  /// What is written while nobody waits.
  private void write(Parts parts, Gating gating, AnswerVault answers) {
    Database outbox = database.of(Pool.OUTBOX);
    Decisions decisions = parts.decisions(Pool.OUTBOX);
    DecisionMaterial materials = materials(parts, Pool.OUTBOX);
    DigestMaterial digests =
        new DigestMaterial(
            new Search(outbox, decisions),
            new FacetCount(outbox),
            decisions,
            parts.texts(Pool.OUTBOX)::texts,
            settings.address());
    Briefing briefing = new Briefing(outbox, answers, ids);
    ReleaseDrafts notes =
        new ReleaseDrafts(outbox, briefing, evaluation -> excerpts(evaluation, materials));
    Gates gates = gating.gates(Pool.OUTBOX);
    ticketWords = Optional.of(new TicketWords(briefing::find));
    days = Optional.of(new DigestWords(briefing, digests, clock));
    own(
        new BriefWorker(
                outbox,
                request -> material(request, materials, digests, gates, notes),
                this::isWorthAsking,
                writer(),
                settings.briefing().budget(),
                answers,
                meters,
                ids,
                clock)
            .start());
    Labels labels = new Labels(outbox, ids);
    own(new Chores())
        .every(60, "brief answers", briefing::forget)
        .every(
            5,
            "brief meters",
            () -> meters.watch(briefing.level(settings.briefing().budget(), clock.instant())))
        .every(
            600,
            "digest in words",
            () ->
                briefing.requestDigest(
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1),
                    Optional.empty()))
        .every(3600, "labels", () -> labels.sample(clock.instant()));
  }

  /// What the console shows of release notes.
  NotesDesk notes() {
    return desk.orElseThrow();
  }

  /// What teams read above their digests.
  DigestWords days() {
    return days.orElseThrow();
  }

  /// What is said of briefs on tickets.
  TicketWords ticketWords() {
    return ticketWords.orElseThrow();
  }

  private BriefWriter writer() {
    return settings
        .briefing()
        .model()
        .map(config ->
            BriefWriter.asking(
                new OpenAiConnector(config), Prompts.read(settings.home().resolve("prompts"))))
        .orElseGet(BriefWriter::withoutModel);
  }

  private static Optional<Material> material(
      BriefRequest request,
      DecisionMaterial materials,
      DigestMaterial digests,
      Gates gates,
      ReleaseDrafts notes) {
    return switch (request.kind()) {
      case DECISION, REVIEW, TICKET -> materials.of(request);
      case RELEASE_NOTES ->
          NotesRequest.evaluation(request).isPresent()
              ? NotesRequest.evaluation(request).flatMap(gates::find).map(notes::material)
              : request
                  .input()
                  .map(input ->
                      ReleaseNotes.read(JsonObject.of(input))
                          .material(excerpts(request, materials)));
      case DIGEST -> Optional.of(digests.of(Briefing.day(request), Briefing.team(request)));
      case GATE_VERDICT ->
          gates
              .find(request.id())
              .map(evaluation -> GateMaterial.of(evaluation, excerpts(evaluation, materials)));
    };
  }

  private static List<Material.Excerpt> excerpts(
      GateEvaluation evaluation, DecisionMaterial materials) {
    return GateMaterial.decisions(evaluation).stream()
        .flatMap(id -> materials.of(BriefKind.DECISION, id).stream())
        .flatMap(material -> material.excerpts().stream().limit(EXCERPTS_EACH))
        .distinct()
        .toList();
  }

  private static List<Material.Excerpt> excerpts(BriefRequest request, DecisionMaterial materials) {
    return request
        .decisionId()
        .flatMap(id -> materials.of(BriefKind.DECISION, id))
        .map(Material::excerpts)
        .orElse(List.of());
  }

  /// What people type and ask for is always worth it.
  private boolean isWorthAsking(BriefRequest request) {
    return switch (request.kind()) {
      case DECISION -> settings.briefing().severities().contains(request.severity());
      case REVIEW, GATE_VERDICT -> settings.briefing().kinds().contains(request.kind());
      case RELEASE_NOTES ->
          NotesRequest.evaluation(request).isEmpty()
              || settings.briefing().kinds().contains(request.kind());
      case TICKET, DIGEST -> true;
    };
  }

  private <T extends AutoCloseable> T own(T part) {
    started.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        log.error("a part did not stop in order", e);
      }
    }
  }
}
