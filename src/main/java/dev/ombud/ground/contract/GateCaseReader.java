package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Violation;
import dev.ombud.ground.base.ViolationCode;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.GateReason;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.code.ReleaseStage;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.code.SuiteResult;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.GateCase;
import dev.ombud.ground.domain.GateCase.Expectation;
import dev.ombud.ground.domain.GateCase.Report;
import dev.ombud.ground.domain.GateCase.Said;
import dev.ombud.ground.domain.GateRequest;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.json.TextLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the scenarios of a release gate: `{name, because, gate: {name, at, request, heard,
/// reports, openIncidents}, expect}`. `request` is what a pipeline would send, `heard` are
/// decisions as the gate finds them, `reports` what was said of fixes and tickets.
/// `docs/scenarios.md` has all of it. Stateless.
final class GateCaseReader {
  static final int HEARD = 1_000;
  static final int REASONS = 30;
  static final int REPORTS = 1_000;

  private static final Set<String> ASKED =
      Set.of("verdict", "reasons", "notReasons", "rows", "notRows", "actions", "notActions");

  private static final TextLimit NAME = TextLimit.name(200);
  private static final TextLimit GATE = TextLimit.name(64);
  private static final GateRequest NO_REQUEST =
      new GateRequest(
          "",
          "",
          "",
          ReleaseStage.PREPROD,
          List.of(),
          (SuiteResult) null,
          (SuiteResult) null,
          Map.of(),
          false,
          List.of(),
          Optional.empty(),
          Optional.empty());

  private GateCaseReader() {}

  /// @throws ServiceException INVALID_REQUEST with all violations
  /// @throws IllegalArgumentException for what `expect` cannot ask for
  static GateCase read(JsonNode root) {
    if (root.has("aggregate")) {
      throw new IllegalArgumentException(
          "the scenario has both `aggregate` and `gate`: make two of it");
    }
    List<Violation> violations = new ArrayList<>();
    AggregateBlock block = AggregateBlock.root(root, violations).requiredBlock("gate");
    GateCase read =
        new GateCase(
            root.path("name").asText(),
            root.path("because").asText(),
            request(block),
            block == null ? Instant.EPOCH : block.requiredInstant("at"),
            heard(block),
            reports(block),
            block == null ? List.of() : block.texts("openIncidents", GateRequestReader.FIXES, NAME),
            expectation(root.path("expect")));
    if (block != null) {
      block.finish();
    }
    if (!violations.isEmpty()) {
      throw GateRequestReader.invalid(violations);
    }
    return read;
  }

  private static GateRequest request(@Nullable AggregateBlock gate) {
    if (gate == null) {
      return NO_REQUEST;
    }
    String name = gate.requiredText("name", GATE);
    AggregateBlock request = gate.requiredBlock("request");
    return request == null ? NO_REQUEST : GateRequestReader.request(name, request);
  }

  private static List<Said> heard(@Nullable AggregateBlock gate) {
    List<Said> heard = new ArrayList<>();
    if (gate != null) {
      for (AggregateBlock block : gate.blocks("heard", HEARD)) {
        heard.add(said(block));
        block.finish();
      }
    }
    return heard;
  }

  private static List<Report> reports(@Nullable AggregateBlock gate) {
    List<Report> reports = new ArrayList<>();
    if (gate != null) {
      for (AggregateBlock block : gate.blocks("reports", REPORTS)) {
        String cohort = block.text("cohort", NAME);
        Report.Kind kind = block.word("kind", List.of(Report.Kind.values()));
        if (kind == null && !block.has("kind")) {
          block.complain(
              ViolationCode.MISSING_FIELD,
              "`kind` is needed: one of " + List.of(Report.Kind.values()));
        }
        reports.add(
            new Report(
                kind == null ? Report.Kind.DEPLOYED : kind,
                block.requiredText("cluster", NAME),
                cohort == null ? "" : cohort,
                block.requiredInstant("at")));
        block.finish();
      }
    }
    return reports;
  }

  private static Said said(AggregateBlock block) {
    Aggregate.Window window = AggregateReader.window(block.requiredBlock("window"));
    String cohort = block.text("cohort", NAME);
    Severity severity = block.word("severity", List.of(Severity.values()));
    if (severity == null && !block.has("severity")) {
      block.complain(
          ViolationCode.MISSING_FIELD,
          "`severity` is needed: one of " + List.of(Severity.values()));
    }
    Disposition disposition = block.word("disposition", List.of(Disposition.values()));
    String environment = block.text("environment", NAME);
    return new Said(
        Optional.ofNullable(block.text("aggregateId", AggregateLimits.IDENTIFIER)),
        AggregateReader.revision(block),
        environment == null ? "" : environment,
        Optional.ofNullable(block.instant("decidedAt")),
        window,
        block.requiredText("surface", AggregateLimits.WORD),
        block.requiredText("cluster", NAME),
        cohort == null ? "" : cohort,
        block.requiredCount("complaints", AggregateLimits.COUNT),
        block.texts("categories", AggregateLimits.MAX_CATEGORIES, AggregateLimits.WORD),
        severity == null ? Severity.P4 : severity,
        disposition == null ? Disposition.DIGEST : disposition,
        reasons(block),
        Optional.ofNullable(block.text("release", AggregateLimits.VERSION)),
        Optional.ofNullable(block.text("variant", NAME)));
  }

  private static Set<ReasonCode> reasons(AggregateBlock block) {
    Set<ReasonCode> reasons = EnumSet.noneOf(ReasonCode.class);
    for (String text : block.texts("reasons", REASONS, AggregateLimits.NAME)) {
      reasons.addAll(ScenarioReader.all(ReasonCode.class, TextNode.valueOf(text)));
    }
    return reasons;
  }

  private static Expectation expectation(JsonNode expect) {
    ScenarioReader.requireOnly(expect, ASKED);
    return new Expectation(
        ScenarioReader.all(GateVerdict.class, expect.path("verdict")),
        ScenarioReader.all(GateReason.class, expect.path("reasons")),
        ScenarioReader.all(GateReason.class, expect.path("notReasons")),
        texts(expect.path("rows")),
        texts(expect.path("notRows")),
        ScenarioReader.all(ActionKind.class, expect.path("actions")),
        ScenarioReader.all(ActionKind.class, expect.path("notActions")));
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new LinkedHashSet<>();
    if (list.isTextual()) {
      texts.add(list.asText());
    }
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
