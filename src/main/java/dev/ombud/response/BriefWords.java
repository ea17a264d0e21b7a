package dev.ombud.response;

import dev.ombud.action.Brief.Fact;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.Judgement;
import dev.ombud.domain.Judgement.Reason;
import dev.ombud.engine.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The sentences of a brief. Stateless.
final class BriefWords {
  private static final int SUMMARY_LONGEST = 600;
  private static final int METRICS_SAID = 3;

  private BriefWords() {}

  /// What broke where after what: `Payment failure in checkout after release 7.18.1 on ios`.
  static String title(Aggregate aggregate) {
    StringBuilder title = new StringBuilder(capital(categories(aggregate)));
    title.append(" in ").append(spaced(aggregate.surface()));
    Aggregate.Release release = aggregate.release();
    if (release != null && release.version() != null) {
      title.append(" after release ").append(release.version());
    } else {
      title.append(" of ").append(aggregate.product());
    }
    String cohort = cohort(aggregate.cohort());
    return cohort.isEmpty() ? title.toString() : title.append(" on ").append(cohort).toString();
  }

  static String categories(Aggregate aggregate) {
    List<String> names = aggregate.cluster().categories().stream().map(BriefWords::spaced).toList();
    return names.isEmpty() ? "complaints" : String.join(" and ", names);
  }

  /// Whom it concerns, most telling first; empty where it is everyone.
  static String cohort(Aggregate.Cohort cohort) {
    StringJoiner words = new StringJoiner(", ");
    part(words, cohort.platform());
    part(words, cohort.deviceFamily());
    part(words, cohort.region());
    part(words, cohort.locale());
    part(words, cohort.customerTier());
    part(words, cohort.segment());
    return words.toString();
  }

  private static void part(StringJoiner words, @Nullable String value) {
    if (value != null) {
      words.add(value);
    }
  }

  /// What is known, in a few sentences.
  static String paragraph(Aggregate aggregate) {
    StringJoiner sentences = new StringJoiner(" ");
    sentences.add(volume(aggregate));
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    if (sentiment != null && sentiment.negativeShare() != null) {
      sentences.add(
          "%s of them are negative%s."
              .formatted(
                  percent(sentiment.negativeShare()),
                  sentiment.baselineNegativeShare() == null
                      ? ""
                      : ", usually " + percent(sentiment.baselineNegativeShare())));
    }
    String telemetry = telemetry(aggregate);
    sentences.add(
        telemetry.isEmpty() ? "No telemetry was sent with it." : "Measured: " + telemetry + ".");
    String summary = aggregate.cluster().summary();
    if (summary != null) {
      sentences.add("What they say: " + ended(shortened(summary)));
    }
    String cause = aggregate.cluster().rootCause();
    if (cause != null) {
      sentences.add("Likely cause, as the pipeline has it: " + ended(shortened(cause)));
    }
    return sentences.toString();
  }

  static String volume(Aggregate aggregate) {
    Aggregate.Volume volume = aggregate.volume();
    StringBuilder text = new StringBuilder();
    text.append(volume.count()).append(volume.count() == 1 ? " complaint" : " complaints");
    if (volume.customers() != null) {
      text.append(" from ").append(volume.customers());
      text.append(volume.customers() == 1 ? " customer" : " customers");
    }
    text.append(" between ").append(aggregate.window().start());
    text.append(" and ").append(aggregate.window().end());
    if (volume.baseline() != null) {
      text.append(", against a baseline of ").append(Words.of(volume.baseline().doubleValue()));
    }
    return text.append('.').toString();
  }

  private static String telemetry(Aggregate aggregate) {
    return new TreeMap<>(aggregate.telemetry())
        .entrySet().stream()
            .filter(metric -> metric.getValue().value() != null)
            .limit(METRICS_SAID)
            .map(metric -> spelled(metric.getKey()) + " " + reading(metric.getValue()))
            .collect(Collectors.joining(", "));
  }

  static String reading(Aggregate.Metric metric) {
    String value = metric.value() == null ? "not known" : Words.of(metric.value().doubleValue());
    return metric.baseline() == null
        ? value
        : value + " (baseline " + Words.of(metric.baseline().doubleValue()) + ")";
  }

  /// What was measured, each with what it is compared with.
  static List<Fact> numbers(Aggregate aggregate) {
    List<Fact> facts = new ArrayList<>();
    Aggregate.Volume volume = aggregate.volume();
    facts.add(
        new Fact(
            "Complaints",
            volume.count()
                + (volume.baseline() == null
                    ? ""
                    : " (baseline " + Words.of(volume.baseline().doubleValue()) + ")")));
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    if (sentiment != null && sentiment.sigma() != null) {
      facts.add(
          new Fact(
              "Negative share over its baseline",
              Words.of(sentiment.sigma().doubleValue()) + " standard deviations"));
    }
    new TreeMap<>(aggregate.telemetry())
        .forEach((name, metric) -> facts.add(new Fact(capital(spelled(name)), reading(metric))));
    facts.add(
        new Fact(
            "Confidence of the cluster", Words.of(aggregate.cluster().confidence()) + " of 1"));
    Aggregate.Business business = aggregate.business();
    if (business != null && business.revenueAtRisk() != null) {
      Aggregate.Money money = business.revenueAtRisk();
      facts.add(new Fact("Revenue at risk", Words.of(money.amount()) + " " + money.currency()));
    }
    if (business != null && business.affectedCustomers() != null) {
      facts.add(new Fact("Customers affected", business.affectedCustomers().toString()));
    }
    return facts;
  }

  /// Why it is as severe as it is.
  static String reasons(Judgement judgement) {
    return judgement.reasons().stream().map(Reason::detail).collect(Collectors.joining("; "));
  }

  /// The number by which people will see whether it is over.
  static String measure(Aggregate aggregate) {
    Aggregate.Volume volume = aggregate.volume();
    String of = "complaints about " + categories(aggregate) + " in " + spaced(aggregate.surface());
    return volume.baseline() == null
        ? of + " fall below " + volume.count()
        : of + " fall back to " + Words.of(volume.baseline().doubleValue());
  }

  private static String percent(double share) {
    return Words.of(share * 100) + " %";
  }

  static String spaced(String name) {
    return name.replace('_', ' ').replace('-', ' ');
  }

  /// `errorRate` as people write it.
  static String spelled(String name) {
    return name.replaceAll("([a-z])([A-Z0-9])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= SUMMARY_LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, SUMMARY_LONGEST / 2)) + " …";
  }

  static String ended(String sentence) {
    return sentence.matches(".*[.!?…]") ? sentence : sentence + ".";
  }

  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
