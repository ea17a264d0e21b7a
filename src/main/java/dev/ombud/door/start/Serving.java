package dev.ombud.door.start;

import dev.ombud.act.platform.PlatformConfig;
import dev.ombud.act.review.SlackClicks;
import dev.ombud.act.review.SlackSigning;
import dev.ombud.decide.engine.LiveRuleset;
import dev.ombud.door.actapi.BriefRoutes;
import dev.ombud.door.actapi.DrillRoutes;
import dev.ombud.door.actapi.EffectRoutes;
import dev.ombud.door.actapi.FlagRoutes;
import dev.ombud.door.actapi.GateRoutes;
import dev.ombud.door.actapi.GitHubRoutes;
import dev.ombud.door.actapi.LabelRoutes;
import dev.ombud.door.actapi.OfrepRoutes;
import dev.ombud.door.actapi.OutcomeRoutes;
import dev.ombud.door.actapi.ReleaseNotesRoutes;
import dev.ombud.door.actapi.ReviewRoutes;
import dev.ombud.door.actapi.SlackRoutes;
import dev.ombud.door.actapi.TokenRoutes;
import dev.ombud.door.api.ActionRoutes;
import dev.ombud.door.api.AuditRoutes;
import dev.ombud.door.api.AutomationRoutes;
import dev.ombud.door.api.DecisionRoutes;
import dev.ombud.door.api.EvidenceRoutes;
import dev.ombud.door.api.ExplanationRoutes;
import dev.ombud.door.api.ExportRoutes;
import dev.ombud.door.api.InquiryRoutes;
import dev.ombud.door.api.MaskingRoutes;
import dev.ombud.door.identity.Issuance;
import dev.ombud.door.setting.Settings;
import dev.ombud.door.tableapi.BacktestRoutes;
import dev.ombud.door.tableapi.DraftRoutes;
import dev.ombud.door.tableapi.RulesetRoutes;
import dev.ombud.door.tableapi.ShadowRoutes;
import dev.ombud.door.tableapi.VocabularyPage;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.DocsRoutes;
import dev.ombud.door.web.Route;
import dev.ombud.door.web.Work;
import dev.ombud.gate.deployment.GitHubSigning;
import dev.ombud.ground.database.Trouble;
import dev.ombud.ground.outbound.Secret;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The door for programs: what pipelines, people's own tools and probes ask and change over HTTP.
final class Serving {
  final Access access;
  final Issuance issuance;
  final List<Route> routes;

  Serving(
      Base base,
      Recording recording,
      Publishing publishing,
      Deciding deciding,
      Gating gating,
      Wording wording,
      Flagging flagging,
      Reaching reaching,
      Acting acting,
      Started started) {
    access = new Access(base.tokens, base.settings.requestsPerSecond());
    issuance = new Issuance(base.tokens, base.clock);
    routes =
        Stream.of(
                DecisionRoutes.routes(
                    access,
                    deciding.intake,
                    deciding.pipeline,
                    deciding.progress::of,
                    deciding.corrections::of),
                heavy(publishing(base, publishing)),
                BriefRoutes.routes(
                    access,
                    wording.briefing,
                    deciding.pipeline,
                    wording.materials,
                    recording.masking),
                LabelRoutes.routes(access, wording.labels),
                ReleaseNotesRoutes.routes(access, gating.gates, wording.notes),
                acting(deciding, reaching, acting),
                flags(base, flagging),
                asking(base, recording, deciding, started),
                gates(base, gating, acting),
                InquiryRoutes.routes(access, deciding.search, deciding.counts, deciding.trails),
                ExplanationRoutes.routes(access, deciding.explanations, publishing.replays),
                recording(recording),
                TokenRoutes.routes(access, issuance, base.clock),
                HealthRoutes.routes(
                    () -> readiness(base, recording, publishing), base.meters::scrape),
                DocsRoutes.routes())
            .flatMap(Collection::stream)
            .toList();
  }

  private List<Route> publishing(Base base, Publishing publishing) {
    return Stream.of(
            DraftRoutes.routes(access, publishing.drafts, base.settings.allowsRuleUpload()),
            RulesetRoutes.routes(access, publishing.rulesets),
            List.of(VocabularyPage.route(() -> publishing.switching.get().compiled())),
            ShadowRoutes.routes(access, publishing.drafts, publishing.shadows),
            BacktestRoutes.routes(
                access, publishing.drafts, publishing.rulesets, publishing.backtests))
        .flatMap(Collection::stream)
        .toList();
  }

  private List<Route> acting(Deciding deciding, Reaching reaching, Acting acting) {
    return Stream.of(
            ActionRoutes.routes(access, acting.actions),
            AutomationRoutes.routes(access, reaching.automation),
            DrillRoutes.routes(access, acting.drills),
            EffectRoutes.routes(access, deciding.pipeline, acting.effects))
        .flatMap(Collection::stream)
        .toList();
  }

  private List<Route> flags(Base base, Flagging flagging) {
    Settings settings = base.settings;
    return Stream.of(
            FlagRoutes.routes(
                access,
                flagging.registry,
                flagging.lifting,
                settings.flagPlatforms().stream()
                    .map(PlatformConfig::name)
                    .collect(Collectors.toSet())),
            OfrepRoutes.routes(
                access, flagging.served, settings.flagEnvironment(), settings.flagOrigins()))
        .flatMap(Collection::stream)
        .toList();
  }

  private List<Route> asking(Base base, Recording recording, Deciding deciding, Started started) {
    return Stream.of(
            ReviewRoutes.routes(
                access,
                new ReviewRoutes.Parts(
                    deciding.reviews,
                    deciding.corrections,
                    deciding.overrides,
                    deciding.outcomes,
                    deciding.pipeline,
                    deciding.search,
                    recording.texts::texts)),
            OutcomeRoutes.routes(access, deciding.outcomes),
            base.settings
                .reviewing()
                .slack()
                .map(slack ->
                    SlackRoutes.routes(
                        new SlackSigning(new Secret(slack.signingSecret()), base.clock),
                        started.add(
                            new SlackClicks(
                                deciding.reviews,
                                base.outbound,
                                slack.people(),
                                base.tokens::roles))))
                .orElse(List.of()))
        .flatMap(Collection::stream)
        .toList();
  }

  private List<Route> gates(Base base, Gating gating, Acting acting) {
    return Stream.concat(
            GateRoutes.routes(
                access,
                gating.gates,
                gating.overrides,
                gate -> request -> gating.asked.during(() -> gate.handle(request)))
                .stream(),
            base
                .settings
                .gitHub()
                .flatMap(gitHub ->
                    acting.deployments.map(deployments ->
                        GitHubRoutes.routes(
                            new GitHubSigning(new Secret(gitHub.webhookSecret())), deployments)))
                .stream()
                .flatMap(Collection::stream))
        .toList();
  }

  private List<Route> recording(Recording recording) {
    return Stream.of(
            AuditRoutes.routes(access, recording.proofs, recording.audit),
            EvidenceRoutes.routes(access, recording.openings, recording.erasures, recording.holds),
            MaskingRoutes.routes(access, recording.masking),
            heavy(ExportRoutes.routes(access, recording.exports)))
        .flatMap(Collection::stream)
        .toList();
  }

  static List<Route> heavy(List<Route> routes) {
    return routes.stream().map(each -> each.in(Work.HEAVY)).toList();
  }

  /// All else is there before the server listens.
  private static Readiness readiness(Base base, Recording recording, Publishing publishing) {
    LiveRuleset live = publishing.switching.get();
    return new Readiness(
        true,
        true,
        base.probe.trouble().map(Trouble::sentence),
        live.ref().version(),
        live.ref().digest(),
        publishing.switching.warning(),
        recording.sealer.warnings());
  }
}
