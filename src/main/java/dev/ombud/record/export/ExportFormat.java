package dev.ombud.record.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The forms in which decisions are exported. `docs/export.md` describes each.
public enum ExportFormat {
  NDJSON("application/x-ndjson"),
  CSV("text/csv; charset=utf-8; header=present"),
  PARQUET("application/vnd.apache.parquet");

  private final String mediaType;

  ExportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /// The one that a query or a form names.
  public static Optional<ExportFormat> find(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  public String mediaType() {
    return mediaType;
  }

  /// Whether it says a decision column by column, and not only in its leaf.
  boolean hasColumns() {
    return this != NDJSON;
  }

  /// As it stands in queries and at the end of names of files.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
