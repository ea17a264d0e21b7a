package dev.ombud.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a person reads: progress while it runs, the machine and the figures at the end, as a table
/// in Markdown that can be pasted into `docs/benchmarks.md`. Thread-safe.
final class Report {
  private static final List<String> HEADER =
      List.of("section", "figure", "measured", "target", "verdict");

  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final Map<String, String> machine = new LinkedHashMap<>(Machine.describe());
  private final List<Figure> figures = new ArrayList<>();

  synchronized void say(String text) {
    out.println(text);
  }

  synchronized void machine(String what, String value) {
    machine.put(what, value);
  }

  synchronized void add(Figure figure) {
    figures.add(figure);
    String target = figure.target().isEmpty() ? "" : " (target " + figure.target() + ")";
    say(figure.section() + ": " + figure.what() + ": " + figure.measured() + target);
  }

  synchronized void print() {
    out.println();
    machine.forEach((what, value) -> out.println("- " + what + ": " + value));
    out.println();
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (Figure figure : figures) {
      rows.add(
          List.of(
              figure.section(),
              figure.what(),
              figure.measured(),
              figure.target(),
              figure.verdict().text()));
    }
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      out.println(line(rows.get(i), widths));
      if (i == 0) {
        out.println(line(HEADER.stream().map(_ -> "---").toList(), widths));
      }
    }
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      line.append(' ').append(cells.get(i)).repeat(' ', widths[i] - cells.get(i).length());
      line.append(" |");
    }
    return line.toString();
  }
}
