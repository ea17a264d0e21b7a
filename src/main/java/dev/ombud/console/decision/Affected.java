package dev.ombud.console.decision;

import dev.ombud.console.Words;
import dev.ombud.domain.Aggregate;
import java.util.ArrayList;
import java.util.List;

/// Who complains, how many they are, and against what is usual: sentences. Immutable.
public record Affected(String complaints, String usual, List<String> more) {
  public static Affected of(Aggregate aggregate) {
    return of(aggregate, false);
  }

  /// @param isWithheld whether something is left out that this person is not shown
  static Affected of(Aggregate aggregate, boolean isWithheld) {
    Aggregate.Volume volume = aggregate.volume();
    String complaints =
        Words.count(volume.count(), "complaint")
            + (volume.customers() == null
                ? ""
                : " of " + Words.count(volume.customers(), "customer"))
            + " within "
            + Words.age(aggregate.window().length());
    return new Affected(complaints, usual(volume), more(aggregate, isWithheld));
  }

  private static String usual(Aggregate.Volume volume) {
    Double baseline = volume.baseline();
    if (baseline == null) {
      return "what is usual is not known";
    }
    String usual = "usual are " + Words.decimal(baseline);
    return baseline > 0
        ? usual + ", so " + Words.decimal(volume.count() / baseline) + " times as many"
        : usual;
  }

  private static List<String> more(Aggregate aggregate, boolean isWithheld) {
    List<String> more = new ArrayList<>();
    if (isWithheld) {
      more.add("counts of customers, revenue and evidence are withheld from your role");
    }
    String share = dev.ombud.engine.Words.share(aggregate);
    if (!share.isEmpty()) {
      more.add(share);
    }
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    if (sentiment != null && sentiment.negativeShare() != null) {
      String usual =
          sentiment.baselineNegativeShare() == null
              ? ""
              : ", usual are " + Words.share(sentiment.baselineNegativeShare());
      more.add(Words.share(sentiment.negativeShare()) + " of them negative" + usual);
    }
    Aggregate.Business business = aggregate.business();
    if (business != null) {
      if (business.affectedCustomers() != null) {
        more.add(Words.count(business.affectedCustomers(), "customer") + " affected in all");
      }
      if (business.revenueAtRisk() != null) {
        more.add(
            Words.decimal(business.revenueAtRisk().amount())
                + " "
                + business.revenueAtRisk().currency()
                + " of revenue at risk");
      }
    }
    return more;
  }
}
