package dev.ombud.decide.gate;

import dev.ombud.decide.engine.TableTrace;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.GateReason;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.domain.Judgement.Comparison;
import dev.ombud.ground.domain.Judgement.Firing;
import dev.ombud.ground.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a gate concludes, with all that it rests on. Immutable.
///
/// @param reasons the row that decides first, then each that says something graver than PASS
/// @param action what the row that decides proposes to do
/// @param variant of the experiment that does worst
/// @param themes what customers say, the gravest first
/// @param rows the table's rows that match, those that count first
public record GateJudgement(
    GateVerdict verdict,
    List<Reason> reasons,
    List<GateSignal> signals,
    Optional<ActionKind> action,
    Optional<String> variant,
    List<Theme> themes,
    List<Row> rows,
    List<TableTrace.Miss> nearMisses) {

  private static final int MAX_DECISIONS = 100;

  public GateJudgement {
    reasons = List.copyOf(reasons);
    signals = List.copyOf(signals);
    themes = List.copyOf(themes);
    rows = List.copyOf(rows);
    nearMisses = List.copyOf(nearMisses);
  }

  /// @param row that says so; empty where the table says nothing
  public record Reason(GateReason code, GateVerdict verdict, String row, String detail) {
    Map<String, Object> members() {
      return Map.of("code", code.name(), "verdict", verdict.name(), "row", row, "detail", detail);
    }
  }

  /// @param isAddressed whether a validated fix of the candidate mends it, or it is fixed already
  public record Theme(Feedback heard, boolean isAddressed) {
    Map<String, @Nullable Object> members() {
      Map<String, @Nullable Object> members = heard.members();
      members.put("addressed", isAddressed);
      return members;
    }
  }

  /// A row that matches.
  public record Row(Firing firing, boolean counts) {}

  /// The newest decisions of each theme that the verdict rests on.
  public List<UUID> decisions() {
    return themes.stream()
        .flatMap(theme -> theme.heard().decisions().stream())
        .distinct()
        .limit(MAX_DECISIONS)
        .toList();
  }

  /// The canonical form of all of it.
  public String text() {
    return new String(CanonicalJson.of(members()), StandardCharsets.UTF_8);
  }

  private Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("verdict", verdict.name());
    members.put("reasons", reasons.stream().map(Reason::members).toList());
    members.put("signals", signals.stream().map(GateSignal::members).toList());
    members.put("action", action.map(Enum::name).orElse(null));
    members.put("variant", variant.orElse(null));
    members.put("themes", themes.stream().map(Theme::members).toList());
    members.put("decisions", decisions().stream().map(UUID::toString).toList());
    members.put("rows", rows.stream().map(GateJudgement::row).toList());
    members.put("nearMisses", nearMisses.stream().map(GateJudgement::miss).toList());
    return members;
  }

  private static Map<String, @Nullable Object> row(Row row) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("row", row.firing().rule());
    members.put("cells", row.firing().cells() == null ? null : row.firing().cells().range());
    members.put("counts", row.counts());
    List<Object> compared = new ArrayList<>();
    for (Comparison each : row.firing().compared()) {
      compared.add(comparison(each.field(), each.value(), each.needs()));
    }
    members.put("compared", compared);
    Map<String, Object> concludes = new LinkedHashMap<>();
    row.firing().effects().forEach(effect -> concludes.put(effect.field(), effect.value()));
    members.put("concludes", concludes);
    return members;
  }

  private static Map<String, @Nullable Object> miss(TableTrace.Miss miss) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("row", miss.row().id());
    members.put("consequence", miss.consequence().name());
    List<Object> failed = new ArrayList<>();
    for (TableTrace.Failure failure : miss.failed()) {
      Map<String, @Nullable Object> each =
          comparison(failure.column().field().name(), failure.value(), failure.test().text());
      failure.gap().ifPresent(gap -> each.put("distance", gap.distance().doubleValue()));
      failed.add(each);
    }
    members.put("failed", failed);
    return members;
  }

  private static Map<String, @Nullable Object> comparison(
      String field, @Nullable Object value, String needs) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("field", field);
    members.put("value", value);
    members.put("needs", needs);
    return members;
  }
}
