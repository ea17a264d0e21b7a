package dev.ombud.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private record Listed(String name, String state, String relation) {}

  private WorkbookReader() {}

  /// Never throws for any content.
  ///
  /// @param file the name that findings give, for example `severity.xlsx`
  public static Reading read(String file, byte[] bytes) {
    Findings findings = new Findings(file);
    Optional<DecisionTable> table = Optional.empty();
    try {
      table = TableReader.read(grid(file, Archive.open(bytes), findings), findings);
    } catch (RefusedException e) {
      findings.add(e.code(), e.reason());
    }
    return new Reading(table, findings.list());
  }

  private static Grid grid(String file, Archive archive, Findings findings) {
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

  private static void refuseActiveParts(Archive archive, Findings findings) {
    boolean macros = false;
    boolean links = false;
    boolean objects = false;
    for (String name : archive.names()) {
      macros |= name.contains("vbaproject") || name.contains("macrosheets/");
      links |=
          name.contains("externallinks/")
              || name.endsWith("connections.xml")
              || name.contains("querytables/");
      objects |=
          name.contains("embeddings/") || name.contains("activex/") || name.contains("ctrlprops/");
    }
    String types =
        new String(archive.load("[Content_Types].xml"), java.nio.charset.StandardCharsets.UTF_8);
    if (macros || types.contains("macroEnabled")) {
      findings.add("macros", "the workbook holds macros: save it as .xlsx without them");
    }
    if (links) {
      findings.add(
          "external-link",
          "the workbook is linked to other files or data: break the links and write the values");
    }
    if (objects) {
      findings.add("embedded-object", "the workbook holds embedded objects: delete them");
    }
  }

  /// What the relations of a part lead to, by id and by the last word of their type.
  private static Map<String, String> relations(Archive archive, String part) {
    int slash = part.lastIndexOf('/') + 1;
    String folder = part.substring(0, slash);
    Map<String, String> targets = new HashMap<>();
    Xml.visit(
        archive.load(folder + "_rels/" + part.substring(slash) + ".rels"),
        (name, xml) -> {
          if (name.equals("Relationship") && !Xml.attribute(xml, "TargetMode").equals("External")) {
            String target = Xml.attribute(xml, "Target");
            String path = target.startsWith("/") ? target.substring(1) : folder + target;
            String type = Xml.attribute(xml, "Type");
            targets.put(Xml.attribute(xml, "Id"), path);
            targets.put(type.substring(type.lastIndexOf('/') + 1), path);
          }
        });
    return targets;
  }

  private static List<Listed> sheets(byte[] workbook) {
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
            strings.add(Xml.text(xml));
          }
        });
    return strings;
  }
}
