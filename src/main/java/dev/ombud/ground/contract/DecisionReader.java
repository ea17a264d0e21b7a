package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.ActionState;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Context;
import dev.ombud.ground.domain.Judgement.Action;
import dev.ombud.ground.domain.Judgement.Cells;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Effect;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.domain.Judgement.NearMiss;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.ground.json.JsonReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what [DecisionWriter] wrote into database columns. What cannot be read is a bug or a
/// damaged database, and so an `IllegalStateException`. Thread-safe.
public final class DecisionReader {

  public List<Firing> firings(String json) {
    return list(json, DecisionReader::firing);
  }

  private static Firing firing(JsonNode node) {
    Cells cells =
        node.has("table")
            ? new Cells(text(node, "table"), text(node, "sheet"), text(node, "cells"))
            : null;
    List<Comparison> compared = new ArrayList<>();
    field(node, "compared").forEach(each -> compared.add(comparison(each)));
    List<Effect> effects = new ArrayList<>();
    field(node, "effects")
        .properties()
        .forEach(entry ->
            effects.add(
                new Effect(entry.getKey(), known(value(entry.getValue()), entry.getKey()))));
    return new Firing(text(node, "rule"), cells, compared, effects);
  }

  public List<Reason> reasons(String json) {
    return list(
        json, node -> new Reason(ReasonCode.valueOf(text(node, "code")), text(node, "detail")));
  }

  public List<Action> actions(String json) {
    return list(
        json,
        node ->
            new Action(
                field(node, "ordinal").intValue(),
                ActionKind.valueOf(text(node, "kind")),
                text(node, "target"),
                ActionState.valueOf(text(node, "state")),
                node.has("parent") ? (Integer) field(node, "parent").intValue() : null));
  }

  public List<NearMiss> nearMisses(String json) {
    return list(
        json,
        node ->
            new NearMiss(
                text(node, "table"),
                text(node, "row"),
                comparison(field(node, "failed")),
                node.has("distance") ? (Double) field(node, "distance").doubleValue() : null));
  }

  public Context context(String json) {
    JsonNode context = tree(json);
    int later = context.has("laterWindows") ? field(context, "laterWindows").intValue() : 0;
    MaskingConfidence masking =
        context.has("maskingConfidence")
            ? MaskingConfidence.valueOf(text(context, "maskingConfidence"))
            : MaskingConfidence.HIGH;
    JsonNode incident = context.get("incident");
    if (incident == null) {
      return new Context(null, later, masking);
    }
    return new Context(
        new Context.Incident(
            UUID.fromString(text(incident, "id")),
            field(incident, "breaches").intValue(),
            field(incident, "clears").intValue(),
            Tier.valueOf(text(incident, "tierReached")),
            incident.has("mitigatedAt") ? Instant.parse(text(incident, "mitigatedAt")) : null),
        later,
        masking);
  }

  private static <T> List<T> list(String json, Function<JsonNode, T> item) {
    List<T> items = new ArrayList<>();
    for (JsonNode node : tree(json)) {
      items.add(item.apply(node));
    }
    return List.copyOf(items);
  }

  private static JsonNode tree(String json) {
    try {
      return JsonReader.read(json);
    } catch (ServiceException e) {
      throw new IllegalStateException("a stored document is damaged: " + e.detail(), e);
    }
  }

  private static Comparison comparison(JsonNode node) {
    return new Comparison(text(node, "field"), value(field(node, "value")), text(node, "needs"));
  }

  private static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL -> null;
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.doubleValue();
      case ARRAY -> {
        List<String> words = new ArrayList<>(node.size());
        node.forEach(word -> words.add(known(word.textValue(), "a word")));
        yield List.copyOf(words);
      }
      default -> throw new IllegalStateException("no field has a value like " + node);
    };
  }

  private static String text(JsonNode node, String name) {
    return known(field(node, name).textValue(), name);
  }

  private static JsonNode field(JsonNode node, String name) {
    return known(node.get(name), name);
  }

  private static <T> T known(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalStateException("a stored document lacks `" + name + "`");
    }
    return value;
  }
}
