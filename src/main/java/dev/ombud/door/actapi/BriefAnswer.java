package dev.ombud.door.actapi;

import dev.ombud.act.brief.Brief;
import dev.ombud.act.brief.BriefMarkdownWriter;
import dev.ombud.act.brief.Material;
import dev.ombud.door.web.Response;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;

/// A brief as an answer: JSON, or Markdown for people. Stateless.
final class BriefAnswer {
  static final String JSON = "application/json";
  static final String MARKDOWN = "text/markdown";

  private BriefAnswer() {}

  /// @param form JSON or MARKDOWN
  static Response of(String form, Brief brief) {
    return form.equals(MARKDOWN)
        ? markdown(BriefMarkdownWriter.write(brief))
        : json(Json.write(BriefView.of(brief)));
  }

  /// What the template makes of something now.
  ///
  /// @param detail why nothing is stored
  static Response of(String form, Material material, String detail) {
    return form.equals(MARKDOWN)
        ? markdown(BriefMarkdownWriter.write(material, detail))
        : json(Json.write(BriefView.of(material, detail)));
  }

  private static Response json(byte[] body) {
    return Response.json(200, body).with("Vary", "Accept");
  }

  private static Response markdown(String text) {
    return Response.of(200, MARKDOWN + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8))
        .with("Vary", "Accept");
  }
}
