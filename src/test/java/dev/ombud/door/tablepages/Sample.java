package dev.ombud.door.tablepages;

import dev.ombud.decide.sheet.CsvTable;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.testing.Lexicons;
import java.nio.charset.StandardCharsets;

/// A small table as an owner might have it: a column for people before the rows' cells, and a blank
/// line.
final class Sample {
  private Sample() {}

  static DecisionTable table() {
    String csv =
        """
        Table,severity,,,,
        Hit policy,PRIORITY,,,,
        id,info,in,in,out,note
        ,,surface,window.hours [hours],severity,
        Id,For us,Where,How long,Severity,Why
        SEV-001,x,checkout,< 6,P1,customers cannot pay
        ,,,,,
        SEV-002,y,-,-,P3,
        """;
    return CsvTable.read("severity.xlsx", csv.getBytes(StandardCharsets.UTF_8), Lexicons.SHIPPED)
        .table()
        .orElseThrow();
  }
}
