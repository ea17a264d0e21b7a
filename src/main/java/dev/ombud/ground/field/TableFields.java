package dev.ombud.ground.field;

import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.Origin;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.WordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Declares what the tables of words, of metrics and of priorities test and conclude, as the last
/// part of [Vocabulary]'s list; [TableVocabulary] names the fields. Belongs to one thread.
final class TableFields {
  private static final double MAX_NUMBER = 9_007_199_254_740_991.0;
  private static final int MAX_TEXT_CHARS = 2_000;

  private final List<Field> fields = new ArrayList<>();
  private final int first;

  private TableFields(int first) {
    this.first = first;
  }

  /// @param first the index of the first field
  static List<Field> declare(int first) {
    TableFields all = new TableFields(first);
    all.words();
    all.metrics();
    all.conclusion(
        "priority.points",
        new NumberType(-10_000, 10_000, false),
        "points",
        "that the row adds to the place in the queue");
    return List.copyOf(all.fields);
  }

  private void words() {
    subject(
        "word.list",
        new WordType(Arrays.stream(WordList.values()).map(WordList::text).toList(), false),
        "the list that the word belongs to");
    subject("word.name", new TextType(100), "the word as callers and tables write it");
    text("word.parent", 100, "the category that it is a part of");
    flag("word.releaseFault", "whether what it stands for can be the fault of a release");
    text("word.owner", 100, "the team that has it where routing says nothing else");
    flag("word.core", "whether customers must pass it to buy or to use the product");
    conclusion(
        "word.rate",
        new NumberType(0, 1_000_000_000, false),
        "reporting currency",
        "what one unit of the currency is worth; 1 for the reporting currency itself");
    text("word.phrases", MAX_TEXT_CHARS, "how customers put it; a semicolon between two phrases");
    text("word.includes", MAX_TEXT_CHARS, "what belongs to it");
    text("word.excludes", MAX_TEXT_CHARS, "what does not belong to it");
  }

  private void metrics() {
    subject("metric.name", new TextType(100), "the metric as callers send it");
    word("metric.kind", MetricShape.Kind.values(), "what it is");
    word("metric.worse", MetricShape.Worse.values(), "which way is worse");
    word("metric.compare", MetricShape.Compare.values(), "how value and baseline are compared");
    conclusion(
        "metric.confirms",
        new NumberType(0, 1_000_000, false),
        "",
        "so much worse confirms complaints: times for TIMES and COMPLEMENT, points for POINTS");
    conclusion(
        "metric.smallest",
        new NumberType(0, MAX_NUMBER, false),
        "",
        "a difference smaller than this says nothing");
    flag("metric.perTraffic", "whether it grows with traffic, so that traffic is taken out of it");
    flag("metric.guard", "whether a mitigation must not make it worse");
  }

  private void subject(String name, Field.Type type, String meaning) {
    add(name, type, "", Origin.SUBJECT, meaning);
  }

  private void word(String name, Enum<?>[] words, String meaning) {
    conclusion(
        name, new WordType(Arrays.stream(words).map(Enum::name).toList(), false), "", meaning);
  }

  private void text(String name, int longest, String meaning) {
    conclusion(name, new TextType(longest), "", meaning);
  }

  private void flag(String name, String meaning) {
    conclusion(name, new FlagType(), "", meaning);
  }

  private void conclusion(String name, Field.Type type, String unit, String meaning) {
    add(name, type, unit, Origin.CONCLUSION, meaning);
  }

  private void add(String name, Field.Type type, String unit, Origin origin, String meaning) {
    fields.add(new Field(first + fields.size(), name, type, unit, origin, meaning));
  }
}
