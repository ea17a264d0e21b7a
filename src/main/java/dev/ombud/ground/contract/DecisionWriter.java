package dev.ombud.ground.contract;

import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Decision.RulesetRef;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.ground.domain.Judgement.Cells;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Effect;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.domain.Judgement.NearMiss;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.domain.Progress;
import dev.ombud.ground.json.JsonOutput;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes decisions: the answers of the HTTP API (their form is in `openapi.yaml`), and the small
/// JSON documents that stand in database columns in their canonical form (RFC 8785), which
/// [DecisionReader] reads. All but [#writeDetail], which repeats what was received, have no line
/// break in them, so that each can be a line of NDJSON. Thread-safe.
public final class DecisionWriter {

  /// What a caller gets who posted an aggregate.
  public byte[] write(Decision decision) {
    return write(decision, false);
  }

  /// The same in the answer to one line of a batch, which has no headers of its own.
  ///
  /// @param isReplayed whether the decision was made before
  public byte[] write(Decision decision, boolean isReplayed) {
    return JsonOutput.write(json -> {
      json.beginObject();
      decision(json, decision, Progress.atFirst(decision));
      if (isReplayed) {
        json.name("idempotencyReplayed").flag(true);
      }
      json.endObject();
    });
  }

  /// Everything that is on record of a decision.
  ///
  /// @param progress what has become of it by now
  /// @param aggregateJson the aggregate as it was received
  /// @param digest SHA-256 of its canonical form
  /// @param corrections what people say is wrong about its labels, the oldest first
  /// @param withheld the places in the aggregate of what this reader is not shown
  public byte[] writeDetail(
      Decision decision,
      Progress progress,
      String aggregateJson,
      byte[] digest,
      Context context,
      String engineVersion,
      List<LabelCorrection> corrections,
      List<String> withheld) {
    return JsonOutput.write(json -> {
      json.beginObject();
      decision(json, decision, progress);
      json.field("caller", decision.caller());
      json.field("engineVersion", engineVersion);
      json.field("aggregateDigest", "sha256:" + HexFormat.of().formatHex(digest));
      json.name("context");
      context(json, context);
      json.name("nearMisses");
      nearMisses(json, decision.judgement());
      if (!corrections.isEmpty()) {
        json.name("corrections");
        json.document(CorrectionWriter.json(corrections));
      }
      if (!withheld.isEmpty()) {
        json.name("withheld").beginArray();
        withheld.forEach(place -> json.value("/aggregate" + place));
        json.endArray();
      }
      json.name("aggregate");
      json.document(aggregateJson);
      json.endObject();
    });
  }

  /// What somebody gets who only tried: like a decision, but with nothing in it that a record has.
  public byte[] writeEvaluation(Judgement judgement, RulesetRef ruleset, Instant at) {
    return JsonOutput.write(json -> {
      json.beginObject();
      json.field("evaluatedAt", at.toString());
      conclusion(json, judgement);
      json.name("actions").beginArray();
      for (Action action : judgement.actions()) {
        json.beginObject();
        json.field("ordinal", action.ordinal());
        action(json, action);
        if (action.parent() != null) {
          json.field("parentOrdinal", action.parent());
        }
        json.endObject();
      }
      json.endArray();
      explanation(json, judgement, ruleset);
      json.name("nearMisses");
      nearMisses(json, judgement);
      json.endObject();
    });
  }

  /// One page of a list.
  ///
  /// @param next the cursor of the next page, or null on the last
  public byte[] writePage(List<Decision> decisions, @Nullable String next) {
    return JsonOutput.write(json -> {
      json.beginObject();
      json.name("items").beginArray();
      for (Decision decision : decisions) {
        json.beginObject();
        decision(json, decision, Progress.atFirst(decision));
        json.endObject();
      }
      json.endArray();
      json.name("next").value(next);
      json.endObject();
    });
  }

  /// Column: `[{cells?, compared[{field, needs, value}], effects{field: value}, rule, sheet?,
  /// table?}]`.
  public byte[] firings(Judgement judgement) {
    return JsonOutput.write(json -> firings(json, judgement));
  }

  /// Column: `[{code, detail}]`.
  public byte[] reasons(Judgement judgement) {
    return JsonOutput.write(json -> reasons(json, judgement.reasons()));
  }

  /// Column: `[{kind, ordinal, parent?, state, target}]`.
  public byte[] actions(Judgement judgement) {
    return JsonOutput.write(json -> {
      json.beginArray();
      for (Action action : judgement.actions()) {
        json.beginObject();
        json.field("kind", action.kind().name());
        json.field("ordinal", action.ordinal());
        if (action.parent() != null) {
          json.field("parent", action.parent());
        }
        json.field("state", action.state().name());
        json.field("target", action.target());
        json.endObject();
      }
      json.endArray();
    });
  }

  /// Column: `[{distance?, failed{field, needs, value}, row, table}]`.
  public byte[] nearMisses(Judgement judgement) {
    return JsonOutput.write(json -> nearMisses(json, judgement));
  }

  /// Column: `{incident?{breaches, clears, id, mitigatedAt?, tierReached}, laterWindows?,
  /// maskingConfidence?}`.
  public byte[] context(Context context) {
    return JsonOutput.write(json -> context(json, context));
  }

  private static void decision(JsonOutput json, Decision decision, Progress progress) {
    Judgement judgement = decision.judgement();
    json.field("decisionId", decision.decisionId().toString());
    json.field("aggregateId", decision.aggregate().aggregateId());
    json.field("revision", decision.aggregate().revision());
    json.field("product", decision.aggregate().product());
    json.field("decidedAt", decision.decidedAt().toString());
    if (decision.isDrill()) {
      json.name("drill").flag(true);
    }
    conclusion(json, judgement);
    json.name("actions").beginArray();
    for (Action action : judgement.actions()) {
      json.beginObject();
      json.field("actionId", decision.actionId(action.ordinal()));
      action(json, action);
      if (action.parent() != null) {
        json.field("parentActionId", decision.actionId(action.parent()));
      }
      json.endObject();
    }
    json.endArray();
    explanation(json, judgement, decision.ruleset());
    if (decision.incidentId() != null) {
      json.field("incidentId", decision.incidentId().toString());
    }
    json.field("phase", progress.phase().name());
    json.field("attention", progress.attention().name());
    json.field("outcome", progress.outcome().name());
    json.field("traceId", decision.traceId());
  }

  private static void conclusion(JsonOutput json, Judgement judgement) {
    json.field("severity", judgement.severity().name());
    json.field("disposition", judgement.disposition().name());
    json.name("mitigation").beginObject();
    json.field("tier", judgement.mitigation().tier().name());
    json.field("scope", judgement.mitigation().scope().name());
    json.field("mode", judgement.mitigation().mode().name());
    json.endObject();
  }

  private static void action(JsonOutput json, Action action) {
    json.field("kind", action.kind().name());
    json.field("target", action.target());
    json.field("state", action.state().name());
  }

  private static void explanation(JsonOutput json, Judgement judgement, RulesetRef ruleset) {
    json.name("owner").beginObject();
    json.field("team", judgement.owner().team());
    json.field("slaMinutes", judgement.owner().slaMinutes());
    json.endObject();
    json.name("priority");
    json.number(judgement.priority());
    json.name("reasons");
    reasons(json, judgement.reasons());
    List<Reason> warnings = judgement.warnings();
    if (!warnings.isEmpty()) {
      json.name("warnings");
      reasons(json, warnings);
    }
    json.name("firings");
    firings(json, judgement);
    json.name("ruleset").beginObject();
    json.field("version", ruleset.version());
    json.field("digest", ruleset.digest());
    json.endObject();
  }

  private static void firings(JsonOutput json, Judgement judgement) {
    json.beginArray();
    judgement.firings().forEach(firing -> firing(json, firing));
    json.endArray();
  }

  private static void firing(JsonOutput json, Firing firing) {
    Cells cells = firing.cells();
    json.beginObject();
    if (cells != null) {
      json.field("cells", cells.range());
    }
    json.name("compared");
    compared(json, firing);
    json.name("effects");
    effects(json, firing);
    json.field("rule", firing.rule());
    if (cells != null) {
      json.field("sheet", cells.sheet());
      json.field("table", cells.table());
    }
    json.endObject();
  }

  private static void compared(JsonOutput json, Firing firing) {
    json.beginArray();
    for (Comparison comparison : firing.compared()) {
      comparison(json, comparison);
    }
    json.endArray();
  }

  private static void comparison(JsonOutput json, Comparison comparison) {
    json.beginObject();
    json.field("field", comparison.field());
    json.field("needs", comparison.needs());
    json.name("value");
    json.value(comparison.value());
    json.endObject();
  }

  private static void effects(JsonOutput json, Firing firing) {
    json.beginObject();
    for (Effect effect : firing.effects()) {
      json.name(effect.field()).value(effect.value());
    }
    json.endObject();
  }

  private static void reasons(JsonOutput json, List<Reason> reasons) {
    json.beginArray();
    for (Reason reason : reasons) {
      json.beginObject();
      json.field("code", reason.code().name());
      json.field("detail", reason.detail());
      json.endObject();
    }
    json.endArray();
  }

  private static void nearMisses(JsonOutput json, Judgement judgement) {
    json.beginArray();
    for (NearMiss miss : judgement.nearMisses()) {
      json.beginObject();
      if (miss.distance() != null) {
        json.name("distance");
        json.number(miss.distance());
      }
      json.name("failed");
      comparison(json, miss.failed());
      json.field("row", miss.row());
      json.field("table", miss.table());
      json.endObject();
    }
    json.endArray();
  }

  private static void context(JsonOutput json, Context context) {
    json.beginObject();
    Context.Incident incident = context.incident();
    if (incident != null) {
      json.name("incident").beginObject();
      json.field("breaches", incident.breaches());
      json.field("clears", incident.clears());
      json.field("id", incident.id().toString());
      if (incident.mitigatedAt() != null) {
        json.field("mitigatedAt", incident.mitigatedAt().toString());
      }
      json.field("tierReached", incident.tierReached().name());
      json.endObject();
    }
    if (context.laterWindows() > 0) {
      json.field("laterWindows", context.laterWindows());
    }
    if (context.masking() == MaskingConfidence.LOW) {
      json.field("maskingConfidence", context.masking().name());
    }
    json.endObject();
  }
}
