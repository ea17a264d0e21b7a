package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.sheet.WorkbookReader;
import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import dev.ombud.testing.Lexicons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What ships must pass its own checks.
final class ShippedTablesTest {
  @Test
  void haveNoFindings() throws IOException {
    List<String> findings = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("decision-tables"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".xlsx")).sorted().toList()) {
        String name = file.getFileName().toString();
        DecisionTable table =
            WorkbookReader.read(name, Files.readAllBytes(file), Lexicons.SHIPPED)
                .table()
                .orElseThrow();
        TableChecks.check(table, Optional.of(table)).stream()
            .map(Finding::line)
            .forEach(findings::add);
      }
    }
    assertThat(findings).isEmpty();
  }
}
