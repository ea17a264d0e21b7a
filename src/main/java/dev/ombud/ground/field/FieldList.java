package dev.ombud.ground.field;

import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.Origin;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Fields in the order in which they are declared. Belongs to one thread.
final class FieldList {
  private final List<Field> fields = new ArrayList<>();

  /// Those that are declared by now.
  List<Field> all() {
    return List.copyOf(fields);
  }

  int size() {
    return fields.size();
  }

  void addAll(List<Field> more) {
    fields.addAll(more);
  }

  Field add(String name, Field.Type type, String unit, Origin origin, String meaning) {
    Field field = new Field(fields.size(), name, type, unit, origin, meaning);
    fields.add(field);
    return field;
  }

  Field text(String name, int longest, String meaning) {
    return add(name, new TextType(longest), "", Origin.AGGREGATE, meaning);
  }

  Field word(String name, Enum<?>[] words, String meaning) {
    return add(name, new WordType(names(words), false), "", Origin.AGGREGATE, meaning);
  }

  Field listed(String name, String meaning) {
    return add(name, new WordType(List.of(), true), "", Origin.AGGREGATE, meaning);
  }

  Field severalListed(String name, String meaning) {
    return add(name, new WordsType(List.of(), true), "", Origin.AGGREGATE, meaning);
  }

  Field weekday(String name, String meaning) {
    WordType days = new WordType(names(DayOfWeek.values()), false);
    return add(name, days, "", Origin.DERIVED, "the day of the week on which " + meaning);
  }

  Field number(String name, double least, double most, boolean whole, String unit, String meaning) {
    return add(name, new NumberType(least, most, whole), unit, Origin.AGGREGATE, meaning);
  }

  Field derived(String name, double least, double most, String unit, String meaning) {
    return add(name, new NumberType(least, most, false), unit, Origin.DERIVED, meaning);
  }

  Field limit(String name, double least, double most, String unit, String meaning) {
    return add(name, new NumberType(least, most, false), unit, Origin.LIMIT, meaning);
  }

  Field flag(String name, Origin origin, String meaning) {
    return add(name, new FlagType(), "", origin, meaning);
  }

  Field signal(String name, String meaning) {
    return flag(name, Origin.SIGNAL, meaning);
  }

  /// One that is counted, to a hundred.
  Field signal(String name, String unit, String meaning) {
    return add(name, new NumberType(0, 100, true), unit, Origin.SIGNAL, meaning);
  }

  Field conclusion(String name, List<String> words, String meaning) {
    return add(name, new WordType(words, false), "", Origin.CONCLUSION, meaning);
  }

  static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}
