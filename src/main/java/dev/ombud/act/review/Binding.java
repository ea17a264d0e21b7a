package dev.ombud.act.review;

import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.json.CanonicalJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an answer is bound to: SHA-256 over the canonical JSON (RFC 8785) of exactly what will be
/// done and on what evidence.
///
/// ```json
/// {"actions":[{"kind":"DISABLE_FLAG","ordinal":1,"target":"flag:new-checkout"}],
///  "cohort":"platform=ios","decisionId":"019c…","environment":"production",
///  "evidence":"sha256:…","product":"storefront","scope":"COHORT","tier":"TIER_1"}
/// ```
///
/// An action that is only recommended has `"state":"RECOMMENDED"` besides, so that no answer to
/// what is carried out is one to what is only said, nor the other way round.
///
/// Stateless.
final class Binding {
  private Binding() {}

  static byte[] of(Proposal proposal) {
    return Sha256.of(
        CanonicalJson.of(
            Map.of(
                "actions",
                proposal.actions().stream().map(Binding::action).toList(),
                "cohort",
                proposal.key().cohort(),
                "decisionId",
                proposal.decisionId().toString(),
                "environment",
                proposal.key().environment(),
                "evidence",
                Sha256.text(proposal.evidenceDigest()),
                "product",
                proposal.product(),
                "scope",
                proposal.scope().name(),
                "tier",
                proposal.tier().name())));
  }

  private static Map<String, Object> action(Proposed action) {
    Map<String, Object> bound =
        new HashMap<>(
            Map.of(
                "ordinal",
                action.ordinal(),
                "kind",
                action.kind().name(),
                "target",
                action.target()));
    if (action.isRecommended()) {
      bound.put("state", ActionState.RECOMMENDED.name());
    }
    return bound;
  }

  /// What is otherwise in a newer proposal, in words.
  static List<String> changes(Proposal before, Proposal now) {
    List<String> changes = new ArrayList<>();
    change(changes, "tier", before.tier().name(), now.tier().name());
    change(changes, "scope", before.scope().name(), now.scope().name());
    change(changes, "cohort", before.key().cohort(), now.key().cohort());
    change(changes, "environment", before.key().environment(), now.key().environment());
    List<String> was = before.actions().stream().map(Proposed::words).toList();
    List<String> is = now.actions().stream().map(Proposed::words).toList();
    was.stream().filter(each -> !is.contains(each)).forEach(each -> changes.add("without " + each));
    is.stream().filter(each -> !was.contains(each)).forEach(each -> changes.add("with " + each));
    changes.add("on the evidence of decision `" + now.decisionId() + "`");
    return changes;
  }

  private static void change(List<String> changes, String what, String before, String now) {
    if (!before.equals(now)) {
      changes.add(what + " " + now + " in place of " + before);
    }
  }
}
