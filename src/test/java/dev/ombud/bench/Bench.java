package dev.ombud.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Runs the benchmarks and prints one table. Knows four variables: `ONLY` (sections, separated by
/// commas), `SOAK_MINUTES` (10), `DECISIONS` (on record: 5000000 in section `account`, 1000000 in
/// `console` and `gate`) and `QUICK` (any value: a few seconds each, only to see that all works).
/// Ends with 1 where something broke, never because something was slow.
public final class Bench {
  private static final int SOAK_MINUTES = 10;
  private static final int SOAK_MINUTES_MOST = 24 * 60;
  private static final int DECISIONS_OF_ACCOUNT = 5_000_000;
  private static final int DECISIONS_OF_OTHERS = 1_000_000;
  private static final int DECISIONS_MOST = 50_000_000;

  private Bench() {}

  public static void main(String[] arguments) {
    // The report reads the same everywhere.
    Locale.setDefault(Locale.ROOT);
    Report report = new Report();
    try {
      Map<String, Section> sections = sections();
      System.exit(run(report, sections, chosen(sections.keySet())) ? 0 : 1);
    } catch (IllegalArgumentException e) {
      report.say(e.getMessage());
      System.exit(2);
    }
  }

  /// Whether nothing broke.
  private static boolean run(Report report, Map<String, Section> sections, List<String> chosen) {
    boolean quick = !variable("QUICK").isEmpty();
    List<String> broken = new ArrayList<>();
    for (String name : chosen) {
      report.say(name + ": begins");
      try {
        measure(report, name, sections.get(name), quick);
      } catch (Exception e) {
        broken.add(name + " broke: " + e);
        explain(report, e);
      }
    }
    report.print();
    broken.forEach(report::say);
    if (quick) {
      report.say("\nThis was a quick run: its numbers mean nothing.");
    }
    return broken.isEmpty();
  }

  private static void explain(Report report, Exception failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      report.say(each.toString());
      for (StackTraceElement frame : each.getStackTrace()) {
        report.say("  at " + frame);
      }
    }
  }

  private static Map<String, Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    sections.put("single", new SingleSection());
    sections.put("batch", new BatchSection());
    sections.put("judge", new JudgeSection());
    sections.put("backtest", new BacktestSection());
    sections.put("publish", new PublishSection());
    sections.put("heavy", new HeavySection());
    sections.put("start", new StartSection());
    sections.put("outbox", new OutboxSection());
    sections.put("gate", new GateSection(decisions(DECISIONS_OF_OTHERS)));
    sections.put("account", new AccountSection(decisions(DECISIONS_OF_ACCOUNT)));
    sections.put("console", new ConsoleSection(decisions(DECISIONS_OF_OTHERS)));
    sections.put("soak", new SoakSection(number("SOAK_MINUTES", SOAK_MINUTES, SOAK_MINUTES_MOST)));
    return sections;
  }

  private static int decisions(int usual) {
    return number("DECISIONS", usual, DECISIONS_MOST);
  }

  /// Whoever interrupts the run leaves no process behind either.
  private static void measure(Report report, String name, Section section, boolean quick)
      throws Exception {
    Run run = new Run(report, name, quick);
    Thread cleaner = new Thread(() -> closeQuietly(run), "cleaner");
    Runtime.getRuntime().addShutdownHook(cleaner);
    try (run) {
      section.measure(run);
    } finally {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    }
  }

  private static void closeQuietly(Run run) {
    try {
      run.close();
    } catch (Exception e) {
      run.say("did not end in order: " + e);
    }
  }

  private static List<String> chosen(Set<String> known) {
    String only = variable("ONLY");
    if (only.isEmpty()) {
      return List.copyOf(known);
    }
    List<String> chosen = List.of(only.split(","));
    for (String name : chosen) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "`" + name + "` is no section: ONLY knows " + String.join(", ", known));
      }
    }
    return chosen;
  }

  private static int number(String name, int usual, int most) {
    String text = variable(name);
    if (text.isEmpty()) {
      return usual;
    }
    if (!text.matches("[0-9]{1,8}") || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          name + " is `" + text + "`: write a whole number up to " + most);
    }
    return Integer.parseInt(text);
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value.strip();
  }
}
