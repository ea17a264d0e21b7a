package dev.ombud.act.brief;

import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.text.MarkdownText;
import dev.ombud.ground.text.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Briefs as Markdown, for people who read them where they are pasted. Stateless.
public final class BriefMarkdownWriter {
  private static final String EVIDENCE = "## Evidence";

  private BriefMarkdownWriter() {}

  /// Where a person put other words in its place, those.
  public static String write(Brief brief) {
    String title =
        title(brief.kind(), brief.product(), brief.severity().name())
            + brief.decisionId().map(id -> ", decision " + id).orElse("");
    String source = source(brief);
    return brief
        .verdict()
        .flatMap(Brief.Verdict::text)
        .map(text -> head(title, source) + "\n" + text.strip() + "\n")
        .orElseGet(() -> write(brief.kind().form(), brief.content(), title, source));
  }

  /// What the template makes of something now.
  ///
  /// @param detail why nothing is stored
  public static String write(Material material, String detail) {
    return write(
        material.kind().form(),
        material.template(),
        title(material.kind(), material.product(), material.severity().name())
            + material.decisionId().map(id -> ", decision " + id).orElse(""),
        template(detail));
  }

  /// The sections alone, as somebody edits them.
  public static String body(Form form, Content content) {
    return sections(form, content).stripLeading();
  }

  /// What a person made of [#body], up to where that names the evidence.
  static String withoutEvidence(String edited) {
    int begin = edited.indexOf(EVIDENCE);
    return begin < 0
        ? edited
        : edited.substring(0, begin) + EVIDENCE + "\n\n" + Withholding.WORD + "\n";
  }

  private static String title(BriefKind kind, String product, String severity) {
    return switch (kind) {
      case DECISION, REVIEW, GATE_VERDICT, TICKET ->
          "%s: %s, %s".formatted(severity, product, words(kind));
      case RELEASE_NOTES -> "Release notes: " + product;
      case DIGEST -> "Digest: " + product;
    };
  }

  private static String words(BriefKind kind) {
    return switch (kind) {
      case DECISION -> "brief";
      case REVIEW -> "to be reviewed";
      case GATE_VERDICT -> "verdict of the gate";
      case TICKET -> "draft of a ticket";
      case RELEASE_NOTES, DIGEST -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  /// Whose words they are, and what a person says of them.
  public static String source(Brief brief) {
    String by =
        switch (brief.origin()) {
          case MODEL ->
              "Written by a language model from the evidence below, and checked against it.";
          case TEMPLATE -> template(brief.detail());
        };
    return by
        + brief
            .verdict()
            .map(verdict ->
                " "
                    + switch (verdict.opinion()) {
                      case ACCEPTED -> "Accepted";
                      case EDITED -> "Edited";
                      case REJECTED -> "Rejected";
                    }
                    + " by %s: %s".formatted(verdict.by(), verdict.reason()))
            .orElse("");
  }

  /// @param detail why no model wrote it
  public static String template(String detail) {
    return "Made by a template from the record: " + detail + ".";
  }

  private static String head(String title, String source) {
    return "# %s\n\n_%s_\n".formatted(MarkdownText.of(title), MarkdownText.of(source));
  }

  private static String write(Form form, Content content, String title, String source) {
    return head(title, source) + sections(form, content);
  }

  private static String sections(Form form, Content content) {
    StringBuilder text = new StringBuilder();
    Map<String, List<String>> sections = content.sections();
    for (Form.Section section : form.sections()) {
      List<String> texts = sections.getOrDefault(section.name(), List.of());
      text.append("\n## ").append(section.heading()).append("\n\n");
      if (texts.isEmpty()) {
        text.append("None.\n");
      } else if (section.isList()) {
        texts.forEach(
            item -> text.append("- ").append(MarkdownText.ofCustomers(item)).append('\n'));
      } else {
        text.append(MarkdownText.ofCustomers(String.join(" ", texts))).append('\n');
      }
    }
    text.append('\n').append(EVIDENCE).append("\n\n");
    text.append(
        content.evidence().isEmpty()
            ? "None."
            : content.evidence().stream()
                .map(id -> "`" + PlainText.line(id).replace('`', ' ') + "`")
                .collect(Collectors.joining(", ")));
    return text.append('\n').toString();
  }
}
