package dev.ombud.decide.sheet;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.Findings;
import dev.ombud.decide.table.Grid;
import dev.ombud.decide.table.RefusedException;
import dev.ombud.decide.table.TableReader;
import dev.ombud.ground.base.Finding;
import dev.ombud.ground.domain.Lexicon;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;

/// Reads a workbook (Office Open XML, ECMA-376) into a decision table: `docs/tables.md` is the
/// contract. Formulas are never evaluated, links never followed, entities never resolved; of 5 MB,
/// 64 MB inflated, 20,000 rows and 100 columns no more is read. The parts are streamed, because a
/// hostile sheet would fill the heap as a document. Stateless, so thread-safe.
public final class WorkbookReader {

  /// @param table present if there is no finding of level `ERROR`
  /// @param findings everything that is wrong, in reading order
  public record Reading(Optional<DecisionTable> table, List<Finding> findings) {
    public Reading {
      findings = List.copyOf(findings);
    }
  }

  /// A sheet as the workbook lists it.
  record Listed(String name, String state, String relation) {}

  private static final int MAX_STRINGS = 500_000;
  private static final Predicate<String> MACROS =
      Pattern.compile("vbaproject|macrosheet|macroenabled").asPredicate();
  private static final Predicate<String> LINKS =
      Pattern.compile("externallink|(^|/)connections(\\.xml)?$|querytable").asPredicate();
  private static final Predicate<String> OBJECTS =
      Pattern.compile("oleobject|^package$|activex|ctrlprop|^control$|embeddings/").asPredicate();

  private WorkbookReader() {}

  /// Never throws for any content.
  ///
  /// @param file the name that findings give, for example `severity.xlsx`
  /// @param lexicon the words that its cells may name
  public static Reading read(String file, byte[] bytes, Lexicon lexicon) {
    Findings findings = new Findings(file);
    Optional<DecisionTable> table = Optional.empty();
    try {
      table = TableReader.read(grid(file, Archive.open(bytes), findings), lexicon, findings);
    } catch (RefusedException e) {
      findings.add(e.code(), e.reason());
    }
    return new Reading(table, findings.list());
  }

  static Grid grid(String file, Archive archive, Findings findings) {
    refuseActiveParts(archive, findings);
    Map<String, String> top = relations(archive, "");
    String workbook = top.getOrDefault("officeDocument", "xl/workbook.xml");
    List<Listed> sheets = sheets(archive.load(workbook));
    if (sheets.isEmpty()) {
      throw Archive.broken("lists no sheet");
    }
    for (int i = 0; i < sheets.size(); i++) {
      Listed sheet = sheets.get(i);
      if (!sheet.state().isEmpty() && !sheet.state().equals("visible")) {
        findings.add(sheet.name(), "hidden", "the sheet is hidden: unhide or delete it");
      } else if (i > 0 && !sheet.name().equals(WorkbookLook.ALLOWED_VALUES)) {
        findings.add(
            sheet.name(),
            "stray-sheet",
            "only the first sheet is read: delete this one or make a workbook of its own of it");
      }
    }
    Map<String, String> relations = relations(archive, workbook);
    Listed first = sheets.getFirst();
    String part = relations.get(first.relation());
    if (part == null) {
      throw Archive.broken("does not say where its first sheet is");
    }
    Optional<byte[]> strings =
        Optional.ofNullable(relations.get("sharedStrings")).flatMap(archive::find);
    Optional<byte[]> styles = Optional.ofNullable(relations.get("styles")).flatMap(archive::find);
    SheetReader reader =
        new SheetReader(
            first.name(),
            strings.map(WorkbookReader::strings).orElse(List.of()),
            styles.map(CellFormats::read).orElse(CellFormats.NONE),
            findings);
    return new Grid(file, first.name(), reader.read(archive.load(part)));
  }

  /// Looks at the names of all parts and at the types of all relations between them.
  private static void refuseActiveParts(Archive archive, Findings findings) {
    Set<String> signs = archive.names();
    for (String name : archive.names()) {
      if (name.endsWith(".rels")) {
        Xml.visit(archive.load(name), (element, xml) -> addSign(signs, element, xml));
      }
    }
    Xml.visit(
        archive.load("[Content_Types].xml"),
        (element, xml) -> signs.add(Xml.attribute(xml, "ContentType").toLowerCase(Locale.ROOT)));
    if (signs.stream().anyMatch(MACROS)) {
      findings.add("macros", "the workbook holds macros: save it as .xlsx without them");
    }
    if (signs.stream().anyMatch(LINKS)) {
      findings.add(
          "external-link",
          "the workbook is linked to other files or data: break the links and write the values");
    }
    if (signs.stream().anyMatch(OBJECTS)) {
      findings.add("embedded-object", "the workbook holds embedded objects: delete them");
    }
  }

  /// A hyperlink in a note does no harm, since nothing follows it.
  private static void addSign(Set<String> signs, String element, XMLStreamReader xml) {
    if (element.equals("Relationship")) {
      String type = lastWord(Xml.attribute(xml, "Type"));
      signs.add(type.toLowerCase(Locale.ROOT));
      if (Xml.attribute(xml, "TargetMode").equals("External") && !type.equals("hyperlink")) {
        signs.add("externallink");
      }
    }
  }

  private static String lastWord(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// What the relations of a part lead to, by id and by the last word of their type.
  static Map<String, String> relations(Archive archive, String part) {
    int slash = part.lastIndexOf('/') + 1;
    String folder = part.substring(0, slash);
    Map<String, String> targets = new HashMap<>();
    Xml.visit(
        archive.load(folder + "_rels/" + part.substring(slash) + ".rels"),
        (name, xml) -> {
          if (name.equals("Relationship") && !Xml.attribute(xml, "TargetMode").equals("External")) {
            String target = Xml.attribute(xml, "Target");
            String path = Path.of("/" + folder).resolve(target).normalize().toString().substring(1);
            targets.put(Xml.attribute(xml, "Id"), path);
            targets.put(lastWord(Xml.attribute(xml, "Type")), path);
          }
        });
    return targets;
  }

  static List<Listed> sheets(byte[] workbook) {
    List<Listed> sheets = new ArrayList<>();
    Xml.visit(
        workbook,
        (name, xml) -> {
          if (name.equals("sheet")) {
            sheets.add(
                new Listed(
                    Xml.attribute(xml, "name"),
                    Xml.attribute(xml, "state"),
                    Xml.attribute(xml, "id")));
          }
        });
    return sheets;
  }

  private static List<String> strings(byte[] part) {
    List<String> strings = new ArrayList<>();
    Xml.visit(
        part,
        (name, xml) -> {
          if (name.equals("si")) {
            strings.add(SheetReader.unescaped(Xml.text(xml)));
            if (strings.size() > MAX_STRINGS) {
              throw new RefusedException(
                  "too-large",
                  "the file has more than %d texts: split the table".formatted(MAX_STRINGS));
            }
          }
        });
    return strings;
  }
}
