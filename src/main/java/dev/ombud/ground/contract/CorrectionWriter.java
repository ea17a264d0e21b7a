package dev.ombud.ground.contract;

import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Corrected labels as callers get them, wherever they stand: `{correctionId, reviewId, at, by,
/// reason, from, to}`, of which `from` and `to` have what was changed and nothing else. Stateless.
public final class CorrectionWriter {
  private CorrectionWriter() {}

  /// The oldest first.
  public static List<Map<String, Object>> views(List<LabelCorrection> corrections) {
    return corrections.stream().map(CorrectionWriter::view).toList();
  }

  static String json(List<LabelCorrection> corrections) {
    return new String(Json.write(views(corrections)), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> view(LabelCorrection correction) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("correctionId", correction.id().toString());
    view.put("reviewId", correction.reviewId().toString());
    view.put("at", correction.at().toString());
    view.put("by", correction.by());
    view.put("reason", correction.reason());
    view.put("from", correction.from().unlike(correction.to()));
    view.put("to", correction.to().unlike(correction.from()));
    return view;
  }
}
