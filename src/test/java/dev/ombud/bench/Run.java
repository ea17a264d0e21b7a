package dev.ombud.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// One section under way: its folder, what it has started, and where its figures go. Closing it,
/// also from another thread, ends all that was started and deletes the folder.
final class Run implements AutoCloseable {
  /// A quick run shows that everything works; its numbers mean nothing.
  private static final int QUICKER = 5;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Path folder;
  private final boolean quick;
  private final Report report;
  private final String section;

  Run(Report report, String section, boolean quick) throws IOException {
    this.report = report;
    this.section = section;
    this.quick = quick;
    this.folder = Path.of("target", "bench", section);
    delete(folder);
    Files.createDirectories(folder);
    Files.deleteIfExists(log());
  }

  Path folder() {
    return folder;
  }

  /// What the services of the section print; it stays, for whoever asks why something broke.
  Path log() {
    return folder.resolveSibling(section + ".log");
  }

  boolean isQuick() {
    return quick;
  }

  Duration seconds(int seconds) {
    return Duration.ofSeconds(quick ? Math.max(2, seconds / QUICKER) : seconds);
  }

  int count(int count) {
    return quick ? count / QUICKER : count;
  }

  /// Sees to it that something is closed at the end of the section.
  synchronized <T extends AutoCloseable> T own(T part) {
    started.push(part);
    return part;
  }

  /// Closes something before the end of the section.
  synchronized void end(AutoCloseable part) throws Exception {
    if (started.remove(part)) {
      part.close();
    }
  }

  void say(String text) {
    report.say(section + ": " + text);
  }

  void machine(String what, String value) {
    report.machine(what, value);
  }

  void figure(String what, String measured) {
    report.add(new Figure(section, what, measured, "", Figure.Verdict.NONE));
  }

  void judged(String what, String measured, String target, boolean met) {
    Figure.Verdict verdict = met ? Figure.Verdict.MET : Figure.Verdict.NOT_MET;
    report.add(new Figure(section, what, measured, target, verdict));
  }

  @Override
  public synchronized void close() throws IOException {
    Exception first = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw new IllegalStateException("section `" + section + "` did not end in order", first);
    }
    delete(folder);
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
