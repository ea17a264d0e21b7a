package dev.ombud.door.tableapi;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.domain.Lexicon.Word;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.WordList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a column of a ruleset's tables may name, and the words of its organisation, as JSON.
/// Stateless.
final class VocabularyView {
  private VocabularyView() {}

  static Map<String, Object> of(RulesetParts parts) {
    Lexicon lexicon = lexicon(parts);
    Map<String, Object> view = new LinkedHashMap<>();
    Map<String, Object> lists = new LinkedHashMap<>();
    for (WordList list : WordList.values()) {
      lists.put(list.text(), lexicon.words(list).stream().map(VocabularyView::view).toList());
    }
    view.put("words", lists);
    view.put("reportingCurrency", lexicon.reportingCurrency());
    view.put("fields", lexicon.fields().stream().map(VocabularyView::view).toList());
    return view;
  }

  private static Map<String, Object> view(Word word) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", word.name());
    putIfSaid(view, "row", word.row());
    putIfSaid(view, "parent", word.parent() == null ? "" : word.parent());
    putIfSaid(view, "owner", word.owner() == null ? "" : word.owner());
    switch (word.list()) {
      case CATEGORY -> view.put("releaseFault", word.releaseFault());
      case SURFACE, STEP -> view.put("core", word.core());
      case CURRENCY -> view.put("rate", word.rate());
      case TEAM, CHANNEL, SEGMENT, PRODUCT -> {}
    }
    if (!word.phrases().isEmpty()) {
      view.put("phrases", word.phrases());
    }
    putIfSaid(view, "includes", word.includes());
    putIfSaid(view, "excludes", word.excludes());
    return view;
  }

  private static void putIfSaid(Map<String, Object> view, String name, String text) {
    if (!text.isEmpty()) {
      view.put(name, text);
    }
  }

  private static Map<String, Object> view(Field field) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", field.name());
    view.put("origin", field.origin().name());
    view.put("meaning", field.meaning());
    if (!field.unit().isEmpty()) {
      view.put("unit", field.unit());
    }
    switch (field.type()) {
      case Field.NumberType(double least, double most, boolean whole) -> {
        view.put("type", whole ? "WHOLE_NUMBER" : "NUMBER");
        view.put("least", least);
        view.put("most", most);
      }
      case Field.WordType(List<String> words, boolean open) -> words(view, "WORD", words, open);
      case Field.WordsType(List<String> words, boolean open) -> words(view, "WORDS", words, open);
      case Field.TextType(int longest) -> {
        view.put("type", "TEXT");
        view.put("longest", (long) longest);
      }
      case Field.TextsType(int longest) -> {
        view.put("type", "TEXTS");
        view.put("longest", (long) longest);
      }
      case Field.FlagType() -> view.put("type", "FLAG");
    }
    return view;
  }

  private static void words(
      Map<String, Object> view, String type, List<String> words, boolean open) {
    view.put("type", type);
    view.put("words", new ArrayList<>(words));
    view.put("open", open);
  }

  /// The words that the tables of a ruleset may name.
  static Lexicon lexicon(RulesetParts parts) {
    return HeavyWork.run("the reading of the vocabulary", () -> RulesetCompiler.lexicon(parts));
  }
}
