import client.ApiClient;
import client.ApiException;
import client.ApiResponse;
import client.JSON;
import client.api.DecisionsApi;
import client.api.GatesApi;
import client.model.Aggregate;
import client.model.Cluster;
import client.model.Decision;
import client.model.ErrorCode;
import client.model.GateEvaluation;
import client.model.GateQuestion;
import client.model.Problem;
import client.model.ViolationCode;
import client.model.Volume;
import client.model.Window;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;

/// What a client does that is generated from /openapi.yaml: it compiles where the document says what
/// the service takes and answers, and runs where the service does so.
public final class Journey {
  private Journey() {}

  private static ApiClient as(String address, String token) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(address);
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    return client;
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }

  /// @param args the address, a caller's token, an auditor's token, the end of the window
  public static void main(String[] args) throws Exception {
    ApiClient caller = as(args[0], args[1]);
    ApiClient auditor = as(args[0], args[2]);
    DecisionsApi decisions = new DecisionsApi(caller);
    OffsetDateTime end = OffsetDateTime.parse(args[3]);
    Aggregate aggregate =
        new Aggregate()
            .specVersion(Aggregate.SpecVersionEnum._1_1)
            .aggregateId("java-1")
            .window(new Window().start(end.minusHours(1)).end(end))
            .product("java-shop")
            .surface("checkout")
            .cluster(
                new Cluster().id("c-1").categories(Set.of("payment_failure")).confidence(new BigDecimal("0.9")))
            .volume(new Volume().count(40L).customers(40L));
    ApiResponse<Decision> posted = decisions.decideWithHttpInfo(aggregate);
    Decision decision = posted.getData();
    check("it is decided", posted.getStatusCode() == 201);
    check("it is of the product", decision.getProduct().equals("java-shop"));
    check(
        "it is replayed",
        decisions.decideWithHttpInfo(aggregate).getHeaders().get("Idempotency-Replayed") != null);
    checkRefused(decisions, aggregate.product("No Product"));

    DecisionsApi reading = new DecisionsApi(auditor);
    check(
        "it is read",
        reading.findDecision(decision.getDecisionId()).getSeverity() == decision.getSeverity());
    var found =
        reading.listDecisions(
            DecisionsApi.APIListDecisionsRequest.newBuilder()
                .product(List.of("java-shop"))
                .limit(5)
                .build());
    check(
        "it is found",
        found.getItems().getFirst().getDecisionId().equals(decision.getDecisionId()));

    GateQuestion question =
        new GateQuestion()
            .product("java-shop")
            .release("7.18.2")
            .stage(GateQuestion.StageEnum.PRODUCTION);
    ApiResponse<GateEvaluation> asked =
        new GatesApi(caller).askGateWithHttpInfo("production", question, false, 0);
    GateEvaluation evaluation = asked.getData();
    check(
        "the verdict is in a header",
        asked.getHeaders().get("gate-verdict").contains(evaluation.getVerdict().getValue()));
    check(
        "it is on record",
        new GatesApi(auditor).getGateEvaluation(evaluation.getEvaluationId()).getVerdict()
            == evaluation.getVerdict());
  }

  private static void checkRefused(DecisionsApi decisions, Aggregate wrong) throws Exception {
    try {
      decisions.decide(wrong);
      throw new IllegalStateException("it is taken");
    } catch (ApiException e) {
      Problem problem =
          JSON.getDefault().getMapper().readValue(e.getResponseBody(), Problem.class);
      check("it is refused", problem.getCode() == ErrorCode.INVALID_AGGREGATE);
      check(
          "and it says where",
          problem.getViolations().getFirst().getCode() == ViolationCode.BAD_FORMAT);
    }
  }
}
