package dev.ombud.record.verify;

import dev.ombud.record.verify.LogFinding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a verification found. Belongs to one thread while it grows.
public final class LogReport {
  /// Of those that are kept; all are counted.
  static final int MAX_FINDINGS = 100;

  private final List<LogFinding> findings = new ArrayList<>();
  private final List<String> unchecked = new ArrayList<>();
  private long count;
  long leaves;
  long decisions;
  long events;
  long retired;
  long waiting;
  long checkpoints;
  long signatures;
  long unproven;

  LogReport() {}

  void add(LogFinding finding) {
    count++;
    findings.add(finding);
    if (findings.size() > 2 * MAX_FINDINGS) {
      findings.sort(ORDER);
      findings.subList(MAX_FINDINGS, findings.size()).clear();
    }
  }

  void addUnchecked(String what) {
    unchecked.add(what);
  }

  /// Those that lie in the log first, in its order.
  private static final Comparator<LogFinding> ORDER =
      Comparator.comparingLong(finding -> finding.leaf().orElse(Long.MAX_VALUE));

  /// The first of them first; at most a hundred.
  public List<LogFinding> findings() {
    return findings.stream().sorted(ORDER).limit(MAX_FINDINGS).toList();
  }

  boolean has(Kind kind) {
    return findings.stream().anyMatch(finding -> finding.kind() == kind);
  }

  /// How many there are.
  public long count() {
    return count;
  }

  /// What could not be checked, in words.
  public List<String> unchecked() {
    return List.copyOf(unchecked);
  }

  /// What was checked, on a line each.
  public List<String> lines() {
    return List.of(
        "leaves: %d, of which %d decisions and %d events were compared with their records and %d are retired; %d more wait"
            .formatted(leaves, decisions, events, retired, waiting),
        "checkpoints: %d, signatures: %d".formatted(checkpoints, signatures));
  }

  /// All of it for people, the verdict last.
  public List<String> text() {
    List<String> text = new ArrayList<>(lines());
    unchecked.forEach(what -> text.add("not checked: " + what));
    findings().forEach(finding -> text.add("error " + finding.line()));
    text.add(verdict());
    return text;
  }

  private String verdict() {
    if (count > 0) {
      return "the log does not hold: %s; the first: %s"
          .formatted(counted(count, "finding"), findings().getFirst().line());
    }
    return unproven > 0
        ? "nothing is wrong in what was checked, and %s not proven to be in the log"
            .formatted(counted(unproven, "line"))
        : "the log holds";
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  public long leaves() {
    return leaves;
  }

  /// Lines of an export that nothing proves.
  public long unproven() {
    return unproven;
  }
}
