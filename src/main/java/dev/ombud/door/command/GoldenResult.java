package dev.ombud.door.command;

import dev.ombud.act.brief.BriefWriter.Call;
import dev.ombud.act.brief.BriefWriter.Written;
import dev.ombud.act.brief.FallbackReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one case came to.
///
/// @param misses what the labels say and the rules do not
/// @param outcome severity, disposition and owner, in one line
/// @param brief nothing where no model was asked
record GoldenResult(String name, List<String> misses, String outcome, Optional<Brief> brief) {
  GoldenResult {
    misses = List.copyOf(misses);
  }

  /// What came of asking the model.
  ///
  /// @param calls how often it was asked; a second time is a complaint
  record Brief(FallbackReason why, long calls, String prompt, String model, long tokens) {
    /// The lower the better.
    private long rank() {
      return why == FallbackReason.ANSWERED ? calls : Long.MAX_VALUE;
    }
  }

  /// How a result compares with the kept one, the worst first.
  enum Change {
    WORSE,
    BETTER,
    CHANGED,
    NEW,
    SAME
  }

  record Comparison(Change change, String detail) {}

  static GoldenResult of(String name, GoldenCase.Judged judged, Optional<Written> written) {
    return new GoldenResult(
        name,
        judged.misses(),
        "%s %s %s"
            .formatted(
                judged.judgement().severity(),
                judged.judgement().disposition(),
                judged.judgement().owner().team()),
        written.flatMap(each -> each.call().map(call -> brief(each, call))));
  }

  private static Brief brief(Written written, Call call) {
    return new Brief(
        written.why(),
        call.answers().size(),
        call.prompt().name() + " " + call.prompt().version(),
        call.name(),
        call.usage().promptTokens() + call.usage().completionTokens());
  }

  boolean holds() {
    return misses.isEmpty();
  }

  boolean isAnswered() {
    return brief.map(each -> each.why() == FallbackReason.ANSWERED).orElse(false);
  }

  /// @param kept null where there was no such case
  Comparison against(@Nullable GoldenResult kept) {
    if (kept == null) {
      return new Comparison(
          Change.NEW, holds() ? outcome : outcome + "; " + String.join("; ", misses));
    }
    List<String> worse = new ArrayList<>();
    List<String> better = new ArrayList<>();
    if (kept.holds() && !holds()) {
      worse.add(String.join("; ", misses));
    } else if (!kept.holds() && holds()) {
      better.add("the rules do what its labels say");
    }
    if (brief.isPresent() && kept.brief().isPresent()) {
      Brief now = brief.get();
      Brief before = kept.brief().get();
      String step =
          "brief %s after %d calls (%s, %s), was %s after %d (%s, %s)"
              .formatted(
                  now.why(),
                  now.calls(),
                  now.prompt(),
                  now.model(),
                  before.why(),
                  before.calls(),
                  before.prompt(),
                  before.model());
      if (now.rank() != before.rank()) {
        (now.rank() > before.rank() ? worse : better).add(step);
      }
    }
    if (!worse.isEmpty()) {
      return new Comparison(Change.WORSE, String.join("; ", worse));
    }
    if (!better.isEmpty()) {
      return new Comparison(Change.BETTER, String.join("; ", better));
    }
    return kept.outcome().equals(outcome)
        ? new Comparison(Change.SAME, outcome)
        : new Comparison(Change.CHANGED, "%s, was %s".formatted(outcome, kept.outcome()));
  }

  /// As it is kept, a line each.
  Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", name);
    view.put("outcome", outcome);
    view.put("misses", misses);
    brief.ifPresent(each -> {
      view.put("why", each.why().name());
      view.put("calls", each.calls());
      view.put("prompt", each.prompt());
      view.put("model", each.model());
      view.put("tokens", each.tokens());
    });
    return view;
  }

  static GoldenResult read(Map<?, ?> view) {
    List<String> misses = new ArrayList<>();
    if (view.get("misses") instanceof List<?> items) {
      items.forEach(item -> misses.add(String.valueOf(item)));
    }
    Optional<Brief> brief =
        view.get("why") instanceof String why
            ? Optional.of(
                new Brief(
                    FallbackReason.valueOf(why),
                    number(view.get("calls")),
                    String.valueOf(view.get("prompt")),
                    String.valueOf(view.get("model")),
                    number(view.get("tokens"))))
            : Optional.empty();
    return new GoldenResult(
        String.valueOf(view.get("name")), misses, String.valueOf(view.get("outcome")), brief);
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
