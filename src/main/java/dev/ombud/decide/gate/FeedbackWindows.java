package dev.ombud.decide.gate;

import dev.ombud.ground.domain.GateCase.Report;
import dev.ombud.ground.domain.GateRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of the record a gate listens to, for live questions and for scenarios alike: each window
/// once, by the time of its evidence. A pure function. Stateless.
public final class FeedbackWindows {
  private FeedbackWindows() {}

  /// What was found on record.
  ///
  /// @param lastHeardAt when anything was heard of the product last, whatever it was about
  /// @param reports what was reported of fixes and tickets
  /// @param openClusters of the themes of the request's fixes
  /// @param isCut whether there was more than was read
  public record Found(
      Collection<Complaint> complaints,
      Optional<Instant> lastHeardAt,
      List<Report> reports,
      List<String> openClusters,
      boolean isCut) {}

  public static ProductFeedback of(GateRequest request, Instant now, Found found) {
    List<Complaint> complaints =
        heard(found.complaints(), now).stream()
            .filter(
                each -> request.surfaces().isEmpty() || request.surfaces().contains(each.surface()))
            .filter(Complaint::isComplaint)
            .toList();
    List<Feedback> heard = Tally.of(complaints, new Resolutions(found.reports(), complaints));
    return new ProductFeedback(
        found.lastHeardAt(),
        heard,
        found.openClusters(),
        found.isCut() || heard.size() == Tally.MAX_HEARD);
  }

  /// When anything was heard last.
  static Optional<Instant> lastAt(Collection<Complaint> complaints, Instant now) {
    return heard(complaints, now).stream().map(Complaint::at).max(Instant::compareTo);
  }

  /// Those within the window of a gate, each in its latest revision.
  private static List<Complaint> heard(Collection<Complaint> complaints, Instant now) {
    Instant from = now.minus(ProductFeedback.WINDOW);
    return latest(complaints).stream()
        .filter(Complaint::isLive)
        .filter(each -> !each.at().isBefore(from) && !each.window().receivedAt().isAfter(now))
        .toList();
  }

  /// A revision takes the place of what it revises, whatever it says.
  static Collection<Complaint> latest(Collection<Complaint> complaints) {
    Map<String, Complaint> latest = new HashMap<>();
    for (Complaint each : complaints) {
      latest.merge(
          each.origin().aggregate(),
          each,
          (one, other) -> one.origin().revision() >= other.origin().revision() ? one : other);
    }
    return latest.values();
  }
}
