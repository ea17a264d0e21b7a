package dev.ombud.ground.json;

import dev.ombud.ground.base.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Findings as callers get them, in answers and in problems alike. Stateless, so thread-safe.
public final class FindingWriter {
  private FindingWriter() {}

  /// Plain values for [Json], in the same order.
  public static List<Map<String, Object>> plain(List<Finding> findings) {
    List<Map<String, Object>> all = new ArrayList<>(findings.size());
    for (Finding finding : findings) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("level", finding.level().name());
      one.put("code", finding.code());
      one.put("file", wellFormed(finding.file()));
      one.put("sheet", wellFormed(finding.sheet()));
      one.put("cell", finding.cell());
      one.put("message", wellFormed(finding.message()));
      one.put("line", wellFormed(finding.line()));
      all.add(one);
    }
    return all;
  }

  /// A finding may quote half of a surrogate pair, which UTF-8 has no form for.
  private static String wellFormed(String text) {
    return ProblemWriter.wellFormed(text);
  }
}
