package dev.ombud.act.brief;

import dev.ombud.act.brief.Material.Excerpt;
import dev.ombud.act.brief.Material.Fact;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What is briefed in tests, and answers about it that hold.
public final class Materials {
  static final UUID DECISION = UUID.fromString("019cafe0-0000-7000-8000-000000000001");

  private Materials() {}

  public static Material surge() {
    return surge(
        new Excerpt("rv-1", "app_review", "Card fails at the last step since the update"),
        new Excerpt("tk-2", "support_ticket", "I cannot pay with my card on the phone"));
  }

  static Material surge(Excerpt... excerpts) {
    return new Material(
        BriefKind.DECISION,
        Optional.of(DECISION),
        Optional.empty(),
        "storefront",
        Severity.P1,
        List.of(
            new Fact("What", "Payment failure in checkout after release 7.18.1 on ios"),
            new Fact("Complaints", "120 (baseline 50)"),
            new Fact("Negative share", "80 %, usually 35 %"),
            new Fact("Error rate", "4.2 (baseline 0.5)"),
            new Fact("Confidence of the cluster", "0.92 of 1"),
            new Fact("Owner", "payments"),
            new Fact("Urgency", "team payments must look within 15 minutes")),
        Set.of("storefront", "checkout", "payments", "7.18.1", "7.17.4", "new-checkout"),
        List.of(excerpts),
        template());
  }

  private static Content template() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    Form.BRIEF.sections().forEach(each -> sections.put(each.name(), List.of("Template.")));
    return new Content(sections, List.of("rv-1"));
  }

  /// What a model may well answer.
  static Map<String, Object> good() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "summary",
        "Paying by card fails in checkout since release 7.18.1: 120 complaints against 50 usually.");
    answer.put("impactedArea", "Checkout of storefront on ios, release 7.18.1.");
    answer.put("likelyCause", "The update; the cluster has a confidence of 0.92, so 92 %.");
    answer.put("urgency", "P1: the team payments must look within 15 minutes.");
    answer.put("recommendedOwner", "payments");
    answer.put("nextStep", "Switch off new-checkout and see whether complaints fall back to 50.");
    answer.put("engineering", "The error rate is 4.2 against 0.5. Go back to 7.17.4 if need be.");
    answer.put("support", "Tell customers that we know of trouble with cards and are on it.");
    answer.put("product", "80 % are negative, 35 % usually.");
    answer.put("leadership", "Customers cannot pay. Payments has it.");
    answer.put("evidence", List.of("rv-1", "tk-2"));
    return answer;
  }

  static String answer(String... pairs) {
    Map<String, Object> answer = good();
    for (int i = 0; i < pairs.length; i += 2) {
      answer.put(pairs[i], pairs[i + 1]);
    }
    return json(answer);
  }

  static String json(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }
}
