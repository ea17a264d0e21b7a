package dev.ombud.record.export;

/// Writes decisions in one format. Belongs to one export and one thread.
interface ExportWriter {
  void add(ExportRow row) throws InterruptedException;

  /// Writes what has to stand at the end. Nothing may follow.
  void end() throws InterruptedException;
}
