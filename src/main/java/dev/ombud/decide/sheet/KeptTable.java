package dev.ombud.decide.sheet;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.decide.table.DecisionTable.Column;
import dev.ombud.ground.domain.Lexicon;
import java.util.List;
import java.util.Optional;

/// Reads workbooks that are kept. Such a one could be read when it was taken, but a word that it
/// names may have been removed from the vocabulary since: then it is read all the same, so that its
/// owner can look at it and correct it. Stateless, so thread-safe.
public final class KeptTable {
  private KeptTable() {}

  /// @param file the name that the table and its findings get, for example `severity.xlsx`
  /// @param lexicon the words that count now
  /// @return nothing where it cannot be read for another reason
  public static Optional<DecisionTable> read(String file, byte[] workbook, Lexicon lexicon) {
    return WorkbookReader.read(file, workbook, lexicon)
        .table()
        .or(() ->
            WorkbookReader.read(file, workbook, lexicon.admittingAll())
                .table()
                .map(table -> relabelled(table, lexicon)));
  }

  /// With the words that count now in its columns, so that those are what is offered.
  private static DecisionTable relabelled(DecisionTable table, Lexicon lexicon) {
    return new DecisionTable(
        table.name(),
        table.file(),
        table.sheet(),
        table.hitPolicy(),
        relabelled(table.inputs(), lexicon),
        relabelled(table.outputs(), lexicon),
        table.rows());
  }

  private static List<Column> relabelled(List<Column> columns, Lexicon lexicon) {
    return columns.stream()
        .map(column ->
            new Column(
                lexicon.find(column.field().name()).orElse(column.field()),
                column.position(),
                column.label()))
        .toList();
  }
}
