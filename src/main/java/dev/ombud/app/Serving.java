package dev.ombud.app;

import dev.ombud.api.ActionRoutes;
import dev.ombud.api.ApiRoutes;
import dev.ombud.api.AuditRoutes;
import dev.ombud.api.AutomationRoutes;
import dev.ombud.api.BacktestRoutes;
import dev.ombud.api.BriefRoutes;
import dev.ombud.api.DraftRoutes;
import dev.ombud.api.DrillRoutes;
import dev.ombud.api.EffectRoutes;
import dev.ombud.api.EvidenceRoutes;
import dev.ombud.api.ExplanationRoutes;
import dev.ombud.api.ExportRoutes;
import dev.ombud.api.FlagRoutes;
import dev.ombud.api.GateRoutes;
import dev.ombud.api.GitHubRoutes;
import dev.ombud.api.InquiryRoutes;
import dev.ombud.api.LabelRoutes;
import dev.ombud.api.MaskingRoutes;
import dev.ombud.api.OfrepRoutes;
import dev.ombud.api.OutcomeRoutes;
import dev.ombud.api.ReleaseNotesRoutes;
import dev.ombud.api.ReviewRoutes;
import dev.ombud.api.RulesetRoutes;
import dev.ombud.api.ShadowRoutes;
import dev.ombud.api.SlackRoutes;
import dev.ombud.api.TokenRoutes;
import dev.ombud.api.VocabularyPage;
import dev.ombud.database.Trouble;
import dev.ombud.engine.LiveRuleset;
import dev.ombud.flag.platform.PlatformConfig;
import dev.ombud.gate.GitHubSigning;
import dev.ombud.identity.Issuance;
import dev.ombud.outbound.Secret;
import dev.ombud.review.SlackClicks;
import dev.ombud.review.SlackSigning;
import dev.ombud.web.Access;
import dev.ombud.web.DocsRoutes;
import dev.ombud.web.HealthRoutes;
import dev.ombud.web.Readiness;
import dev.ombud.web.Route;
import dev.ombud.web.Work;
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
                ApiRoutes.routes(
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

  private List<Route> asking(
      Base base, Recording recording, Deciding deciding, Started started) {
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
            base.settings
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
            EvidenceRoutes.routes(
                access, recording.openings, recording.erasures, recording.holds),
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
