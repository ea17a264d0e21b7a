package dev.ombud.record.decision;

import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a decision is found by besides its columns: `field=value`, for one index over all of it.
/// Stateless.
public final class Terms {
  /// What the decisions of drills have, and no others.
  public static final String DRILL = term("environment", IncidentKey.DRILL);

  /// What decisions on historic evidence have, and no others.
  public static final String HISTORIC = term("reason", ReasonCode.EVIDENCE_HISTORIC.name());

  private Terms() {}

  /// Of a decision and the aggregate that it was made of.
  public static List<String> of(Decision decision, Aggregate aggregate) {
    IncidentKey key = IncidentKey.of(aggregate);
    Judgement judgement = decision.judgement();
    Set<String> terms = new LinkedHashSet<>();
    terms.add(term("version", Long.toString(decision.ruleset().version())));
    terms.add(term("tier", judgement.mitigation().tier().name()));
    terms.add(term("mode", judgement.mitigation().mode().name()));
    terms.add(term("owner", judgement.owner().team()));
    terms.add(term("caller", decision.caller()));
    terms.add(term("cohort", key.cohort()));
    if (key.isDrill()) {
      terms.add(DRILL);
    }
    aggregate.cluster().categories().forEach(each -> terms.add(term("category", each)));
    Aggregate.Entities entities = aggregate.entities();
    add(terms, "feature", entities.feature());
    add(terms, "component", entities.component());
    add(terms, "errorType", entities.errorType());
    entities.skus().forEach(each -> terms.add(term("sku", each)));
    add(terms, "browser", aggregate.cohort().browser());
    add(terms, "os", aggregate.cohort().os());
    aggregate.evidence().forEach(each -> terms.add(term("evidence", each.id())));
    judgement.reasons().forEach(reason -> terms.add(term("reason", reason.code().name())));
    judgement.firings().forEach(firing -> terms.add(fired(firing)));
    return new ArrayList<>(terms);
  }

  private static void add(Set<String> terms, String field, @Nullable String value) {
    if (value != null) {
      terms.add(term(field, value));
    }
  }

  private static String fired(Judgement.Firing firing) {
    return firing.cells() == null
        ? term("rule", firing.rule())
        : row(firing.cells().table(), firing.rule());
  }

  /// The values of a field among the terms of a decision.
  public static List<String> values(List<String> terms, String field) {
    String prefix = term(field, "");
    return terms.stream()
        .filter(term -> term.startsWith(prefix))
        .map(term -> term.substring(prefix.length()))
        .toList();
  }

  /// The term of a table's row.
  public static String row(String table, String row) {
    return term("row", table + "/" + row);
  }

  /// @param field `version tier mode owner caller cohort environment category feature component
  ///   errorType sku browser os evidence reason rule row`
  public static String term(String field, String value) {
    return field + "=" + value;
  }
}
