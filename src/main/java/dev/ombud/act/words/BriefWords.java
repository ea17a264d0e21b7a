package dev.ombud.act.words;

import dev.ombud.act.action.PublicBrief.Fact;
import dev.ombud.decide.engine.Words;
import dev.ombud.ground.domain.Aggregate;
import dev.ombud.ground.domain.Judgement;
import dev.ombud.ground.domain.Judgement.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The sentences of a brief; numbers are rounded to what tells something. Stateless.
public final class BriefWords {
  private static final int MAX_SUMMARY_CHARS = 600;
  private static final int METRICS_SAID = 3;

  private static final int MINUTES_AN_HOUR = 60;
  private static final int HOURS_SAID = 72;

  /// How long a release is news.
  private static final Duration LATELY = Duration.ofDays(3);

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// No part of a version.
  private static final Pattern LONG_NUMBER =
      Pattern.compile("(?<![\\w.-])\\d+\\.\\d{2,}(?![\\w.])");

  /// A name in code: `errorRate`, `app_start`.
  private static final Pattern FIELD =
      Pattern.compile("(?<![\\w.:/-])(?:[a-z]+[A-Z]\\w*|[a-z]+_[a-z_]+)(?![\\w./-])");

  private BriefWords() {}

  /// What broke where after what: `Payment failure in checkout after release 7.18.1 on ios`. Only
  /// what came out lately is said to have come before.
  static String title(Aggregate aggregate) {
    StringBuilder title = new StringBuilder(capital(categories(aggregate)));
    title.append(" in ").append(spaced(aggregate.surface()));
    Aggregate.Release release = aggregate.release();
    if (release != null && release.version() != null) {
      title.append(isRecent(aggregate, release) ? " after release " : " with release ");
      title.append(release.version());
    } else {
      title.append(" of ").append(aggregate.product());
    }
    String cohort = cohort(aggregate.cohort());
    return cohort.isEmpty() ? title.toString() : title.append(" on ").append(cohort).toString();
  }

  private static boolean isRecent(Aggregate aggregate, Aggregate.Release release) {
    Instant arrived = release.arrivedAt();
    return arrived != null && aggregate.window().end().isBefore(arrived.plus(LATELY));
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
    part(words, cohort.browser());
    part(words, cohort.os());
    part(words, cohort.fulfilmentCentre());
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
    String share = Words.share(aggregate);
    if (!share.isEmpty()) {
      sentences.add(ended(capital(share)));
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

  public static String volume(Aggregate aggregate) {
    Aggregate.Volume volume = aggregate.volume();
    StringBuilder text = new StringBuilder();
    text.append(volume.count()).append(volume.count() == 1 ? " complaint" : " complaints");
    if (volume.customers() != null) {
      text.append(" from ").append(volume.customers());
      text.append(volume.customers() == 1 ? " customer" : " customers");
    }
    Aggregate.Window window = aggregate.window();
    text.append(" in the ").append(length(Duration.between(window.start(), window.end())));
    text.append(" until ").append(moment(window.end()));
    if (volume.baseline() != null) {
      text.append("; ").append(number(volume.baseline())).append(" are usual");
    }
    return text.append('.').toString();
  }

  /// `2026-03-02 18:15 UTC`.
  public static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /// `90 minutes`, `7 hours`, `10 days`.
  static String length(Duration length) {
    long minutes = length.toMinutes();
    if (minutes < 2 * MINUTES_AN_HOUR && minutes % MINUTES_AN_HOUR != 0) {
      return minutes == 1 ? "minute" : minutes + " minutes";
    }
    long hours = Math.round(minutes / (double) MINUTES_AN_HOUR);
    if (hours <= HOURS_SAID) {
      return hours + (hours == 1 ? " hour" : " hours");
    }
    return Math.round(hours / 24.0) + " days";
  }

  /// Rounded to one digit after the point, small ones to three.
  static String number(double number) {
    double places = Math.abs(number) >= 1 ? 10 : 1_000;
    return Words.of(Math.round(number * places) / places);
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
    String value = metric.value() == null ? "not known" : number(metric.value());
    return metric.baseline() == null
        ? value
        : value + " (baseline " + number(metric.baseline()) + ")";
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
                    : " (baseline " + number(volume.baseline()) + ")")));
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    if (sentiment != null && sentiment.sigma() != null) {
      facts.add(
          new Fact(
              "Negative share over its baseline",
              number(sentiment.sigma()) + " standard deviations"));
    }
    new TreeMap<>(aggregate.telemetry())
        .forEach((name, metric) -> facts.add(new Fact(capital(spelled(name)), reading(metric))));
    facts.add(
        new Fact(
            "Confidence of the cluster", Words.of(aggregate.cluster().confidence()) + " of 1"));
    Aggregate.Business business = aggregate.business();
    if (business != null && business.revenueAtRisk() != null) {
      Aggregate.Money money = business.revenueAtRisk();
      facts.add(new Fact("Revenue at risk", money(money)));
    }
    if (business != null && business.affectedCustomers() != null) {
      facts.add(new Fact("Customers affected", business.affectedCustomers().toString()));
    }
    facts.addAll(ContextWords.numbers(aggregate));
    return facts;
  }

  /// What counted when it was judged, in the words of the rules.
  static String reasons(Judgement judgement) {
    return judgement.reasons().stream()
        .map(Reason::detail)
        .map(BriefWords::plain)
        .collect(Collectors.joining("; "));
  }

  /// A reason as people read it: names of fields spelled, numbers rounded, one of a thing in the
  /// singular.
  static String plain(String detail) {
    String text =
        LONG_NUMBER.matcher(detail).replaceAll(each -> number(Double.parseDouble(each.group())));
    return FIELD
        .matcher(text)
        .replaceAll(each -> spelled(spaced(each.group())))
        .replaceAll("\\b1 (customer|complaint|region)s\\b", "1 $1")
        .replaceAll(", (needs|would need) ([^;,]+)", " ($1 $2)");
  }

  static String money(Aggregate.Money money) {
    return String.format(Locale.ROOT, "%,.0f %s", money.amount(), money.currency());
  }

  /// The number by which people will see whether it is over.
  static String measure(Aggregate aggregate) {
    Aggregate.Volume volume = aggregate.volume();
    String of = "complaints about " + categories(aggregate) + " in " + spaced(aggregate.surface());
    return volume.baseline() == null
        ? of + " fall below " + volume.count()
        : of + " fall back to " + number(volume.baseline());
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " %";
  }

  static String spaced(String name) {
    return name.replace('_', ' ').replace('-', ' ');
  }

  /// `errorRate` as people write it.
  static String spelled(String name) {
    return name.replaceAll("([a-z])([A-Z0-9])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  public static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_SUMMARY_CHARS
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_SUMMARY_CHARS / 2)) + " …";
  }

  public static String ended(String sentence) {
    return sentence.matches(".*[.!?…]") ? sentence : sentence + ".";
  }

  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
