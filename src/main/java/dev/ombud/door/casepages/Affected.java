package dev.ombud.door.casepages;

import dev.ombud.door.console.PageWords;
import dev.ombud.ground.domain.Aggregate;
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
        PageWords.count(volume.count(), "complaint")
            + (volume.customers() == null
                ? ""
                : " of " + PageWords.count(volume.customers(), "customer"))
            + " within "
            + PageWords.age(aggregate.window().length());
    return new Affected(complaints, usual(volume), more(aggregate, isWithheld));
  }

  private static String usual(Aggregate.Volume volume) {
    Double baseline = volume.baseline();
    if (baseline == null) {
      return "what is usual is not known";
    }
    String usual = "usual are " + PageWords.decimal(baseline);
    return baseline > 0
        ? usual + ", so " + PageWords.decimal(volume.count() / baseline) + " times as many"
        : usual;
  }

  private static List<String> more(Aggregate aggregate, boolean isWithheld) {
    List<String> more = new ArrayList<>();
    if (isWithheld) {
      more.add("counts of customers, revenue and evidence are withheld from your role");
    }
    String share = dev.ombud.decide.engine.Words.share(aggregate);
    if (!share.isEmpty()) {
      more.add(share);
    }
    Aggregate.Sentiment sentiment = aggregate.sentiment();
    if (sentiment != null && sentiment.negativeShare() != null) {
      String usual =
          sentiment.baselineNegativeShare() == null
              ? ""
              : ", usual are " + PageWords.share(sentiment.baselineNegativeShare());
      more.add(PageWords.share(sentiment.negativeShare()) + " of them negative" + usual);
    }
    Aggregate.Business business = aggregate.business();
    if (business != null) {
      if (business.affectedCustomers() != null) {
        more.add(PageWords.count(business.affectedCustomers(), "customer") + " affected in all");
      }
      if (business.revenueAtRisk() != null) {
        more.add(
            PageWords.decimal(business.revenueAtRisk().amount())
                + " "
                + business.revenueAtRisk().currency()
                + " of revenue at risk");
      }
    }
    return more;
  }
}
