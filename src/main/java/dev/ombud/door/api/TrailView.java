package dev.ombud.door.api;

import dev.ombud.ground.contract.DecisionWriter;
import dev.ombud.ground.json.Json;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.search.Trail;
import dev.ombud.record.search.Trail.Step;
import dev.ombud.record.texts.MaskedText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A trail as callers get it. Stateless.
final class TrailView {
  private static final DecisionWriter WRITER = new DecisionWriter();

  private TrailView() {}

  static byte[] write(Trail trail) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("evidenceId", trail.evidenceId());
    view.put("items", trail.steps().stream().map(step -> step(trail, step)).toList());
    view.put("next", trail.next().orElse(null));
    return Json.write(view);
  }

  private static Map<String, Object> step(Trail trail, Step step) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("aggregate", aggregate(trail.evidenceId(), step.stored()));
    view.put("texts", step.texts().stream().map(TrailView::text).toList());
    view.put("decision", Json.readMembers(WRITER.write(step.stored().decision())));
    step.incident().ifPresent(incident -> view.put("incident", incident(incident)));
    view.put("events", step.events().stream().map(TrailView::event).toList());
    view.put("moreEvents", step.isCutShort());
    return view;
  }

  /// What the aggregate says of itself and of this piece of evidence.
  private static Map<String, Object> aggregate(String evidenceId, StoredDecision stored) {
    Map<?, ?> aggregate = Json.readMembers(stored.aggregateJson().getBytes(StandardCharsets.UTF_8));
    Map<String, Object> view = new LinkedHashMap<>();
    for (String name :
        List.of(
            "aggregateId",
            "revision",
            "product",
            "surface",
            "window",
            "source",
            "cluster",
            "lineage")) {
      Object value = aggregate.get(name);
      if (value != null) {
        view.put(name, value);
      }
    }
    view.put("digest", "sha256:" + HexFormat.of().formatHex(stored.digest()));
    if (aggregate.get("evidence") instanceof List<?> all) {
      view.put(
          "evidence",
          all.stream()
              .filter(each -> each instanceof Map<?, ?> piece && evidenceId.equals(piece.get("id")))
              .toList());
    }
    return view;
  }

  private static Map<String, Object> text(MaskedText text) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("path", text.path());
    view.put("masked", text.masked());
    text.text().ifPresent(words -> view.put("text", words));
    text.erasedAt().ifPresent(at -> view.put("erasedAt", at.toString()));
    return view;
  }

  private static Map<String, Object> incident(Trail.Incident incident) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("incidentId", incident.id().toString());
    view.put("state", incident.state());
    view.put("tierReached", incident.tierReached());
    view.put("openedAt", incident.openedAt().toString());
    incident.closedAt().ifPresent(at -> view.put("closedAt", at.toString()));
    view.put("touchedBy", incident.touchedBy());
    return view;
  }

  /// Without the decision, which stands around it.
  private static Map<String, @Nullable Object> event(EventRow event) {
    Map<String, @Nullable Object> view = AuditRoutes.view(event);
    view.remove("decisionId");
    return view;
  }
}
