package dev.ombud.bench;

import dev.ombud.decide.engine.CaseEvaluation;
import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.decide.sheet.WorkbookWriter;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Context;
import dev.ombud.publish.ruleset.RulesetFiles;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/// Asks [OneTable] in one of the engines. Each is set up as its own manual does it, and each gets
/// the questions in the form that it likes best, made ahead.
interface TableEngine {
  List<String> NAMES = List.of("ombud", "kie-dmn", "camunda");

  /// The severity that the table gives to a question.
  String ask(int question);

  static TableEngine of(String name, List<Aggregate> questions) {
    return switch (name) {
      case "ombud" -> ombud(questions);
      case "kie-dmn" -> kie(questions);
      case "camunda" -> camunda(questions);
      default -> throw new IllegalArgumentException("`" + name + "` is none of " + NAMES);
    };
  }

  /// Ours does more than the others: it reads the facts out of the aggregate, explains the row that
  /// applied and finds the near misses.
  private static TableEngine ombud(List<Aggregate> questions) {
    Map<String, byte[]> parts = new HashMap<>(RulesetFiles.read(Path.of("")).parts());
    parts.put("decision-tables/severity.xlsx", WorkbookWriter.write(OneTable.table()));
    CompiledRuleset ruleset = new RulesetCompiler().compile(RulesetParts.of(parts));
    Instant now = Instant.EPOCH;
    return question -> {
      try (CaseEvaluation evaluation =
          ruleset.evaluate(questions.get(question), Context.NONE, now)) {
        evaluation.decide("severity");
        return evaluation.judgement().severity().name();
      }
    };
  }

  private static TableEngine kie(List<Aggregate> questions) {
    byte[] document = OneTable.dmn(OneTable.table(), "number").getBytes(StandardCharsets.UTF_8);
    DMNRuntime runtime =
        DMNRuntimeBuilder.fromDefaults()
            .buildConfiguration()
            .fromResources(List.of(ResourceFactory.newByteArrayResource(document)))
            .getOrElseThrow(IllegalStateException::new);
    DMNModel model = runtime.getModels().getFirst();
    List<Map<String, Object>> variables = questions.stream().map(OneTable::variables).toList();
    return question -> {
      DMNContext context = runtime.newContext();
      variables.get(question).forEach(context::set);
      return (String)
          runtime
              .evaluateByName(model, context, "severity")
              .getDecisionResultByName("severity")
              .getResult();
    };
  }

  private static TableEngine camunda(List<Aggregate> questions) {
    byte[] document = OneTable.dmn(OneTable.table(), "double").getBytes(StandardCharsets.UTF_8);
    DmnEngine engine = DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    DmnDecision decision = engine.parseDecision("severity", new ByteArrayInputStream(document));
    List<Map<String, Object>> variables = questions.stream().map(OneTable::variables).toList();
    return question ->
        engine
            .evaluateDecisionTable(decision, variables.get(question))
            .getSingleResult()
            .getEntry("severity");
  }
}
