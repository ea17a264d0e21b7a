package dev.ombud.app;

import dev.ombud.api.AuditRoutes;
import dev.ombud.api.BacktestRoutes;
import dev.ombud.api.DraftRoutes;
import dev.ombud.api.EvidenceRoutes;
import dev.ombud.api.ExplanationRoutes;
import dev.ombud.api.ExportRoutes;
import dev.ombud.api.InquiryRoutes;
import dev.ombud.api.MaskingRoutes;
import dev.ombud.api.RulesetRoutes;
import dev.ombud.api.ShadowRoutes;
import dev.ombud.api.VocabularyPage;
import dev.ombud.audit.Proofs;
import dev.ombud.database.Database;
import dev.ombud.decision.DecisionPipeline;
import dev.ombud.domain.TimeIds;
import dev.ombud.evidence.Erasures;
import dev.ombud.evidence.Holds;
import dev.ombud.evidence.Openings;
import dev.ombud.evidence.TextVault;
import dev.ombud.inquiry.Search;
import dev.ombud.inquiry.Trails;
import dev.ombud.web.Access;
import dev.ombud.web.Route;
import dev.ombud.web.Work;
import java.util.ArrayList;
import java.util.List;

/// The routes of what people and pipelines ask and change, by area, wired by hand.
final class Routing {
  private Routing() {}

  /// How rules change.
  static List<Route> publishing(Access access, Parts parts) {
    List<Route> routes =
        new ArrayList<>(
            DraftRoutes.routes(access, parts.drafts(), parts.settings().allowsRuleUpload()));
    routes.addAll(RulesetRoutes.routes(access, parts.rulesets()));
    routes.add(VocabularyPage.route(() -> parts.switching().get().compiled()));
    routes.addAll(ShadowRoutes.routes(access, parts.drafts(), parts.shadows()));
    routes.addAll(
        BacktestRoutes.routes(access, parts.drafts(), parts.rulesets(), parts.backtests()));
    return heavy(routes);
  }

  /// What is asked of the record.
  static List<Route> inquiry(Access access, Parts parts) {
    DecisionPipeline pipeline = parts.pipeline();
    Trails trails = new Trails(parts.database(), pipeline, parts.texts());
    List<Route> routes =
        new ArrayList<>(
            InquiryRoutes.routes(
                access, new Search(parts.database(), pipeline), parts.counts(), trails));
    routes.addAll(ExplanationRoutes.routes(access, parts.explanations(), parts.replays()));
    return routes;
  }

  /// What auditors prove, open, keep and take away.
  static List<Route> record(Access access, Parts parts) {
    Database database = parts.database();
    TextVault vault = parts.vault();
    TimeIds ids = parts.ids();
    List<Route> routes =
        new ArrayList<>(AuditRoutes.routes(access, new Proofs(database), parts.audit()));
    routes.addAll(
        EvidenceRoutes.routes(
            access,
            new Openings(database, vault, ids),
            new Erasures(database, vault, ids),
            new Holds(database, vault, ids)));
    routes.addAll(MaskingRoutes.routes(access, parts.masking()));
    routes.addAll(heavy(ExportRoutes.routes(access, parts.exports())));
    return routes;
  }

  private static List<Route> heavy(List<Route> routes) {
    return routes.stream().map(each -> each.in(Work.HEAVY)).toList();
  }
}
