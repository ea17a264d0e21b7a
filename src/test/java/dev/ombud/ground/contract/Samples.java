package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Real aggregates, the aggregates of the policy scenarios, and one with every field.
public final class Samples {
  /// The data stand beside the project; a clone for one task stands one folder deeper.
  private static final Path FOLDER =
      Stream.of("../shared/data", "../../shared/data")
          .map(Path::of)
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow();

  static final String FULL =
      """
      {"specVersion":"1.0","aggregateId":"shop/2026-03-02/1","revision":3,
       "window":{"start":"2026-03-01T18:00:00Z","end":"2026-03-02T19:00:00.5+01:00"},
       "product":"storefront","surface":"checkout","funnelStep":"payment",
       "source":{"pipeline":"lakehouse/gold","runId":"run-7","channels":["app_review","chat"],
         "trust":"HIGH","languages":["en","pt-BR"]},
       "release":{"version":"7.18.1","stage":"CANARY","rolloutPercent":12.5,
         "deployedAt":"2026-03-02T16:30:00Z","firstSeenAt":"2026-03-02T16:31:00Z",
         "previousStable":"7.17.4","deploymentId":"d-99"},
       "cohort":{"platform":"android","deviceFamily":"pixel-8","region":"EU","locale":"de-DE",
         "customerTier":"gold","segment":"returning"},
       "cluster":{"id":"c-1","categories":["payment_failure","app_crash"],"confidence":0.92,
         "summary":"cards fail 💳","rootCause":"a null in the gateway","novelty":0.4,
         "actionable":true},
       "volume":{"count":120,"customers":130,"baseline":50.5,"standardDeviation":14,
         "baselineHours":168},
       "sentiment":{"mean":-0.6,"negativeShare":0.8,"baselineNegativeShare":0.35,"sigma":2.6},
       "telemetry":{
         "errorRate":{"value":0.05,"baseline":0.01,"observedAt":"2026-03-02T17:00:00Z",
           "state":"PRESENT"},
         "traffic":{"value":null}},
       "business":{"revenueAtRisk":{"amount":240000,"currency":"EUR"},"affectedCustomers":380,
         "highValueCustomers":9,"ordersAffected":77,"supportQueueDepth":12},
       "exposure":{"environment":"production","flags":[{"key":"new-checkout","variation":"on"}],
         "experiment":{"key":"one-page","variant":"B","holdoutPercent":5}},
       "regions":[{"region":"EU","sigma":2.9,"count":90},{"region":"US","sigma":-1.4,"count":80}],
       "evidence":[{"id":"rv-1","channel":"app_review","rating":1,"language":"en",
         "at":"2026-03-02T17:00:00Z","text":"card fails"}],
       "tests":{"regressionSuite":"NOT_RUN","rollbackPlanAttached":true,
         "fixValidatedAgainst":["c-1"]},
       "lineage":{"modelVersion":"sentiment-3","promptVersion":"triage-5",
         "pipelineRunId":"run-7","inputHash":"sha256:00"}}
      """;

  /// The same and every field that contract 1.1 brought.
  static final String LATER =
      FULL.replace("\"specVersion\":\"1.0\"", "\"specVersion\":\"1.1\"")
          .replace(
              "\"segment\":\"returning\"",
              "\"segment\":\"returning\",\"browser\":\"Firefox\",\"os\":\"Android 15\",\"fulfilmentCentre\":\"LEJ-2\"")
          .replace(
              "\"actionable\":true",
              "\"actionable\":true,\"subCategories\":[\"card_authorization\"],\"keyPhrases\":[\"card authorization\",\"won't go through\"]")
          .replace(
              "\"baselineHours\":168",
              "\"baselineHours\":168,\"total\":190,\"trend\":{\"velocity\":12.5,\"acceleration\":-3}")
          .replace("\"sigma\":2.6}", "\"sigma\":2.6,\"meanRating\":1.4}")
          .replace(
              "\"supportQueueDepth\":12",
              "\"supportQueueDepth\":12,\"lifetimeValue\":{\"amount\":90000,\"currency\":\"EUR\"},\"adoption\":0.4")
          .replace(
              "\"text\":\"card fails\"",
              "\"text\":\"card fails\",\"spans\":[{\"from\":5,\"to\":10,\"label\":\"symptom\"},{\"from\":0,\"to\":4}],\"labels\":[\"payment\",\"crash\"]")
          .replace(
              "\"fixValidatedAgainst\":[\"c-1\"]",
              "\"fixValidatedAgainst\":[\"c-1\"],\"coverage\":0.81")
          .replace(
              "\"inputHash\":\"sha256:00\"}",
              """
              "inputHash":"sha256:00"},
              "severity":"P2","urgency":"high","recommendedAction":"DISABLE_FLAG","feature":"express checkout",
              "sku":["4006381333931","SKU-7"],"component":"payment-gateway","errorType":"card_declined",
              "ingestedAt":"2026-03-02T18:05:00Z",
              "correlation":{"requestIds":["req-8f3a","req-8f3b"],"sessionIds":["s-77"],"errorCodes":["E1042"]},
              "orderContext":{"orderIds":["100-1"],"value":{"amount":310.5,"currency":"EUR"},"items":4,
                "paymentMethod":"card","promotion":"SPRING"},
              "links":[{"url":"https://grafana.example.com/d/checkout?from=now-6h#panel","title":"Checkout","kind":"dashboard"},
                {"url":"https://logs.example.com:8443/%7Eapp"}],
              "environment":{"PAYMENT_GATEWAY":"eu-1","_RETRIES":""}\
              """);

  private Samples() {}

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ObjectNode full() {
    return (ObjectNode) JsonReader.read(FULL);
  }

  static ObjectNode later() {
    return (ObjectNode) JsonReader.read(LATER);
  }

  /// The 2,007 aggregates of public reviews, a line each.
  public static List<String> reviews() {
    return lines("aggregates-2024h1.ndjson");
  }

  /// The aggregates of the 27 scenarios.
  static List<String> scenarios() {
    return lines("scenarios.ndjson").stream()
        .map(JsonReader::read)
        .map(scenario -> scenario.get("aggregate"))
        .map(JsonNode::toString)
        .toList();
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
