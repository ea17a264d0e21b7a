package dev.ombud.door.actapi;

import dev.ombud.act.brief.Brief;
import dev.ombud.act.brief.Content;
import dev.ombud.act.brief.Form;
import dev.ombud.act.brief.Material;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Briefs as JSON has them. Stateless.
final class BriefView {
  private BriefView() {}

  static Map<String, @Nullable Object> of(Brief brief) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", brief.id().toString());
    view.put("madeAt", brief.madeAt().toString());
    view.put("kind", brief.kind().name());
    brief.decisionId().ifPresent(id -> view.put("decisionId", id.toString()));
    brief.incidentId().ifPresent(id -> view.put("incidentId", id.toString()));
    view.put("product", brief.product());
    view.put("severity", brief.severity().name());
    view.put("origin", brief.origin().name());
    view.put("why", brief.why().name());
    view.put("detail", brief.detail());
    view.put("inputDigest", brief.inputDigest());
    view.put("outputDigest", brief.outputDigest());
    brief.made().ifPresent(made -> view.put("made", made(made)));
    view.put("content", content(brief.kind().form(), brief.content()));
    brief.verdict().ifPresent(verdict -> view.put("verdict", verdict(verdict)));
    return view;
  }

  /// For whoever may not read its words.
  static Map<String, @Nullable Object> withheld(Brief brief) {
    Map<String, @Nullable Object> view = of(brief);
    view.remove("verdict");
    view.put("content", Map.of("evidence", List.of()));
    view.put("withheld", List.of("/content"));
    return view;
  }

  /// What the template makes of something now; nothing of it is stored.
  static Map<String, @Nullable Object> of(Material material, String detail) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("kind", material.kind().name());
    material.decisionId().ifPresent(id -> view.put("decisionId", id.toString()));
    view.put("product", material.product());
    view.put("severity", material.severity().name());
    view.put("origin", Brief.Origin.TEMPLATE.name());
    view.put("why", "NOT_BRIEFED");
    view.put("detail", detail);
    view.put("content", content(material.kind().form(), material.template()));
    return view;
  }

  /// One that is still to be written.
  static Map<String, @Nullable Object> waiting(UUID id) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", id.toString());
    view.put("state", "WAITING");
    return view;
  }

  private static Map<String, Object> content(Form form, Content content) {
    return content.view(form);
  }

  private static Map<String, Object> made(Brief.Made made) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("prompt", made.prompt());
    view.put("promptVersion", made.promptVersion());
    view.put("promptDigest", made.promptDigest());
    if (!made.model().isEmpty()) {
      view.put("model", made.model());
    }
    view.put("deployment", made.deployment());
    view.put("parameters", made.parameters());
    view.put("calls", made.calls());
    view.put("promptTokens", made.promptTokens());
    view.put("completionTokens", made.completionTokens());
    view.put("cost", made.cost());
    view.put("latencyMillis", made.latencyMillis());
    view.put("complaints", made.complaints());
    return view;
  }

  private static Map<String, Object> verdict(Brief.Verdict verdict) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("verdict", verdict.opinion().name());
    view.put("at", verdict.at().toString());
    view.put("by", verdict.by());
    view.put("reason", verdict.reason());
    verdict.text().ifPresent(text -> view.put("text", text));
    return view;
  }
}
