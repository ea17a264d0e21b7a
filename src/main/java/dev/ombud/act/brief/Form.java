package dev.ombud.act.brief;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.CanonicalJson;
import dev.ombud.ground.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sections of a brief, and the JSON Schema that a model has to answer by. The schema is within
/// what Azure's strict mode takes: every field required, none besides.
@SuppressWarnings("ImmutableEnumChecker") // its lists are immutable
public enum Form {
  BRIEF(
      "brief",
      List.of(
          new Section("summary", "Summary", false),
          new Section("impactedArea", "Impacted area", false),
          new Section("likelyCause", "Likely cause", false),
          new Section("urgency", "Urgency", false),
          new Section("recommendedOwner", "Recommended owner", false),
          new Section("nextStep", "Next step", false),
          new Section("engineering", "For engineering", false),
          new Section("support", "For support", false),
          new Section("product", "For product", false),
          new Section("leadership", "For leadership", false))),
  RELEASE_NOTES(
      "release-notes",
      List.of(
          new Section("summary", "Summary", false),
          new Section("resolved", "Resolved", true),
          new Section("risks", "Known issues", true),
          new Section("customers", "For customers", false))),
  TICKET(
      "ticket",
      List.of(
          new Section("title", "Title", false),
          new Section("summary", "Summary", false),
          new Section("reproduction", "Reproduction notes", true),
          new Section("segments", "Who is affected", false),
          new Section("likelyOwner", "Likely owner", false),
          new Section("rollback", "Rollback", false),
          new Section("doneWhen", "Done when", false))),
  DIGEST(
      "digest",
      List.of(
          new Section("summary", "Summary", false),
          new Section("pains", "Top themes", true),
          new Section("releases", "Impacted releases", true),
          new Section("causes", "Probable causes", true),
          new Section("nextSteps", "Next steps", true),
          new Section("confidence", "Confidence", false)));

  static final String EVIDENCE = "evidence";

  private static final int MAX_TEXT_CHARS = 1_500;
  private static final int MAX_ITEMS = 20;

  private final String word;
  private final List<Section> sections;

  Form(String word, List<Section> sections) {
    this.word = word;
    this.sections = sections;
  }

  /// One part of the answer.
  ///
  /// @param name in JSON
  /// @param heading in Markdown
  /// @param isList several items, else one paragraph
  public record Section(String name, String heading, boolean isList) {}

  /// The name of its prompt.
  public String word() {
    return word;
  }

  public List<Section> sections() {
    return sections;
  }

  /// The JSON Schema of an answer, in canonical JSON.
  byte[] schema() {
    Map<String, Object> text = Map.of("type", "string");
    Map<String, Object> texts = Map.of("type", "array", "items", text);
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Section section : sections) {
      properties.put(section.name(), section.isList() ? texts : text);
      required.add(section.name());
    }
    properties.put(EVIDENCE, texts);
    required.add(EVIDENCE);
    return CanonicalJson.of(
        Map.of(
            "type",
            "object",
            "additionalProperties",
            false,
            "required",
            required,
            "properties",
            properties));
  }

  /// What a model answered, or what is wrong with it.
  Result read(@Nullable Object answer) {
    List<String> complaints = new ArrayList<>();
    if (!(answer instanceof Map<?, ?> fields)) {
      return new Result(Optional.empty(), List.of("the answer is no JSON object: send one"));
    }
    Map<String, List<String>> said = new LinkedHashMap<>();
    List<String> known = new ArrayList<>(List.of(EVIDENCE));
    for (Section section : sections) {
      known.add(section.name());
      Object value = fields.get(section.name());
      List<String> texts = section.isList() ? texts(value) : text(fields, section.name());
      if (texts.isEmpty()
          && !(section.isList() && value instanceof List<?> list && list.isEmpty())) {
        complaints.add(
            section.isList()
                ? "`%s` needs a list of texts: send one".formatted(section.name())
                : "`%s` needs a text of 1 to %d characters: send one"
                    .formatted(section.name(), MAX_TEXT_CHARS));
      }
      said.put(section.name(), texts);
    }
    if (!(fields.get(EVIDENCE) instanceof List<?>)) {
      complaints.add("`evidence` needs a list of ids: send one");
    }
    for (Object name : fields.keySet()) {
      if (!known.contains(String.valueOf(name))) {
        complaints.add("there is a field that was not asked for: leave it out");
      }
    }
    Content content = new Content(said, texts(fields.get(EVIDENCE)));
    return new Result(complaints.isEmpty() ? Optional.of(content) : Optional.empty(), complaints);
  }

  private static List<String> text(Map<?, ?> fields, String name) {
    try {
      return JsonObject.of(fields).text(name, MAX_TEXT_CHARS).map(List::of).orElse(List.of());
    } catch (ServiceException e) {
      return List.of();
    }
  }

  /// Nothing where one of them is no text.
  private static List<String> texts(@Nullable Object value) {
    if (!(value instanceof List<?> items) || items.size() > MAX_ITEMS) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof String text) || text.isBlank() || text.length() > MAX_TEXT_CHARS) {
        return List.of();
      }
      texts.add(text);
    }
    return texts;
  }

  /// @param content nothing where there are complaints
  record Result(Optional<Content> content, List<String> complaints) {}
}
