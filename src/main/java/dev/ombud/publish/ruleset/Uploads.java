package dev.ombud.publish.ruleset;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.engine.Stages;
import dev.ombud.decide.sheet.CsvTable;
import dev.ombud.decide.sheet.JsonTable;
import dev.ombud.decide.sheet.ScenarioSheet;
import dev.ombud.decide.sheet.WorkbookReader;
import dev.ombud.decide.sheet.WorkbookReader.Reading;
import dev.ombud.decide.sheet.WorkbookWriter;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.VocabularyTable;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.HeavyWork;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.contract.ScenarioReader;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.json.Json;
import dev.ombud.publish.ruleset.DraftStore.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The way of a file into a draft, the same behind the API and behind the console. What is kept of
/// a table is always a workbook: an owner's own as it is, byte for byte, and one that we write of
/// every other form. Remembers nothing; thread-safe.
public record Uploads(Drafts drafts) {
  /// Where scenarios stand in a ruleset.
  public static final String SCENARIOS = RulesetCompiler.TABLES + "scenarios.ndjson";

  /// The forms in which a table is taken.
  public enum TableForm {
    XLSX,
    CSV,
    JSON
  }

  /// The forms in which scenarios are taken; JSON is an array of them.
  public enum ScenarioForm {
    NDJSON,
    JSON,
    XLSX
  }

  /// What came of a file.
  public sealed interface Outcome {
    /// It is in the draft.
    ///
    /// @param kept what stands there now
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Taken(Drafts.Edited edited, byte[] kept) implements Outcome {}

    /// It cannot be read, so nothing was changed.
    record Refused(List<Finding> findings) implements Outcome {
      public Refused {
        findings = List.copyOf(findings);
      }
    }
  }

  /// Where a table stands in a ruleset.
  public static String tablePath(String name) {
    return RulesetCompiler.TABLES + file(name);
  }

  private static String file(String name) {
    return name + ".xlsx";
  }

  /// Takes a table in the place of the one of that name, or as one that the draft may add.
  ///
  /// @param tag of the content that the change was made upon; `*` for any
  /// @throws ServiceException NOT_FOUND where a draft has no such table; as [Drafts#put]
  public Outcome table(
      UUID draft, String name, TableForm form, byte[] content, String tag, String actor) {
    Draft before = drafts.load(draft);
    RulesetParts parts = drafts.parts(draft);
    requireTable(parts, name);
    Reading reading =
        HeavyWork.run("the reading of the table", () -> read(parts, file(name), form, content));
    if (reading.table().isEmpty()) {
      return new Outcome.Refused(reading.findings());
    }
    DecisionTable table = reading.table().get();
    boolean isOwn = form == TableForm.XLSX;
    byte[] kept =
        isOwn
            ? content
            : HeavyWork.run("the writing of the workbook", () -> WorkbookWriter.write(table));
    // A workbook of ours has its cells elsewhere than the file, and a vocabulary brings other
    // words.
    boolean isRead = isOwn && !name.equals(VocabularyTable.NAME);
    Map<String, Reading> read = isRead ? Map.of(file(name), reading) : Map.of();
    return new Outcome.Taken(
        drafts.put(before, parts, new Part(tablePath(name), kept), read, tag, actor), kept);
  }

  private static Reading read(RulesetParts parts, String file, TableForm form, byte[] content) {
    Lexicon lexicon = RulesetCompiler.lexicon(parts);
    return switch (form) {
      case XLSX -> WorkbookReader.read(file, content, lexicon);
      case CSV -> CsvTable.read(file, content, lexicon);
      case JSON -> JsonTable.read(file, content, lexicon);
    };
  }

  private static void requireTable(RulesetParts parts, String name) {
    if (!Stages.ADDABLE.contains(name) && !parts.parts().containsKey(tablePath(name))) {
      List<String> names =
          parts.parts().keySet().stream()
              .filter(path -> path.startsWith(RulesetCompiler.TABLES) && path.endsWith(file("")))
              .map(path ->
                  path.substring(
                      RulesetCompiler.TABLES.length(), path.length() - file("").length()))
              .toList();
      throw new ServiceException(
          ErrorCode.NOT_FOUND,
          "there is no table `%s`: use one of %s".formatted(name, String.join(", ", names)));
    }
  }

  /// Takes scenarios in the place of all that there are.
  ///
  /// @throws ServiceException NOT_FOUND, MALFORMED_JSON, INVALID_REQUEST; as [Drafts#put]
  public Outcome scenarios(
      UUID draft, ScenarioForm form, byte[] content, String tag, String actor) {
    Draft _ = drafts.load(draft);
    Lines lines = HeavyWork.run("the reading of the scenarios", () -> lines(form, content));
    return lines.findings().isEmpty()
        ? new Outcome.Taken(
            drafts.put(draft, SCENARIOS, lines.ndjson(), tag, actor), lines.ndjson())
        : new Outcome.Refused(lines.findings());
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Lines(byte[] ndjson, List<Finding> findings) {
    static Lines of(byte[] ndjson) {
      return new Lines(ndjson, new ScenarioReader().read(SCENARIOS, ndjson).findings());
    }
  }

  private static Lines lines(ScenarioForm form, byte[] content) {
    return switch (form) {
      case NDJSON -> Lines.of(content);
      case JSON -> array(content);
      case XLSX -> {
        ScenarioSheet.Reading sheet = ScenarioSheet.read("scenarios.xlsx", content);
        byte[] ndjson = sheet.ndjson().getBytes(StandardCharsets.UTF_8);
        yield sheet.findings().isEmpty() ? Lines.of(ndjson) : new Lines(ndjson, sheet.findings());
      }
    };
  }

  private static Lines array(byte[] content) {
    if (!(Json.read(content) instanceof List<?> scenarios)) {
      throw ServiceException.invalid("the body is no JSON array: send the scenarios in brackets");
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < scenarios.size(); i++) {
      Object scenario = scenarios.get(i);
      if (!Json.isWritable(scenario)) {
        return new Lines(content, List.of(ScenarioReader.unwritable(SCENARIOS, i + 1)));
      }
      lines.writeBytes(Json.write(scenario));
      lines.write('\n');
    }
    return Lines.of(lines.toByteArray());
  }
}
