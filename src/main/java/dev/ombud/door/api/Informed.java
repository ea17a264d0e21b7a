package dev.ombud.door.api;

import dev.ombud.door.web.Caller;
import dev.ombud.ground.contract.Withholding;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who is shown revenue, counts of customers and evidence. Stateless.
public final class Informed {
  private static final String REVENUE = "revenueAtRisk";

  private Informed() {}

  /// Whoever posted it knows it already.
  public static boolean isWithheldFrom(Caller caller, Decision decision) {
    return Withholding.isFor(caller.roles()) && !decision.caller().equals(caller.name());
  }

  /// What would have been otherwise under another ruleset, as somebody is shown it.
  ///
  /// @param json as it is stored
  public static Map<Object, Object> report(String json, Caller caller) {
    Map<Object, Object> report =
        new LinkedHashMap<>(Json.readMembers(json.getBytes(StandardCharsets.UTF_8)));
    if (Withholding.isFor(caller.roles()) && report.remove(REVENUE) != null) {
      report.put(Withholding.WORD, List.of("/" + REVENUE));
    }
    return report;
  }
}
