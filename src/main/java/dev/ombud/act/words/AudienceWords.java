package dev.ombud.act.words;

import dev.ombud.decide.engine.Words;
import dev.ombud.ground.code.Disposition;
import dev.ombud.ground.code.Tier;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Decision;
import dev.ombud.ground.domain.IncidentKey;
import dev.ombud.ground.domain.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a decision means to whom, in sentences made of its record alone. Stateless.
final class AudienceWords {
  private static final double UNSURE_BELOW = 0.7;
  private static final int METRICS_SAID = 5;
  private static final String UNKNOWN = "unknown";

  /// What tells how much is not sold.
  private static final List<String> SALES =
      List.of("conversion", "failedTransactions", "cartFailures");

  private final Decision decision;
  private final Aggregate aggregate;
  private final Judgement judgement;
  private final ActionWords actions;

  AudienceWords(Decision decision, Aggregate aggregate) {
    this.decision = decision;
    this.aggregate = aggregate;
    this.judgement = decision.judgement();
    this.actions = new ActionWords(judgement);
  }

  String summary() {
    return BriefWords.title(aggregate) + ". " + BriefWords.paragraph(aggregate);
  }

  /// Where, in which release, for whom, behind what.
  String impactedArea() {
    StringBuilder text = new StringBuilder(BriefWords.spaced(aggregate.surface()));
    text.append(" of ").append(aggregate.product());
    if (aggregate.funnelStep() != null) {
      text.append(", step ").append(BriefWords.spaced(aggregate.funnelStep()));
    }
    text.append(", for ").append(whom()).append('.');
    String release = release();
    if (!release.isEmpty()) {
      text.append(' ').append(BriefWords.capital(release)).append('.');
    }
    String flags = flags();
    if (!flags.isEmpty()) {
      text.append(" Behind ").append(flags).append('.');
    }
    return BriefWords.capital(text.toString());
  }

  private String whom() {
    String cohort = BriefWords.cohort(aggregate.cohort());
    return cohort.isEmpty() ? "everyone" : cohort;
  }

  private String release() {
    Aggregate.Release release = aggregate.release();
    if (release == null || release.version() == null) {
      return "";
    }
    StringJoiner details = new StringJoiner(", ", " (", ")").setEmptyValue("");
    if (release.stage() != null) {
      details.add(release.stage().name().toLowerCase(Locale.ROOT));
    }
    if (release.rolloutPercent() != null) {
      details.add("rolled out to " + BriefWords.number(release.rolloutPercent()) + " %");
    }
    if (release.previousStable() != null) {
      details.add("the stable one before it is " + release.previousStable());
    }
    return "release " + release.version() + details;
  }

  private String flags() {
    Aggregate.Exposure exposure = aggregate.exposure();
    if (exposure == null) {
      return "";
    }
    StringJoiner all = new StringJoiner(", ");
    exposure
        .flags()
        .forEach(flag ->
            all.add(
                "flag "
                    + flag.key()
                    + (flag.variation() == null ? "" : " (variation " + flag.variation() + ")")));
    Aggregate.Experiment experiment = exposure.experiment();
    if (experiment != null) {
      all.add("experiment " + experiment.key());
    }
    return all.toString();
  }

  /// What speaks for which cause, and how sure that is.
  String likelyCause() {
    List<String> sentences = new ArrayList<>();
    String cause = aggregate.cluster().rootCause();
    sentences.add(
        cause == null
            ? "Nobody has named a cause."
            : "The pipeline suggests this cause: " + BriefWords.ended(BriefWords.shortened(cause)));
    Aggregate.Release release = aggregate.release();
    Instant arrived = release == null ? null : release.arrivedAt();
    if (release != null && release.version() != null && arrived != null) {
      Duration since = Duration.between(arrived, aggregate.window().end());
      if (!since.isNegative()) {
        sentences.add(
            "Release %s reached customers %s before the window ended."
                .formatted(release.version(), BriefWords.length(since)));
      }
    }
    String worse = metrics();
    sentences.add(
        worse.isEmpty()
            ? "No telemetry came with the complaints, so nothing confirms a cause."
            : "Measured at the same time: " + worse + ".");
    double confidence = aggregate.cluster().confidence();
    sentences.add(
        "The pipeline is %d %% sure that these complaints belong together%s."
            .formatted(
                Math.round(confidence * 100),
                confidence < UNSURE_BELOW ? ", which is not much" : ""));
    return String.join(" ", sentences);
  }

  private String metrics() {
    return new TreeMap<>(aggregate.telemetry())
        .entrySet().stream()
            .filter(metric -> metric.getValue().value() != null)
            .limit(METRICS_SAID)
            .map(metric -> metric(metric.getKey(), metric.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String metric(String name, Aggregate.Metric metric) {
    return BriefWords.spelled(name) + " " + BriefWords.reading(metric);
  }

  String urgency() {
    String reasons = BriefWords.reasons(judgement);
    String upstream = ContextWords.upstream(aggregate.upstream());
    return "%s: %s%s%s"
        .formatted(
            judgement.severity(),
            deadline(),
            reasons.isEmpty() ? "" : " What counted: " + reasons + ".",
            upstream.isEmpty() ? "" : " The pipeline's own view: " + upstream + ".");
  }

  /// Until when somebody must have looked.
  String deadline() {
    Duration sla = Duration.ofMinutes(judgement.owner().slaMinutes());
    return judgement.disposition() == Disposition.DIGEST
        ? "nothing about it is urgent; team %s reads of it in the daily digest."
            .formatted(judgement.owner().team())
        : "team %s must look within %s, by %s."
            .formatted(
                judgement.owner().team(),
                BriefWords.length(sla),
                BriefWords.moment(decision.decidedAt().plus(sla)));
  }

  String recommendedOwner() {
    return "Team " + judgement.owner().team() + ".";
  }

  /// What somebody has to do now.
  String nextStep() {
    String check = "Then see whether " + BriefWords.measure(aggregate) + ".";
    String byItself = actions.byItself();
    String will = byItself.isEmpty() ? "" : "The service will " + byItself + ". ";
    String awaiting = actions.awaiting();
    String recommended = actions.recommended();
    return switch (judgement.disposition()) {
      case ACT ->
          (will.isEmpty() ? "Look at it now: nothing is done by itself. " : will)
              + (recommended.isEmpty() ? "" : "Recommended besides: " + recommended + ". ")
              + check;
      case REVIEW ->
          (awaiting.isEmpty()
                  ? "Look at it and say what is to be done. "
                  : "Approve, amend or reject this: "
                      + awaiting
                      + ". None of it happens before that"
                      + (actions.holdsTells() ? ", and nobody else is told. " : ". "))
              + (recommended.isEmpty()
                  ? ""
                  : "Only recommended, for you to do: " + recommended + ". ")
              + will
              + check;
      case TICKET -> "Take the ticket, find the cause and say when it will be mended. " + check;
      case DIGEST -> "Nothing now: it stands in the daily digest.";
      case QUARANTINE ->
          "Find out whether the source can be trusted before anything is done: what it sent was set"
              + " apart.";
    };
  }

  /// Release, environment, subsystem, numbers, and the way back.
  String engineering() {
    StringJoiner text = new StringJoiner(" ");
    String release = release();
    IncidentKey key = IncidentKey.of(aggregate);
    text.add(
        "Look at %s of %s%s%s."
            .formatted(
                BriefWords.spaced(aggregate.surface()),
                aggregate.product(),
                key.environment().equals(UNKNOWN) ? "" : " in " + key.environment(),
                release.isEmpty() ? "; no release was named" : ", " + release));
    String metrics = metrics();
    text.add(metrics.isEmpty() ? "No telemetry was sent." : "Telemetry: " + metrics + ".");
    String flags = flags();
    if (!flags.isEmpty()) {
      text.add("Exposed: " + flags + ".");
    }
    sentence(text, ContextWords.technical(aggregate));
    text.add(rollback());
    return text.toString();
  }

  /// How far back, and by whom it is started.
  String rollback() {
    return actions.mitigation(
        switch (judgement.mitigation().scope()) {
          case COHORT -> whom();
          case GLOBAL -> "everyone";
        });
  }

  /// Who is affected, as far as anybody knows.
  String segments() {
    StringJoiner text = new StringJoiner(" ");
    text.add("Customers: " + whom() + ".");
    Long customers = aggregate.volume().customers();
    if (customers != null) {
      text.add(customers == 1 ? "One customer complained." : customers + " customers complained.");
    }
    String impact = impact();
    if (!impact.isEmpty()) {
      text.add(BriefWords.capital(impact) + ".");
    }
    List<String> regions =
        aggregate.regions().stream()
            .filter(region -> region.count() != null)
            .map(region -> region.region() + " " + region.count())
            .toList();
    if (!regions.isEmpty()) {
      text.add("Complaints by region: " + String.join(", ", regions) + ".");
    }
    return text.toString();
  }

  /// Words for customers, and what the load is.
  String support() {
    if (judgement.disposition() == Disposition.QUARANTINE) {
      return "Confirm nothing to customers yet: the source of these complaints is in doubt. "
          + BriefWords.volume(aggregate);
    }
    StringBuilder text = new StringBuilder();
    text.append("To customers who ask: we know that some of you ");
    String cohort = BriefWords.cohort(aggregate.cohort());
    text.append(cohort.isEmpty() ? "" : "on " + cohort + " ");
    text.append("have trouble with ").append(BriefWords.spaced(aggregate.surface()));
    text.append(" (").append(BriefWords.categories(aggregate)).append("). ");
    text.append(
        judgement.disposition() == Disposition.DIGEST
            ? "We have noted it."
            : judgement.mitigation().tier() == Tier.NONE
                ? "We are looking into it."
                : "We are looking into it, and a way around it is being prepared.");
    text.append(" Promise no time for a fix. ");
    text.append(BriefWords.volume(aggregate));
    Aggregate.Business business = aggregate.business();
    if (business != null && business.supportQueueDepth() != null) {
      text.append(" The support queue holds ").append(business.supportQueueDepth()).append('.');
    }
    text.append(" Tie new contacts about it to the same incident.");
    return text.toString();
  }

  /// Trend and impact.
  String product() {
    StringJoiner text = new StringJoiner(" ");
    text.add(
        "Complaints about %s in %s: %s."
            .formatted(
                BriefWords.categories(aggregate), BriefWords.spaced(aggregate.surface()), trend()));
    sentence(text, Words.share(aggregate));
    sentence(text, ContextWords.trend(aggregate));
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    if (sentiment != null && sentiment.sigma() != null) {
      double sigma = sentiment.sigma();
      text.add(
          "The negative share is %s standard deviations %s its baseline."
              .formatted(BriefWords.number(Math.abs(sigma)), sigma < 0 ? "below" : "over"));
    }
    String impact = impact();
    text.add(
        impact.isEmpty()
            ? "How many customers it touches is not known."
            : BriefWords.capital(impact) + ".");
    text.add("It is over when " + BriefWords.measure(aggregate) + ".");
    return text.toString();
  }

  private static void sentence(StringJoiner text, String clause) {
    if (!clause.isEmpty()) {
      text.add(BriefWords.ended(BriefWords.capital(clause)));
    }
  }

  private String trend() {
    Aggregate.Volume volume = aggregate.volume();
    Double baseline = volume.baseline();
    if (baseline == null) {
      return volume.count() + ", with no baseline to compare with";
    }
    String usual = "%d against %s usually".formatted(volume.count(), BriefWords.number(baseline));
    double times = baseline > 0 ? Math.round(volume.count() / baseline * 10) / 10.0 : 1;
    return times == 1
        ? usual + ", about as many as ever"
        : usual + ", " + Words.of(times) + " times as many";
  }

  private String impact() {
    Aggregate.Business business = aggregate.business();
    StringJoiner parts = new StringJoiner(", ");
    if (business != null) {
      part(parts, business.affectedCustomers(), "customers affected");
      part(parts, business.highValueCustomers(), "of high value");
      part(parts, business.ordersAffected(), "orders affected");
    }
    return parts.toString();
  }

  private static void part(StringJoiner parts, @Nullable Long number, String what) {
    if (number != null) {
      parts.add((number == 0 ? "none" : number.toString()) + " " + what);
    }
  }

  /// What is at stake and what is done about it, in two or three sentences.
  String leadership() {
    StringJoiner text = new StringJoiner(" ");
    text.add(
        "%s in %s is a %s for %s."
            .formatted(
                BriefWords.capital(BriefWords.categories(aggregate)),
                BriefWords.spaced(aggregate.surface()),
                judgement.severity(),
                whom()));
    Aggregate.Business business = aggregate.business();
    Aggregate.Money money = business == null ? null : business.revenueAtRisk();
    text.add(
        money == null
            ? "Revenue at risk is not known."
            : "Revenue at risk: " + BriefWords.money(money) + ".");
    if (business != null && business.lifetimeValue() != null) {
      text.add(
          "Lifetime value of the customers affected: "
              + BriefWords.money(business.lifetimeValue())
              + ".");
    }
    for (String name : SALES) {
      String metric = telemetry(name);
      if (!metric.isEmpty()) {
        text.add(BriefWords.capital(metric) + ".");
      }
    }
    String impact = impact();
    if (!impact.isEmpty()) {
      text.add(BriefWords.capital(impact) + ".");
    }
    if (business != null && business.supportQueueDepth() != null) {
      text.add("Support load: " + business.supportQueueDepth() + " waiting.");
    }
    text.add("Team " + judgement.owner().team() + " has it. " + rollback());
    return text.toString();
  }

  private String telemetry(String name) {
    Aggregate.Metric metric = aggregate.telemetry().get(name);
    return metric == null || metric.value() == null ? "" : metric(name, metric);
  }
}
