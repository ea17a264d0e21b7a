package dev.ombud.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Context;
import dev.ombud.domain.Disposition;
import dev.ombud.domain.Field;
import dev.ombud.domain.IncidentKey;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.Judgement.Effect;
import dev.ombud.domain.Judgement.Firing;
import dev.ombud.domain.Judgement.Mitigation;
import dev.ombud.domain.Judgement.Owner;
import dev.ombud.domain.Mode;
import dev.ombud.domain.Scope;
import dev.ombud.domain.Severity;
import dev.ombud.domain.Tier;
import dev.ombud.domain.Vocabulary;
import dev.ombud.testing.Aggregates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The life of an incident, told as a row of windows. Each window is a disposition and a sigma; the
/// policy clears below 1 and ends an incident after two clears in a row. Expected is what stands
/// after each window: breaches, clears, and `x` where it has ended or never was.
final class IncidentsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T18:00:00Z");

  @Test
  void aQuietWindowOpensNothing() {
    check("DIGEST 0.2", "x");
  }

  @Test
  void aQuarantinedWindowOpensNothing() {
    check("QUARANTINE 9", "x");
  }

  @Test
  void breachesCountInARow() {
    check("TICKET 2, REVIEW 2, ACT 2", "1/0, 2/0, 3/0");
  }

  @Test
  void twoClearsInARowEndIt() {
    check("TICKET 2, DIGEST 0.5, DIGEST 0.5", "1/0, 0/1, x");
  }

  @Test
  void aBreachBetweenStartsTheClearsAnew() {
    check("TICKET 2, DIGEST 0.5, TICKET 2, DIGEST 0.5", "1/0, 0/1, 1/0, 0/1");
  }

  @Test
  void aWindowBetweenClearAndTripClearsNothing() {
    check("TICKET 2, DIGEST 1.5, DIGEST 1.5, DIGEST 1.5", "1/0, 0/0, 0/0, 0/0");
  }

  @Test
  void missingDataIsNoRecovery() {
    check("TICKET 2, DIGEST ?, DIGEST ?", "1/0, 0/0, 0/0");
  }

  @Test
  void theNextBreachAfterTheEndOpensAnotherOne() {
    check("TICKET 2, DIGEST 0, DIGEST 0, TICKET 2", "1/0, 0/1, x, 1/0");
  }

  @Test
  void theWidestTierIsRemembered() {
    Incidents incidents = new Incidents(Map.of());
    Aggregate aggregate = aggregate("2");
    IncidentKey key = IncidentKey.of(aggregate);
    for (Tier tier : List.of(Tier.TIER_1, Tier.TIER_3, Tier.NONE)) {
      incidents.apply(key, aggregate, judgement(Disposition.REVIEW, tier), id(), NOW);
    }
    Context.Incident incident = incidents.context(key).incident();
    assertThat(incident).isNotNull();
    assertThat(incident.tierReached()).isEqualTo(Tier.TIER_3);
  }

  private static void check(String windows, String expected) {
    Incidents incidents = new Incidents(Map.of());
    StringBuilder actual = new StringBuilder();
    for (String window : windows.split(", ")) {
      String[] parts = window.split(" ");
      Aggregate aggregate = aggregate(parts[1]);
      IncidentKey key = IncidentKey.of(aggregate);
      incidents.apply(
          key, aggregate, judgement(Disposition.valueOf(parts[0]), Tier.NONE), id(), NOW);
      Context.Incident incident = incidents.context(key).incident();
      actual
          .append(actual.isEmpty() ? "" : ", ")
          .append(incident == null ? "x" : incident.breaches() + "/" + incident.clears());
    }
    assertThat(actual.toString()).isEqualTo(expected);
  }

  private static UUID id() {
    return UUID.randomUUID();
  }

  private static Aggregate aggregate(String sigma) {
    return sigma.equals("?")
        ? Aggregates.surgeWith(",\n    \"sigma\": 2.6", "")
        : Aggregates.surgeWith("\"sigma\": 2.6", "\"sigma\": " + sigma);
  }

  private static Judgement judgement(Disposition disposition, Tier tier) {
    Firing evidence =
        new Firing(
            "EVD-900",
            null,
            List.of(),
            List.of(
                effect(Vocabulary.LIMIT_CLEAR_SIGMA, 1),
                effect(Vocabulary.LIMIT_CLEAR_WINDOWS, 2)));
    return new Judgement(
        Severity.P3,
        disposition,
        new Mitigation(tier, Scope.GLOBAL, Mode.RECOMMENDATION),
        List.of(),
        new Owner("product", 60),
        0,
        List.of(),
        List.of(evidence),
        List.of());
  }

  private static Effect effect(Field field, double value) {
    return new Effect(field.name(), value);
  }
}
