package dev.ombud.act.brief;

import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.json.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The words of a brief. Immutable by custom.
///
/// @param sections by the names that its [Form] has, in that order; a paragraph is one item
/// @param evidence the ids of the pieces of evidence that it rests on
public record Content(Map<String, List<String>> sections, List<String> evidence) {
  public Content {
    sections = new LinkedHashMap<>(sections);
    evidence = List.copyOf(evidence);
  }

  /// The paragraph of a section; empty where there is none.
  public String text(String section) {
    return String.join("\n", sections.getOrDefault(section, List.of()));
  }

  /// Everything that it says.
  List<String> texts() {
    return sections.values().stream().flatMap(List::stream).toList();
  }

  /// The same for whoever is not shown which evidence it rests on.
  Content withoutEvidence() {
    return new Content(sections, Withholding.idsOf(evidence));
  }

  /// As it stands in answers and in the table: a text for a paragraph, else a list.
  public Map<String, Object> view(Form form) {
    Map<String, Object> view = new LinkedHashMap<>();
    for (Form.Section section : form.sections()) {
      List<String> texts = sections.getOrDefault(section.name(), List.of());
      view.put(section.name(), section.isList() ? texts : String.join("\n", texts));
    }
    view.put(Form.EVIDENCE, evidence);
    return view;
  }

  /// In canonical JSON.
  byte[] bytes(Form form) {
    return CanonicalJson.of(view(form));
  }

  /// Reads what [#bytes] wrote.
  static Content of(Form form, Map<?, ?> stored) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    for (Form.Section section : form.sections()) {
      sections.put(section.name(), texts(stored.get(section.name())));
    }
    return new Content(sections, texts(stored.get(Form.EVIDENCE)));
  }

  private static List<String> texts(@Nullable Object value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> items) {
      items.forEach(item -> texts.add(String.valueOf(item)));
    } else if (value instanceof String text && !text.isEmpty()) {
      texts.add(text);
    }
    return texts;
  }
}
