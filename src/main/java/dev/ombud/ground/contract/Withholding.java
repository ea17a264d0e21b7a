package dev.ombud.ground.contract;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.ReasonCode;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.domain.Judgement.NearMiss;
import dev.ombud.ground.domain.Judgement.Reason;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Leaves out what only those are shown whose role needs it: revenue, counts of customers, and the
/// evidence. Who they are, and where it is left out, stands in `docs/access.md`.
///
/// What is left out is said to be, by the word [#WORD] or by its place: nobody takes it for zero or
/// for not known. The record keeps it, so proofs hold. Stateless.
public final class Withholding {
  /// Stands in the place of a value, and of a text that tells one.
  public static final String WORD = "withheld";

  /// Who is shown everything.
  private static final Set<Role> INFORMED = EnumSet.of(Role.OWNER, Role.REVIEWER, Role.AUDITOR);

  /// By their names in tables, which are their places in the aggregate.
  private static final Set<String> FIELDS =
      Set.of(
          "volume.customers",
          "business.revenueAtRisk",
          "business.lifetimeValue",
          "business.affectedCustomers",
          "business.highValueCustomers");

  /// Whoever gives them tells numbers of customers, amounts, or channels and times of evidence.
  private static final Set<ReasonCode> TELLING =
      EnumSet.of(
          ReasonCode.HIGH_VALUE_CUSTOMERS,
          ReasonCode.INSUFFICIENT_SAMPLE,
          ReasonCode.LOW_TRUST_SOURCE,
          ReasonCode.TIMES_CONTRADICT,
          ReasonCode.UNKNOWN_CHANNEL,
          ReasonCode.UNKNOWN_CURRENCY);

  private static final String EVIDENCE = "evidence";

  private Withholding() {}

  /// Whether somebody with these roles is not shown everything.
  public static boolean isFor(Set<Role> roles) {
    return roles.stream().noneMatch(INFORMED::contains);
  }

  /// Whether a field of tables is withheld.
  public static boolean isWithheld(String field) {
    return FIELDS.contains(field);
  }

  /// A decision without what is withheld.
  public static Decision of(Decision decision) {
    return new Decision(
        decision.decisionId(),
        decision.decidedAt(),
        decision.aggregate(),
        of(decision.judgement()),
        decision.ruleset(),
        decision.incidentId(),
        decision.caller(),
        decision.traceId(),
        decision.isDrill());
  }

  /// A judgement without what is withheld.
  public static Judgement of(Judgement judgement) {
    return new Judgement(
        judgement.severity(),
        judgement.disposition(),
        judgement.mitigation(),
        judgement.actions(),
        judgement.owner(),
        judgement.priority(),
        judgement.reasons().stream().map(Withholding::of).toList(),
        judgement.firings().stream().map(Withholding::of).toList(),
        judgement.nearMisses().stream().map(Withholding::of).toList());
  }

  private static Reason of(Reason reason) {
    boolean tells =
        TELLING.contains(reason.code()) || FIELDS.stream().anyMatch(reason.detail()::contains);
    return tells ? new Reason(reason.code(), WORD) : reason;
  }

  private static Firing of(Firing firing) {
    return new Firing(
        firing.rule(),
        firing.cells(),
        firing.compared().stream().map(Withholding::of).toList(),
        firing.effects());
  }

  private static Comparison of(Comparison comparison) {
    return isWithheld(comparison.field())
        ? new Comparison(comparison.field(), WORD, comparison.needs())
        : comparison;
  }

  /// With the distance from the test, the value could be told.
  private static NearMiss of(NearMiss miss) {
    return isWithheld(miss.failed().field())
        ? new NearMiss(miss.table(), miss.row(), of(miss.failed()), null)
        : miss;
  }

  /// What is left of an aggregate.
  ///
  /// @param json the rest
  /// @param withheld the places of what is not there, as RFC 6901 pointers
  public record Rest(String json, List<String> withheld) {
    public Rest {
      withheld = List.copyOf(withheld);
    }
  }

  /// @param json an aggregate as it is on record
  public static Rest of(String json) {
    Map<String, @Nullable Object> aggregate =
        members(Json.readMembers(json.getBytes(StandardCharsets.UTF_8)));
    List<String> withheld = new ArrayList<>();
    for (String field : FIELDS.stream().sorted().toList()) {
      int dot = field.indexOf('.');
      String block = field.substring(0, dot);
      if (aggregate.get(block) instanceof Map<?, ?> before) {
        Map<String, @Nullable Object> rest = members(before);
        if (rest.remove(field.substring(dot + 1)) != null) {
          withheld.add("/" + field.replace('.', '/'));
        }
        aggregate.put(block, rest);
      }
    }
    if (aggregate.remove(EVIDENCE) != null) {
      withheld.add("/" + EVIDENCE);
    }
    return new Rest(new String(Json.write(aggregate), StandardCharsets.UTF_8), withheld);
  }

  /// Plain JSON without the ids of evidence in it, however deep they stand.
  public static @Nullable Object withoutEvidence(@Nullable Object json) {
    return switch (json) {
      case Map<?, ?> object -> {
        Map<String, @Nullable Object> rest = members(object);
        rest.replaceAll((name, value) ->
            name.equals(EVIDENCE) && value instanceof List<?> ids
                ? idsOf(ids)
                : withoutEvidence(value));
        yield rest;
      }
      case List<?> items -> items.stream().map(Withholding::withoutEvidence).toList();
      case null -> null;
      default -> json;
    };
  }

  /// What is shown of ids of evidence: that there are some.
  public static List<String> idsOf(List<?> ids) {
    return ids.isEmpty() ? List.of() : List.of(WORD);
  }

  private static Map<String, @Nullable Object> members(Map<?, ?> object) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    object.forEach((name, value) -> members.put(String.valueOf(name), value));
    return members;
  }
}
