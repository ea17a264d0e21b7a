package dev.ombud.act.words;

import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.action.PublicBrief.Excerpt;
import dev.ombud.act.action.PublicBrief.Fact;
import dev.ombud.act.target.Targets;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.code.MaskingConfidence;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Aggregate.Evidence;
import dev.ombud.ground.domain.Aggregate.Span;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.LabelCorrection;
import dev.ombud.ground.json.CanonicalObject;
import dev.ombud.record.decision.StoredDecision;
import dev.ombud.record.texts.MaskedText;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Makes the brief of a decision: what a ticket, a page or a message says. The same decision always
/// comes to the same words, and every number in them stands in its record. Thread-safe.
public final class Briefs {
  private static final int EXCERPTS = 5;
  private static final int MAX_EXCERPT_CHARS = 280;

  /// So much stands before the first part that tells something.
  private static final int BEFORE_SPAN = 40;

  private final ServiceAddress service;

  public Briefs(ServiceAddress service) {
    this.service = service;
  }

  /// @param texts of the decision's evidence, masked
  public PublicBrief of(Decision decision, Aggregate aggregate, List<MaskedText> texts) {
    return of(decision, aggregate, texts, List.of(), service.decision(decision.decisionId()));
  }

  /// The same for those outside: where the masking is unsure, without anything that customers
  /// wrote. No model is ever given that.
  public PublicBrief of(StoredDecision stored, Aggregate aggregate, List<MaskedText> texts) {
    return isUnsure(stored)
        ? of(stored.decision(), aggregate.withoutWords(), List.of())
        : of(stored.decision(), aggregate, texts);
  }

  static boolean isUnsure(StoredDecision stored) {
    return stored.context().masking() == MaskingConfidence.LOW;
  }

  /// @param corrections what people say is wrong about the labels; nothing goes elsewhere for it
  /// @param link to the page of what it is about
  PublicBrief of(
      Decision decision,
      Aggregate aggregate,
      List<MaskedText> texts,
      List<LabelCorrection> corrections,
      URI link) {
    Judgement judgement = decision.judgement();
    Aggregate.Release release = aggregate.release();
    AudienceWords words = new AudienceWords(decision, aggregate);
    return new PublicBrief(
        decision.decisionId(),
        Optional.ofNullable(decision.incidentId()),
        incidentKey(aggregate, judgement.owner().team()),
        aggregate.product(),
        aggregate.surface(),
        Optional.ofNullable(release == null ? null : release.version()),
        IncidentKey.of(aggregate).cohort(),
        judgement.severity(),
        judgement.priority(),
        aggregate.cluster().confidence(),
        title(aggregate),
        BriefWords.paragraph(aggregate),
        numbers(aggregate, judgement, corrections),
        BriefWords.reasons(judgement),
        excerpts(aggregate, texts),
        ContextWords.facts(aggregate),
        ContextWords.links(aggregate),
        judgement.owner().team(),
        decision.decidedAt(),
        decision.decidedAt().plus(Duration.ofMinutes(judgement.owner().slaMinutes())),
        BriefWords.measure(aggregate),
        words.impactedArea(),
        words.rollback(),
        labels(aggregate, judgement),
        link);
  }

  /// Where people see what an action is about: what asks a reviewer leads to the review.
  URI page(String target, UUID decision) {
    return target.startsWith(Targets.REVIEW)
        ? service.review(
            UUID.fromString(target.substring(Targets.REVIEW.length()).replace(Targets.CLOSED, "")))
        : service.decision(decision);
  }

  private static String title(Aggregate aggregate) {
    String title = BriefWords.title(aggregate);
    return IncidentKey.of(aggregate).environment().equals(Sandbox.ENVIRONMENT)
        ? "Drill: " + title
        : title;
  }

  /// The same for all decisions of one incident and team; never of the severity.
  static String incidentKey(Aggregate aggregate, String team) {
    IncidentKey key = IncidentKey.of(aggregate);
    byte[] parts =
        new CanonicalObject(256)
            .text("cluster", key.cluster())
            .text("cohort", key.cohort())
            .text("environment", key.environment())
            .text("product", key.product())
            .text("subject", key.subject())
            .text("team", team)
            .toBytes();
    return HexFormat.of().formatHex(Sha256.of(parts));
  }

  private static List<Fact> numbers(
      Aggregate aggregate, Judgement judgement, List<LabelCorrection> corrections) {
    List<Fact> facts = new ArrayList<>(BriefWords.numbers(aggregate));
    judgement
        .reasons()
        .forEach(reason -> facts.add(new Fact(reason.code().name(), reason.detail())));
    corrections.forEach(each ->
        facts.add(
            new Fact(
                "Corrected by " + each.by(),
                shortened("%s: %s".formatted(each.words(), each.reason())))));
    return facts;
  }

  private static List<Excerpt> excerpts(Aggregate aggregate, List<MaskedText> texts) {
    List<Excerpt> excerpts = new ArrayList<>();
    for (MaskedText text : texts) {
      if (excerpts.size() < EXCERPTS && text.evidenceId().isPresent() && text.text().isPresent()) {
        Optional<Evidence> piece = text.piece(aggregate);
        excerpts.add(
            new Excerpt(
                text.evidenceId().get(),
                piece.map(Evidence::channel).orElse("unknown"),
                shortened(text.text().get(), piece.map(Evidence::spans).orElse(List.of())),
                piece.map(Evidence::labels).orElse(List.of())));
      }
    }
    return excerpts;
  }

  /// The beginning, or what stands around the first part that tells something.
  private static String shortened(String text, List<Span> spans) {
    int length = text.codePointCount(0, text.length());
    int first = spans.stream().mapToInt(Span::from).min().orElse(0);
    if (length <= MAX_EXCERPT_CHARS || first <= MAX_EXCERPT_CHARS / 2 || first >= length) {
      return shortened(text);
    }
    int start = Math.min(first - BEFORE_SPAN, length - MAX_EXCERPT_CHARS);
    return "… " + shortened(text.substring(text.offsetByCodePoints(0, Math.max(0, start))));
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= MAX_EXCERPT_CHARS) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, MAX_EXCERPT_CHARS)) + " …";
  }

  private static List<String> labels(Aggregate aggregate, Judgement judgement) {
    List<String> labels = new ArrayList<>();
    labels.add("ombud");
    labels.add("severity-" + judgement.severity());
    labels.add("product-" + aggregate.product());
    labels.add("surface-" + aggregate.surface());
    aggregate.cluster().categories().forEach(category -> labels.add("category-" + category));
    Aggregate.Release release = aggregate.release();
    if (release != null && release.version() != null) {
      labels.add("release-" + release.version());
    }
    return labels;
  }
}
