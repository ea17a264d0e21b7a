package dev.ombud.decide.table;

import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.decide.table.DecisionTable.HitPolicy;
import dev.ombud.decide.table.DecisionTable.Row;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.domain.Lexicon.Word;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.TableVocabulary;
import dev.ombud.ground.field.WordList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a [Lexicon] of the table `vocabulary`: a row a word, with the list that it belongs to and
/// its name as inputs, and what is said of it as outputs. A row that is wrong is reported at its
/// cell and left out. Belongs to one thread.
public final class VocabularyTable {
  public static final String NAME = "vocabulary";

  private static final List<WordList> NEEDED = List.of(WordList.TEAM, WordList.CATEGORY);

  private final DecisionTable table;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Word, Row> rows = new HashMap<>();

  /// @param lexicon the words whose rows are right
  public record Reading(Lexicon lexicon, List<Finding> findings) {
    public Reading {
      findings = List.copyOf(findings);
    }
  }

  private VocabularyTable(DecisionTable table) {
    this.table = table;
  }

  public static Reading read(DecisionTable table) {
    return new VocabularyTable(table).read();
  }

  private Reading read() {
    if (!columns(table.inputs()).equals(List.of(TableVocabulary.LIST, TableVocabulary.NAME))) {
      add("", "wrong-inputs", "a vocabulary is asked for word.list and word.name: make these two");
      return new Reading(Lexicon.of(List.of()), findings);
    }
    if (table.hitPolicy() != HitPolicy.UNIQUE) {
      add("B2", "wrong-hit-policy", "each word stands once: write UNIQUE");
    }
    List<Word> words = new ArrayList<>();
    Map<String, Row> first = new HashMap<>();
    for (Row row : table.rows()) {
      Word word = word(row);
      if (word != null) {
        Row other = first.putIfAbsent(word.list() + " " + word.name(), row);
        if (other == null) {
          words.add(word);
          rows.put(word, row);
        } else {
          addAt(
              row,
              TableVocabulary.NAME,
              "repeated-word",
              "%s `%s` stands in row %s already: delete one of the two"
                  .formatted(word.list().text(), word.name(), other.id()));
        }
      }
    }
    Lexicon lexicon = Lexicon.of(words);
    words.forEach(word -> checkReferences(word, lexicon));
    checkLists(lexicon);
    return new Reading(lexicon, findings);
  }

  private static List<Field> columns(List<Column> columns) {
    return columns.stream().map(Column::field).toList();
  }

  private @Nullable Word word(Row row) {
    String list = single(row, 0);
    String name = single(row, 1);
    if (list == null || name == null) {
      addAt(
          row,
          list == null ? TableVocabulary.LIST : TableVocabulary.NAME,
          "not-one-word",
          "a row is about one word of one list: write one, without not(…) and -");
      return null;
    }
    if (!name.equals(name.strip())) {
      addAt(row, TableVocabulary.NAME, "not-one-word", "spaces around a word: delete them");
      return null;
    }
    return new Word(
        row.id(),
        WordList.find(list).orElseThrow(),
        name,
        text(row, TableVocabulary.PARENT),
        Boolean.TRUE.equals(value(row, TableVocabulary.RELEASE_FAULT)),
        text(row, TableVocabulary.OWNER),
        Boolean.TRUE.equals(value(row, TableVocabulary.CORE)),
        value(row, TableVocabulary.RATE) instanceof Double rate ? rate : 0,
        phrases(text(row, TableVocabulary.PHRASES)),
        orEmpty(text(row, TableVocabulary.INCLUDES)),
        orEmpty(text(row, TableVocabulary.EXCLUDES)));
  }

  private static @Nullable String single(Row row, int input) {
    return row.tests().get(input) instanceof UnaryTest.InWords test
            && !test.negated()
            && test.words().size() == 1
        ? test.words().iterator().next()
        : null;
  }

  private @Nullable Object value(Row row, Field field) {
    for (int column = 0; column < table.outputs().size(); column++) {
      if (table.outputs().get(column).field().equals(field)) {
        return row.conclusions().get(column);
      }
    }
    return null;
  }

  private @Nullable String text(Row row, Field field) {
    return value(row, field) instanceof String text ? text : null;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static List<String> phrases(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(";", -1))
            .map(String::strip)
            .filter(phrase -> !phrase.isEmpty())
            .toList();
  }

  /// What is said of a word must be of its kind, and name what is there.
  private void checkReferences(Word word, Lexicon lexicon) {
    boolean isCategory = word.list() == WordList.CATEGORY;
    boolean isPlace = word.list() == WordList.SURFACE || word.list() == WordList.STEP;
    boolean isCurrency = word.list() == WordList.CURRENCY;
    only(word, isCategory, TableVocabulary.PARENT, "categories");
    only(word, isCategory, TableVocabulary.RELEASE_FAULT, "categories");
    only(word, isCategory, TableVocabulary.OWNER, "categories");
    only(word, isPlace, TableVocabulary.CORE, "surfaces and steps");
    only(word, isCurrency, TableVocabulary.RATE, "currencies");
    String owner = word.owner();
    if (isCategory && owner != null && lexicon.find(WordList.TEAM, owner).isEmpty()) {
      unknown(word, TableVocabulary.OWNER, WordList.TEAM, owner, lexicon);
    }
    String parent = word.parent();
    if (isCategory && parent != null) {
      if (lexicon.find(WordList.CATEGORY, parent).isEmpty()) {
        unknown(word, TableVocabulary.PARENT, WordList.CATEGORY, parent, lexicon);
      } else if (isCircular(word, lexicon)) {
        at(word, TableVocabulary.PARENT, "circular-parent", "its parents lead back to it: write -");
      }
    }
    if (isCurrency && word.rate() <= 0) {
      at(word, TableVocabulary.RATE, "no-rate", "a currency needs a rate above 0: write one");
    }
  }

  private static boolean isCircular(Word word, Lexicon lexicon) {
    Set<String> seen = new HashSet<>();
    Word at = word;
    while (at.parent() != null) {
      if (!seen.add(at.name())) {
        return true;
      }
      Word next = lexicon.find(WordList.CATEGORY, at.parent()).orElse(null);
      if (next == null) {
        return false;
      }
      at = next;
    }
    return false;
  }

  private void only(Word word, boolean fits, Field field, String whose) {
    Row row = rows.get(word);
    if (!fits && row != null && value(row, field) != null) {
      at(
          word,
          field,
          "not-for-this-list",
          "`%s` is said of %s only: write -".formatted(field, whose));
    }
  }

  private void unknown(Word word, Field field, WordList list, String name, Lexicon lexicon) {
    at(
        word,
        field,
        "unknown-word",
        "%s is no %s here: %s"
            .formatted(
                Spelling.quoted(name),
                list.text(),
                lexicon
                    .nearest(list, name)
                    .map(near -> "write " + near)
                    .orElse("add a row for it, or write another")));
  }

  private void checkLists(Lexicon lexicon) {
    for (WordList list : NEEDED) {
      if (lexicon.names(list).isEmpty()) {
        add("", "no-words", "there is no %s: add a row for at least one".formatted(list.text()));
      }
    }
    if (!lexicon.names(WordList.CURRENCY).isEmpty() && lexicon.reportingCurrency().isEmpty()) {
      add(
          "",
          "no-reporting-currency",
          "no currency has the rate 1: give it to the one that amounts are compared in");
    }
  }

  private void at(Word word, Field field, String code, String message) {
    Row row = rows.get(word);
    if (row != null) {
      addAt(row, field, code, "row " + row.id() + ": " + message);
    }
  }

  private void addAt(Row row, Field field, String code, String message) {
    String cell = "A" + row.number();
    for (List<Column> columns : List.of(table.inputs(), table.outputs())) {
      for (Column column : columns) {
        if (column.field().equals(field)) {
          cell = table.cell(row, column);
        }
      }
    }
    add(cell, code, message);
  }

  private void add(String cell, String code, String message) {
    findings.add(
        new Finding(table.file(), table.sheet(), cell, Finding.Level.ERROR, code, message));
  }
}
