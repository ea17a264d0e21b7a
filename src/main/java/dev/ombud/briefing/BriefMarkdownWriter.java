package dev.ombud.briefing;

import java.util.List;
import java.util.stream.Collectors;

/// Briefs as Markdown, for people who read them where they are pasted. Stateless.
public final class BriefMarkdownWriter {
  private BriefMarkdownWriter() {}

  /// @param title what it is about, one line
  /// @param source whose words they are and why, a sentence
  public static String write(Form form, Content content, String title, String source) {
    StringBuilder text = new StringBuilder("# ").append(escaped(title)).append("\n\n");
    text.append('_').append(escaped(source)).append("_\n");
    for (Form.Section section : form.sections()) {
      List<String> texts = content.sections().getOrDefault(section.name(), List.of());
      text.append("\n## ").append(section.heading()).append("\n\n");
      if (texts.isEmpty()) {
        text.append("None.\n");
      } else if (section.isList()) {
        texts.forEach(item -> text.append("- ").append(escaped(item)).append('\n'));
      } else {
        text.append(escaped(String.join(" ", texts))).append('\n');
      }
    }
    text.append("\n## Evidence\n\n");
    text.append(
        content.evidence().isEmpty()
            ? "None."
            : content.evidence().stream()
                .map(id -> "`" + id.replaceAll("[`\\p{Cntrl}]", " ") + "`")
                .collect(Collectors.joining(", ")));
    return text.append('\n').toString();
  }

  /// On one line, and nothing in it is markup.
  private static String escaped(String text) {
    return text.strip().replaceAll("\\s+", " ").replaceAll("([\\\\`*_\\[\\]<>#|~])", "\\\\$1");
  }
}
