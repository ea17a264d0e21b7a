package dev.ombud.ground.field;

/// How one metric is read: which way is worse, how value and baseline are compared, and from where
/// on a difference means something. Immutable.
///
/// @param confirms so much worse confirms complaints: at least 1 for [Compare#TIMES] and
///   [Compare#COMPLEMENT], in the metric's own unit for [Compare#POINTS]
/// @param smallest a difference smaller than this says nothing, in the metric's own unit
/// @param perTraffic whether it grows with traffic, so that traffic is taken out of it
/// @param guard whether a mitigation must not make it worse
public record MetricShape(
    Kind kind,
    Worse worse,
    Compare compare,
    double confirms,
    double smallest,
    boolean perTraffic,
    boolean guard) {

  /// What a metric is.
  public enum Kind {
    /// Of all, between 0 and 1, for example an error rate.
    SHARE,
    /// So many a time, for example errors a minute.
    RATE,
    /// So many in the window.
    COUNT,
    /// How long something takes.
    DURATION,
    /// Money.
    AMOUNT,
    /// How much is going on at all: tells a campaign from a fault, and is taken out of counts.
    TRAFFIC
  }

  /// Which way is worse.
  public enum Worse {
    HIGHER,
    LOWER
  }

  /// How value and baseline are compared.
  public enum Compare {
    /// The worse over the better.
    TIMES,
    /// The difference, in the metric's own unit.
    POINTS,
    /// TIMES of what is missing to 1, for shares near 1: crash-free 0.97 against 0.999 is 30 times.
    COMPLEMENT
  }

  /// What a reading says.
  public enum Change {
    WORSE,
    SAME,
    BETTER,
    /// There is nothing to compare with, or what came cannot be such a metric.
    INCOMPARABLE
  }

  /// What came of a comparison.
  ///
  /// @param harm how much worse it is: times, or points; 1 or 0 is as it was; infinite where it
  ///   fell to nothing; NaN where it cannot be compared
  public record Reading(Change change, double harm) {}

  private static final Reading NOTHING = new Reading(Change.INCOMPARABLE, Double.NaN);

  /// The same with another bound.
  public MetricShape confirmingFrom(double bound) {
    return new MetricShape(kind, worse, compare, bound, smallest, perTraffic, guard);
  }

  /// @param trafficRise traffic over its baseline; NaN where it is not known
  public Reading read(double value, double baseline, double trafficRise) {
    if (!isPossible(value) || !isPossible(baseline) || Double.isNaN(confirms)) {
      return NOTHING;
    }
    double adjusted = perTraffic && trafficRise > 0 ? value / trafficRise : value;
    double harm =
        switch (compare) {
          case POINTS -> worse == Worse.HIGHER ? adjusted - baseline : baseline - adjusted;
          case TIMES -> baseline > 0 ? times(adjusted, baseline) : Double.NaN;
          case COMPLEMENT -> complement(adjusted, baseline);
        };
    return Double.isNaN(harm) ? NOTHING : new Reading(change(harm, adjusted, baseline), harm);
  }

  private Change change(double harm, double adjusted, double baseline) {
    double same = compare == Compare.POINTS ? 0 : 1;
    double better = compare == Compare.POINTS ? -confirms : 1 / confirms;
    if (harm == same || isLess(Math.abs(adjusted - baseline), smallest)) {
      return Change.SAME;
    }
    if (!isLess(harm, confirms)) {
      return Change.WORSE;
    }
    return isLess(better, harm) ? Change.SAME : Change.BETTER;
  }

  /// Whether one is less than the other by more than arithmetic on doubles is off: 0.03 over 0.02
  /// is 1.5, and not a little less.
  private static boolean isLess(double one, double other) {
    return one < other - 1e-9 * Math.abs(other);
  }

  private double times(double value, double baseline) {
    return worse == Worse.HIGHER ? value / baseline : baseline / value;
  }

  /// A baseline of exactly 1 misses nothing: what is too small to say anything stands for it.
  private double complement(double value, double baseline) {
    double missing = Math.max(1 - value, 0);
    double usual = Math.max(1 - baseline, 0);
    double least = Math.max(smallest, 1e-6);
    return worse == Worse.LOWER
        ? missing / Math.max(usual, least)
        : usual / Math.max(missing, least);
  }

  private boolean isPossible(double number) {
    return switch (kind) {
      case SHARE -> number >= 0 && number <= 1;
      case RATE, COUNT, DURATION, AMOUNT, TRAFFIC -> number >= 0 && number < Double.MAX_VALUE;
    };
  }
}
