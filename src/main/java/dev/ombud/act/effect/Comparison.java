package dev.ombud.act.effect;

import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.inference.FisherExactTest;

/// Complaints before and after, against what was to be expected: exact tests of counts. Immutable.
///
/// Each test asks: if the true rate were `ratio` times the expected one, how likely would so few
/// complaints after be, or so many? Given how many there were in all, the number of those after is
/// binomial (Przyborowski and Wilenski, Biometrika 31, 1940), and beside a holdout hypergeometric
/// (Fisher, 1935). Nothing is approximated, so that small counts mislead no more than large ones.
public sealed interface Comparison {
  /// More than these in all are scaled down to as many, which only takes power away.
  int MAX_COUNTS = 500_000;

  long before();

  long after();

  /// How many were to be expected after, at least.
  double expectedLeast();

  /// How many were to be expected after, at most.
  double expectedMost();

  /// How likely so few after are by chance.
  double fall(double ratio);

  /// How likely so many after are by chance.
  double rise(double ratio);

  /// Whether at most this multiple of what was to be expected came.
  default boolean isAtMost(double ratio) {
    return after() <= ratio * expectedLeast();
  }

  /// Whether at least this multiple of what was to be expected came.
  default boolean isAtLeast(double ratio) {
    return after() >= ratio * expectedMost();
  }

  /// By the length of time, and by traffic and what is usual where they are known. Where these do
  /// not agree, a claim has to hold by each of them.
  ///
  /// @param least the least share of all complaints that was to be expected after; over 0 and below
  ///   1
  /// @param most the largest such share
  record OverTime(long before, long after, double least, double most) implements Comparison {
    public OverTime {
      if (!(least > 0 && least <= most && most < 1)) {
        throw new IllegalStateException("no share: " + least + " to " + most);
      }
    }

    @Override
    public double expectedLeast() {
      return before * (least / (1 - least));
    }

    @Override
    public double expectedMost() {
      return before * (most / (1 - most));
    }

    @Override
    public double fall(double ratio) {
      return test(AlternativeHypothesis.LESS_THAN, moved(least, ratio));
    }

    @Override
    public double rise(double ratio) {
      return test(AlternativeHypothesis.GREATER_THAN, moved(most, ratio));
    }

    /// The share of those after where they come at a multiple of the expected rate.
    private static double moved(double share, double ratio) {
      return ratio * share / (ratio * share + 1 - share);
    }

    private double test(AlternativeHypothesis alternative, double share) {
      double scale = scale((double) before + after);
      int late = whole(after, scale);
      return BinomialTest.withDefaults()
          .with(alternative)
          .test(late + whole(before, scale), late, share)
          .getPValue();
    }
  }

  /// By what became of those whom the mitigation left alone, over the same windows: neither time
  /// nor traffic nor season need be known, and that the holdout has few complaints counts as well.
  record BesideHoldout(long before, long after, long holdoutBefore, long holdoutAfter)
      implements Comparison {
    @Override
    public double expectedLeast() {
      return holdoutBefore == 0 ? Double.NaN : before * (holdoutAfter / (double) holdoutBefore);
    }

    @Override
    public double expectedMost() {
      return expectedLeast();
    }

    @Override
    public boolean isAtMost(double ratio) {
      return after * (double) holdoutBefore <= ratio * before * holdoutAfter;
    }

    @Override
    public boolean isAtLeast(double ratio) {
      return after * (double) holdoutBefore >= ratio * before * holdoutAfter;
    }

    @Override
    public double fall(double ratio) {
      return test(AlternativeHypothesis.LESS_THAN, ratio);
    }

    @Override
    public double rise(double ratio) {
      return test(AlternativeHypothesis.GREATER_THAN, ratio);
    }

    private double test(AlternativeHypothesis alternative, double ratio) {
      if (Math.max(Math.max(before, after), Math.max(holdoutBefore, holdoutAfter)) == 0) {
        return 1; // the library refuses a table of nothing
      }
      double scale = scale((double) before + after + holdoutBefore + holdoutAfter);
      int[][] counts = {
        {whole(after, scale), whole(before, scale)},
        {whole(holdoutAfter, scale), whole(holdoutBefore, scale)}
      };
      return ratio == 1
          ? FisherExactTest.withDefaults().with(alternative).test(counts).getPValue()
          : tail(counts, alternative == AlternativeHypothesis.LESS_THAN, ratio);
    }

    /// The library tests whether an odds ratio is 1; any other one weighs the same probabilities
    /// (Fisher's noncentral hypergeometric distribution).
    private static double tail(int[][] counts, boolean isLower, double ratio) {
      int cohort = counts[0][0] + counts[0][1];
      int late = counts[0][0] + counts[1][0];
      HypergeometricDistribution even =
          HypergeometricDistribution.of(cohort + counts[1][0] + counts[1][1], cohort, late);
      int first = even.getSupportLowerBound();
      double[] logs = new double[even.getSupportUpperBound() - first + 1];
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < logs.length; i++) {
        logs[i] = even.logProbability(first + i) + (first + i) * Math.log(ratio);
        greatest = Math.max(greatest, logs[i]);
      }
      double all = 0;
      double tail = 0;
      for (int i = 0; i < logs.length; i++) {
        double weight = Math.exp(logs[i] - greatest);
        all += weight;
        boolean isInTail = isLower ? first + i <= counts[0][0] : first + i >= counts[0][0];
        tail += isInTail ? weight : 0;
      }
      return tail / all;
    }
  }

  private static double scale(double all) {
    return Math.min(1, MAX_COUNTS / Math.max(1, all));
  }

  private static int whole(long count, double scale) {
    return (int) Math.round(count * scale);
  }
}
