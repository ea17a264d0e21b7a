package dev.ombud.contract;

import dev.ombud.domain.Context;
import dev.ombud.domain.Decision;
import dev.ombud.domain.Judgement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// STAND-IN.
public final class DecisionWriter {
  private static final String PAD = "x".repeat(1200);

  public byte[] write(Decision decision) {
    return text(decision).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Decision decision) {
    return "{\"decisionId\":\""
        + decision.decisionId()
        + "\",\"aggregateId\":\""
        + decision.aggregate().aggregateId()
        + "\",\"pad\":\""
        + PAD
        + "\"}";
  }

  public byte[] writeDetail(
      Decision decision,
      String aggregateJson,
      byte[] digest,
      Context context,
      String engineVersion) {
    return ("{\"decision\":" + text(decision) + ",\"aggregate\":" + aggregateJson + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  public byte[] writeEvaluation(
      Judgement judgement, Decision.RulesetRef ruleset, Instant at) {
    return ("{\"severity\":\"" + judgement.severity() + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  public byte[] writePage(List<Decision> items, @Nullable String next) {
    String list = items.stream().map(DecisionWriter::text).collect(Collectors.joining(","));
    String tail = next == null ? "" : ",\"next\":\"" + next + "\"";
    return ("{\"items\":[" + list + "]" + tail + "}").getBytes(StandardCharsets.UTF_8);
  }
}
