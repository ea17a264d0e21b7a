package dev.ombud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.domain.Nearest;
import dev.ombud.domain.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One JSON object of an aggregate while it is read. Every question after a field checks it, notes
/// what is wrong, and answers with the value, with null where it is not known, or with a stand-in
/// that is never seen because there is a violation. [#finish] then refuses the fields that nobody
/// asked for. Not thread-safe.
final class Block {
  private final @Nullable Block parent;
  private final String step;
  private final JsonNode object;
  private final List<Violation> violations;
  private final List<String> asked = new ArrayList<>();
  private int found;

  private Block(@Nullable Block parent, String step, JsonNode object, List<Violation> violations) {
    this.parent = parent;
    this.step = step;
    this.object = object;
    this.violations = violations;
  }

  static Block root(JsonNode object, List<Violation> violations) {
    return new Block(null, "", object, violations);
  }

  @Nullable Block block(String field) {
    JsonNode node = find(field);
    return node == null ? null : inner(field, node);
  }

  @Nullable Block requiredBlock(String field) {
    JsonNode node = require(field);
    return node == null ? null : inner(field, node);
  }

  /// The objects of an array; empty if it is absent. What is above the limit is not looked at.
  List<Block> blocks(String field, int most) {
    List<JsonNode> items = items(find(field), field, most);
    List<Block> blocks = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Block block = inner(field + "/" + i, items.get(i));
      if (block != null) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  /// The objects of an object whose keys the caller chooses; an absent or null one is left out.
  Map<String, Block> namedBlocks(String field, int most, TextLimit names) {
    Block all = block(field);
    if (all == null) {
      return Map.of();
    }
    if (all.object.size() > most) {
      all.complain("too-many", all.object.size() + " entries: send at most " + most);
      return Map.of();
    }
    Map<String, Block> blocks = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : all.object.properties()) {
      String name = entry.getKey();
      if (all.admits(Pointer.escape(name), name, names) && !entry.getValue().isNull()) {
        Block block = all.inner(Pointer.escape(name), entry.getValue());
        if (block != null) {
          blocks.put(name, block);
        }
      }
    }
    return blocks;
  }

  @Nullable String text(String field, TextLimit limit) {
    JsonNode node = find(field);
    return node == null ? null : text(field, node, limit);
  }

  String requiredText(String field, TextLimit limit) {
    JsonNode node = require(field);
    return node == null ? "" : text(field, node, limit);
  }

  /// Distinct texts; empty if they are absent.
  List<String> texts(String field, int most, TextLimit limit) {
    return texts(find(field), field, most, limit);
  }

  /// Distinct texts, at least one.
  List<String> requiredTexts(String field, int most, TextLimit limit) {
    JsonNode node = require(field);
    if (node != null && node.isArray() && node.isEmpty()) {
      complain(field, "empty", "an empty list: name at least one");
    }
    return texts(node, field, most, limit);
  }

  @Nullable Double number(String field, NumberLimit limit) {
    JsonNode node = find(field);
    return node == null ? null : (Double) number(field, node, limit);
  }

  double requiredNumber(String field, NumberLimit limit) {
    JsonNode node = require(field);
    return node == null ? 0 : number(field, node, limit);
  }

  @Nullable Long count(String field, NumberLimit limit) {
    JsonNode node = find(field);
    return node == null ? null : (Long) (long) number(field, node, limit);
  }

  long requiredCount(String field, NumberLimit limit) {
    return (long) requiredNumber(field, limit);
  }

  /// A number that may also be sent as the text `NaN`, which JSON has no number for: then, as for
  /// null, it is undefined.
  @Nullable Double reading(String field, NumberLimit limit) {
    JsonNode node = find(field);
    return node == null || "NaN".equals(node.textValue())
        ? null
        : (Double) number(field, node, limit);
  }

  @Nullable Boolean flag(String field) {
    JsonNode node = find(field);
    if (node != null && !node.isBoolean()) {
      mistype(field, node, "true or false");
    }
    return node == null ? null : (Boolean) node.booleanValue();
  }

  /// One of the words, each written as its name.
  <E extends Enum<E>> @Nullable E word(String field, List<E> words) {
    JsonNode node = find(field);
    if (node == null) {
      return null;
    }
    String text = node.textValue();
    for (E word : words) {
      if (word.name().equals(text)) {
        return word;
      }
    }
    notInList(field, node, words.stream().map(Enum::name).toList());
    return null;
  }

  /// A text that can only be this one.
  String requiredConstant(String field, String value) {
    JsonNode node = require(field);
    if (node != null && !value.equals(node.textValue())) {
      notInList(field, node, List.of(value));
    }
    return value;
  }

  @Nullable Instant instant(String field) {
    JsonNode node = find(field);
    return node == null ? null : instant(field, node);
  }

  Instant requiredInstant(String field) {
    JsonNode node = require(field);
    return node == null ? Instant.EPOCH : instant(field, node);
  }

  /// Whether a field is there and is not null; does not count as a question after it.
  boolean has(String field) {
    return object.hasNonNull(field);
  }

  /// Refuses the fields that were not asked for.
  void finish() {
    if (found == object.size()) {
      return;
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = entry.getKey();
      if (violations.size() >= AggregateLimits.VIOLATIONS) {
        return;
      }
      if (!asked.contains(name)) {
        Optional<String> nearest = Nearest.of(name, asked);
        String remedy = nearest.map(n -> "did you mean `" + n + "`?").orElse("leave it out");
        complain(
            Pointer.escape(name),
            "unknown-field",
            "`" + Excerpt.of(name) + "` is not a field of the contract: " + remedy);
      }
    }
  }

  /// Notes a violation of the object as a whole.
  void complain(String code, String detail) {
    note(pointer(), code, detail);
  }

  private void complain(String steps, String code, String detail) {
    note(pointer() + "/" + steps, code, detail);
  }

  private void note(String pointer, String code, String detail) {
    if (violations.size() < AggregateLimits.VIOLATIONS) {
      violations.add(new Violation(pointer, code, detail));
    }
  }

  private String pointer() {
    return parent == null ? "" : parent.pointer() + "/" + step;
  }

  private @Nullable JsonNode find(String field) {
    asked.add(field);
    JsonNode node = object.get(field);
    if (node == null) {
      return null;
    }
    found++;
    return node.isNull() ? null : node;
  }

  private @Nullable JsonNode require(String field) {
    JsonNode node = find(field);
    if (node == null) {
      complain("missing-field", "`" + field + "` is missing: add it");
    }
    return node;
  }

  private @Nullable Block inner(String steps, JsonNode node) {
    if (node.isObject()) {
      return new Block(this, steps, node, violations);
    }
    mistype(steps, node, "an object");
    return null;
  }

  private List<JsonNode> items(@Nullable JsonNode node, String field, int most) {
    if (node == null) {
      return List.of();
    }
    if (!node.isArray()) {
      mistype(field, node, "a list");
      return List.of();
    }
    if (node.size() > most) {
      complain(field, "too-many", node.size() + " entries: send at most " + most);
    }
    List<JsonNode> items = new ArrayList<>(Math.min(node.size(), most));
    for (int i = 0; i < Math.min(node.size(), most); i++) {
      items.add(node.get(i));
    }
    return items;
  }

  private List<String> texts(@Nullable JsonNode node, String field, int most, TextLimit limit) {
    List<JsonNode> items = items(node, field, most);
    Set<String> seen = HashSet.newHashSet(items.size());
    List<String> texts = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      String steps = field + "/" + i;
      String text = text(steps, items.get(i), limit);
      if (!text.isEmpty() && !seen.add(text)) {
        complain(steps, "duplicate-item", "`" + Excerpt.of(text) + "` stands here twice: drop one");
      }
      texts.add(text);
    }
    return texts;
  }

  private String text(String steps, JsonNode node, TextLimit limit) {
    String text = node.textValue();
    if (text == null) {
      mistype(steps, node, "text");
      return "";
    }
    return admits(steps, text, limit) ? text : "";
  }

  private boolean admits(String steps, String text, TextLimit limit) {
    if (text.isEmpty()) {
      if (!limit.mayBeEmpty()) {
        complain(steps, "empty", "an empty text: leave it out if it is not known");
      }
    } else if (TextLimit.hasLoneSurrogate(text)) {
      complain(steps, "lone-surrogate", "holds half of a surrogate pair: mend or drop it");
      return false;
    }
    if (limit.isTooLong(text)) {
      int length = text.codePointCount(0, text.length());
      complain(steps, "too-long", length + " characters: send at most " + limit.longest());
      return false;
    }
    if (!limit.shape().admits(text) && !text.isEmpty()) {
      String shape = limit.shape().shown();
      complain(steps, "bad-format", "`" + Excerpt.of(text) + "` does not match: " + shape);
      return false;
    }
    return true;
  }

  private double number(String steps, JsonNode node, NumberLimit limit) {
    if (!node.isNumber()) {
      mistype(steps, node, "a number");
      return limit.least();
    }
    double value = node.doubleValue();
    if (!limit.admits(value)) {
      complain(steps, "out-of-range", "must be " + limit.shown());
      return limit.least();
    }
    if (limit.whole() && value != Math.rint(value)) {
      complain(
          steps,
          "not-a-whole-number",
          "`" + CanonicalJson.number(value) + "` has a fraction: send a whole number");
    }
    return value;
  }

  private Instant instant(String steps, JsonNode node) {
    String text = node.textValue();
    if (text == null) {
      mistype(steps, node, "a date-time in quotes, like `2026-03-02T18:00:00Z`");
      return Instant.EPOCH;
    }
    Instant instant = Timestamp.parse(text);
    if (instant == null) {
      complain(
          steps,
          "bad-format",
          "`"
              + Excerpt.of(text)
              + "` is not an RFC 3339 date-time with an offset: write it like"
              + " `2026-03-02T18:00:00Z`");
      return Instant.EPOCH;
    }
    int year = Integer.parseInt(text, 0, 4, 10);
    if (year < AggregateLimits.FIRST_YEAR || year > AggregateLimits.LAST_YEAR) {
      complain(
          steps,
          "out-of-range",
          "must be from year " + AggregateLimits.FIRST_YEAR + " to " + AggregateLimits.LAST_YEAR);
    }
    return instant;
  }

  private void notInList(String field, JsonNode node, List<String> words) {
    String text = node.textValue();
    if (text == null) {
      mistype(field, node, "text");
      return;
    }
    String remedy =
        Nearest.of(text, words)
            .map(nearest -> "did you mean `" + nearest + "`?")
            .orElse("use one of `" + String.join("`, `", words) + "`");
    complain(field, "not-in-list", "`" + Excerpt.of(text) + "` is not taken here: " + remedy);
  }

  private void mistype(String steps, JsonNode node, String needed) {
    String sent =
        switch (node.getNodeType()) {
          case OBJECT -> "an object";
          case ARRAY -> "a list";
          case STRING -> "text";
          case NUMBER -> "a number";
          case BOOLEAN -> "true or false";
          default -> "null";
        };
    complain(steps, "wrong-type", sent + " where there should be " + needed);
  }
}
