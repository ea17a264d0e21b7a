package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.json.NumberLimit;
import dev.ombud.ground.json.Pointer;
import dev.ombud.ground.json.TextLimit;
import dev.ombud.ground.text.Excerpt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One JSON object of an aggregate while it is read. Every question after a field checks it, notes
/// what is wrong, and answers with the value, with null where it is not known, or with a stand-in
/// that is never seen. [#finish] then refuses the fields that nobody asked for. Not thread-safe.
final class AggregateBlock {
  private final @Nullable AggregateBlock parent;
  private final String step;
  private final JsonNode object;
  private final List<Violation> violations;
  private final List<String> asked = new ArrayList<>();
  private final boolean isFirst; // of contract 1.0

  /// The block of which this is the part that contract 1.0 does not know.
  private final @Nullable AggregateBlock whole;

  private int found;

  private AggregateBlock(
      @Nullable AggregateBlock parent,
      String step,
      JsonNode object,
      List<Violation> violations,
      boolean isFirst,
      @Nullable AggregateBlock whole) {
    this.parent = parent;
    this.step = step;
    this.object = object;
    this.violations = violations;
    this.isFirst = isFirst;
    this.whole = whole;
  }

  static AggregateBlock root(JsonNode object, List<Violation> violations) {
    boolean isFirst = AggregateLimits.FIRST_VERSION.equals(object.path("specVersion").textValue());
    return new AggregateBlock(null, "", object, violations, isFirst, null);
  }

  /// The same object, to ask after fields that contract 1.1 brought: in an aggregate of contract
  /// 1.0 each that is there is refused.
  AggregateBlock later() {
    return isFirst ? new AggregateBlock(parent, step, object, violations, true, this) : this;
  }

  @Nullable AggregateBlock block(String field) {
    JsonNode node = find(field);
    return node == null ? null : inner(field, node);
  }

  @Nullable AggregateBlock requiredBlock(String field) {
    JsonNode node = require(field);
    return node == null ? null : inner(field, node);
  }

  /// The objects of an array; empty if it is absent. What is above the limit is not looked at.
  List<AggregateBlock> blocks(String field, int most) {
    List<JsonNode> items = items(find(field), field, most);
    List<AggregateBlock> blocks = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      AggregateBlock block = inner(field + "/" + i, items.get(i));
      if (block != null) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  /// The objects of an object whose keys the caller chooses; an absent or null one is left out.
  Map<String, AggregateBlock> namedBlocks(String field, int most, TextLimit names) {
    Map<String, AggregateBlock> blocks = new LinkedHashMap<>();
    each(
        field,
        most,
        names,
        (all, entry) -> {
          AggregateBlock block = all.inner(Pointer.escape(entry.getKey()), entry.getValue());
          if (block != null) {
            blocks.put(entry.getKey(), block);
          }
        });
    return blocks;
  }

  /// The keys of an object that has a text for each; an absent or null one is left out.
  List<String> namedTexts(String field, int most, TextLimit names, TextLimit texts) {
    List<String> keys = new ArrayList<>();
    each(
        field,
        most,
        names,
        (all, entry) -> {
          all.text(Pointer.escape(entry.getKey()), entry.getValue(), texts);
          keys.add(entry.getKey());
        });
    return keys;
  }

  private void each(
      String field,
      int most,
      TextLimit names,
      BiConsumer<AggregateBlock, Map.Entry<String, JsonNode>> use) {
    AggregateBlock all = block(field);
    if (all == null) {
      return;
    }
    if (all.object.size() > most) {
      all.complain(ViolationCode.TOO_MANY, all.object.size() + " entries: send at most " + most);
      return;
    }
    for (Map.Entry<String, JsonNode> entry : all.object.properties()) {
      String name = entry.getKey();
      if (all.admits(Pointer.escape(name), name, names) && !entry.getValue().isNull()) {
        use.accept(all, entry);
      }
    }
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
      complain(field, ViolationCode.EMPTY, "an empty list: name at least one");
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

  /// A text that can only be one of these.
  String requiredWord(String field, List<String> values) {
    JsonNode node = require(field);
    if (node != null && node.textValue() == null) {
      mistype(field, node, "text");
    } else if (node != null && !values.contains(node.textValue())) {
      complain(field, ViolationCode.NOT_IN_LIST, Remarks.notTaken(node.textValue(), values));
    } else if (node != null) {
      return node.textValue();
    }
    return values.getLast();
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
      if (violations.size() >= AggregateLimits.MAX_VIOLATIONS) {
        return;
      }
      if (!asked.contains(name)) {
        complain(Pointer.escape(name), ViolationCode.UNKNOWN_FIELD, Remarks.unknown(name, asked));
      }
    }
  }

  /// Notes that a field cannot be true together with another one, unless it is wrong by itself.
  void contradict(String field, String detail) {
    String place = pointer() + "/" + field;
    if (violations.stream().noneMatch(each -> each.pointer().equals(place))) {
      complain(field, ViolationCode.CONTRADICTION, detail);
    }
  }

  /// Notes a violation of the object as a whole.
  void complain(ViolationCode code, String detail) {
    note(pointer(), code, detail);
  }

  private void complain(String steps, ViolationCode code, String detail) {
    note(pointer() + "/" + steps, code, detail);
  }

  private void note(String pointer, ViolationCode code, String detail) {
    if (violations.size() < AggregateLimits.MAX_VIOLATIONS) {
      violations.add(new Violation(pointer, code, detail));
    }
  }

  private String pointer() {
    return parent == null ? "" : parent.pointer() + "/" + step;
  }

  private @Nullable JsonNode find(String field) {
    JsonNode node = object.get(field);
    AggregateBlock counting = whole == null ? this : whole;
    counting.asked.add(field);
    counting.found += node == null ? 0 : 1;
    if (node != null && whole != null) {
      complain(field, ViolationCode.UNKNOWN_FIELD, Remarks.later(field));
      return null;
    }
    return node == null || node.isNull() ? null : node;
  }

  private @Nullable JsonNode require(String field) {
    JsonNode node = find(field);
    if (node == null) {
      complain(ViolationCode.MISSING_FIELD, "`" + field + "` is missing: add it");
    }
    return node;
  }

  private @Nullable AggregateBlock inner(String steps, JsonNode node) {
    if (node.isObject()) {
      return new AggregateBlock(this, steps, node, violations, isFirst, null);
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
      complain(field, ViolationCode.TOO_MANY, node.size() + " entries: send at most " + most);
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
        complain(
            steps,
            ViolationCode.DUPLICATE_ITEM,
            "`" + Excerpt.of(text) + "` stands here twice: drop one");
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
    return !isRefused(steps, Remarks.refusal(text, limit)) || text.isEmpty();
  }

  private boolean isRefused(String steps, Remarks.@Nullable Refusal refusal) {
    if (refusal != null) {
      complain(steps, refusal.code(), refusal.detail());
    }
    return refusal != null;
  }

  private double number(String steps, JsonNode node, NumberLimit limit) {
    if (!node.isNumber()) {
      mistype(steps, node, "a number");
      return limit.least();
    }
    boolean isBad = isRefused(steps, Remarks.refusal(node.doubleValue(), limit));
    return isBad ? limit.least() : node.doubleValue();
  }

  private Instant instant(String steps, JsonNode node) {
    String text = node.textValue();
    if (text == null) {
      mistype(steps, node, "a date-time in quotes, like `2026-03-02T18:00:00Z`");
      return Instant.EPOCH;
    }
    Instant instant = Timestamp.parse(text);
    isRefused(steps, Remarks.refusal(text, instant));
    return instant == null ? Instant.EPOCH : instant;
  }

  private void notInList(String field, JsonNode node, List<String> words) {
    if (node.textValue() == null) {
      mistype(field, node, "text");
    } else {
      complain(field, ViolationCode.NOT_IN_LIST, Remarks.notInList(node.textValue(), words));
    }
  }

  private void mistype(String steps, JsonNode node, String needed) {
    complain(steps, ViolationCode.WRONG_TYPE, Remarks.mistyped(node, needed));
  }
}
