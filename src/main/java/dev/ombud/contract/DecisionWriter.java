package dev.ombud.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ombud.domain.Context;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Decision.RulesetRef;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.Judgement.Action;
import dev.ombud.domain.Judgement.Cells;
import dev.ombud.domain.Judgement.Comparison;
import dev.ombud.domain.Judgement.Effect;
import dev.ombud.domain.Judgement.Firing;
import dev.ombud.domain.Judgement.NearMiss;
import dev.ombud.domain.Judgement.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes decisions: the answers of the HTTP API (their form is in `openapi.yaml`), and the small
/// JSON documents that stand in database columns, which [DecisionReader] reads. All but
/// [#writeDetail], which repeats what was received, have no line break in them, so that each can be
/// a line of NDJSON. Thread-safe.
public final class DecisionWriter {

  /// What a caller gets who posted an aggregate.
  public byte[] write(Decision decision) {
    return JsonWriter.write(json -> {
      json.writeStartObject();
      decision(json, decision);
      json.writeEndObject();
    });
  }

  /// Everything that is on record of a decision.
  ///
  /// @param aggregateJson the aggregate as it was received
  /// @param digest SHA-256 of its canonical form
  public byte[] writeDetail(
      Decision decision,
      String aggregateJson,
      byte[] digest,
      Context context,
      String engineVersion) {
    return JsonWriter.write(json -> {
      json.writeStartObject();
      decision(json, decision);
      json.writeStringField("caller", decision.caller());
      json.writeStringField("engineVersion", engineVersion);
      json.writeStringField("aggregateDigest", "sha256:" + HexFormat.of().formatHex(digest));
      json.writeFieldName("context");
      context(json, context);
      json.writeFieldName("nearMisses");
      nearMisses(json, decision.judgement());
      json.writeFieldName("aggregate");
      json.writeRawValue(aggregateJson);
      json.writeEndObject();
    });
  }

  /// What somebody gets who only tried: like a decision, but with nothing in it that a record has.
  public byte[] writeEvaluation(Judgement judgement, RulesetRef ruleset, Instant at) {
    return JsonWriter.write(json -> {
      json.writeStartObject();
      json.writeStringField("evaluatedAt", at.toString());
      conclusion(json, judgement);
      json.writeArrayFieldStart("actions");
      for (Action action : judgement.actions()) {
        json.writeStartObject();
        json.writeNumberField("ordinal", action.ordinal());
        action(json, action);
        if (action.parent() != null) {
          json.writeNumberField("parentOrdinal", action.parent());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      explanation(json, judgement, ruleset);
      json.writeFieldName("nearMisses");
      nearMisses(json, judgement);
      json.writeEndObject();
    });
  }

  /// One page of a list.
  ///
  /// @param next the cursor of the next page, or null on the last
  public byte[] writePage(List<Decision> decisions, @Nullable String next) {
    return JsonWriter.write(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("items");
      for (Decision decision : decisions) {
        json.writeStartObject();
        decision(json, decision);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringField("next", next);
      json.writeEndObject();
    });
  }

  /// Column: `[{field, value, needs}]`.
  public byte[] compared(Firing firing) {
    return JsonWriter.write(json -> compared(json, firing));
  }

  /// Column: `[{field, value}]`.
  public byte[] effects(Firing firing) {
    return JsonWriter.write(json -> effects(json, firing));
  }

  /// Column: `[{code, detail}]`.
  public byte[] reasons(Judgement judgement) {
    return JsonWriter.write(json -> reasons(json, judgement));
  }

  /// Column: `[{ordinal, kind, target, state, parent?}]`.
  public byte[] actions(Judgement judgement) {
    return JsonWriter.write(json -> {
      json.writeStartArray();
      for (Action action : judgement.actions()) {
        json.writeStartObject();
        json.writeNumberField("ordinal", action.ordinal());
        action(json, action);
        if (action.parent() != null) {
          json.writeNumberField("parent", action.parent());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  /// Column: `[{table, row, failed{field, value, needs}, distance?}]`.
  public byte[] nearMisses(Judgement judgement) {
    return JsonWriter.write(json -> nearMisses(json, judgement));
  }

  /// Column: `{incident?{id, breaches, clears, tierReached, mitigatedAt?}}`.
  public byte[] context(Context context) {
    return JsonWriter.write(json -> context(json, context));
  }

  private static void decision(JsonGenerator json, Decision decision) throws IOException {
    Judgement judgement = decision.judgement();
    json.writeStringField("decisionId", decision.decisionId().toString());
    json.writeStringField("aggregateId", decision.aggregate().aggregateId());
    json.writeNumberField("revision", decision.aggregate().revision());
    json.writeStringField("product", decision.aggregate().product());
    json.writeStringField("decidedAt", decision.decidedAt().toString());
    conclusion(json, judgement);
    json.writeArrayFieldStart("actions");
    for (Action action : judgement.actions()) {
      json.writeStartObject();
      json.writeStringField("actionId", decision.actionId(action.ordinal()));
      action(json, action);
      if (action.parent() != null) {
        json.writeStringField("parentActionId", decision.actionId(action.parent()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    explanation(json, judgement, decision.ruleset());
    if (decision.incidentId() != null) {
      json.writeStringField("incidentId", decision.incidentId().toString());
    }
    json.writeStringField("phase", decision.phase().name());
    json.writeStringField("attention", decision.attention().name());
    json.writeStringField("outcome", decision.outcome().name());
    json.writeStringField("traceId", decision.traceId());
  }

  private static void conclusion(JsonGenerator json, Judgement judgement) throws IOException {
    json.writeStringField("severity", judgement.severity().name());
    json.writeStringField("disposition", judgement.disposition().name());
    json.writeObjectFieldStart("mitigation");
    json.writeStringField("tier", judgement.mitigation().tier().name());
    json.writeStringField("scope", judgement.mitigation().scope().name());
    json.writeStringField("mode", judgement.mitigation().mode().name());
    json.writeEndObject();
  }

  private static void action(JsonGenerator json, Action action) throws IOException {
    json.writeStringField("kind", action.kind().name());
    json.writeStringField("target", action.target());
    json.writeStringField("state", action.state().name());
  }

  private static void explanation(JsonGenerator json, Judgement judgement, RulesetRef ruleset)
      throws IOException {
    json.writeObjectFieldStart("owner");
    json.writeStringField("team", judgement.owner().team());
    json.writeNumberField("slaMinutes", judgement.owner().slaMinutes());
    json.writeEndObject();
    json.writeFieldName("priority");
    JsonWriter.number(json, judgement.priority());
    json.writeFieldName("reasons");
    reasons(json, judgement);
    json.writeArrayFieldStart("firings");
    for (Firing firing : judgement.firings()) {
      firing(json, firing);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("ruleset");
    json.writeNumberField("version", ruleset.version());
    json.writeStringField("digest", ruleset.digest());
    json.writeEndObject();
  }

  private static void firing(JsonGenerator json, Firing firing) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", firing.rule());
    Cells cells = firing.cells();
    if (cells != null) {
      json.writeStringField("table", cells.table());
      json.writeStringField("sheet", cells.sheet());
      json.writeStringField("cells", cells.range());
    }
    json.writeFieldName("compared");
    compared(json, firing);
    json.writeFieldName("effects");
    effects(json, firing);
    json.writeEndObject();
  }

  private static void compared(JsonGenerator json, Firing firing) throws IOException {
    json.writeStartArray();
    for (Comparison comparison : firing.compared()) {
      comparison(json, comparison);
    }
    json.writeEndArray();
  }

  private static void comparison(JsonGenerator json, Comparison comparison) throws IOException {
    json.writeStartObject();
    json.writeStringField("field", comparison.field());
    json.writeFieldName("value");
    JsonWriter.value(json, comparison.value());
    json.writeStringField("needs", comparison.needs());
    json.writeEndObject();
  }

  private static void effects(JsonGenerator json, Firing firing) throws IOException {
    json.writeStartArray();
    for (Effect effect : firing.effects()) {
      json.writeStartObject();
      json.writeStringField("field", effect.field());
      json.writeFieldName("value");
      JsonWriter.value(json, effect.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void reasons(JsonGenerator json, Judgement judgement) throws IOException {
    json.writeStartArray();
    for (Reason reason : judgement.reasons()) {
      json.writeStartObject();
      json.writeStringField("code", reason.code().name());
      json.writeStringField("detail", reason.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void nearMisses(JsonGenerator json, Judgement judgement) throws IOException {
    json.writeStartArray();
    for (NearMiss miss : judgement.nearMisses()) {
      json.writeStartObject();
      json.writeStringField("table", miss.table());
      json.writeStringField("row", miss.row());
      json.writeFieldName("failed");
      comparison(json, miss.failed());
      if (miss.distance() != null) {
        json.writeFieldName("distance");
        JsonWriter.number(json, miss.distance());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void context(JsonGenerator json, Context context) throws IOException {
    json.writeStartObject();
    Context.Incident incident = context.incident();
    if (incident != null) {
      json.writeObjectFieldStart("incident");
      json.writeStringField("id", incident.id().toString());
      json.writeNumberField("breaches", incident.breaches());
      json.writeNumberField("clears", incident.clears());
      json.writeStringField("tierReached", incident.tierReached().name());
      if (incident.mitigatedAt() != null) {
        json.writeStringField("mitigatedAt", incident.mitigatedAt().toString());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
