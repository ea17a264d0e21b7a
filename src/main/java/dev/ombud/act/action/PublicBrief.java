package dev.ombud.act.action;

import dev.ombud.ground.code.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What people outside are told about a decision, in words that were made from its record alone;
/// texts are masked.
///
/// @param incidentKey the same for all decisions of one incident and team: 64 hexadecimal digits
/// @param title what broke where after what
/// @param paragraph what is known, in three sentences
/// @param numbers what was measured, each with its unit and what it is compared with
/// @param severityReason why it is as severe as it is
/// @param evidence excerpts, masked
/// @param context what else is known of it, for those who look closer; ids are masked
/// @param links to dashboards, logs and the like, as the pipeline sent them
/// @param owner the team that has it
/// @param answerBy when somebody must have looked
/// @param measure the number by which its effect will be told
/// @param where it is met: surface, release and how far it is rolled out, cohort, flags
/// @param mitigation what the rules recommend, how far back, and who starts it
/// @param labels words to file it under
/// @param link where the decision can be seen
public record PublicBrief(
    UUID decisionId,
    Optional<UUID> incidentId,
    String incidentKey,
    String product,
    String surface,
    Optional<String> release,
    String cohort,
    Severity severity,
    double priority,
    double confidence,
    String title,
    String paragraph,
    List<Fact> numbers,
    String severityReason,
    List<Excerpt> evidence,
    List<Fact> context,
    List<Link> links,
    String owner,
    Instant decidedAt,
    Instant answerBy,
    String measure,
    String where,
    String mitigation,
    List<String> labels,
    URI link) {

  public PublicBrief {
    numbers = List.copyOf(numbers);
    evidence = List.copyOf(evidence);
    context = List.copyOf(context);
    links = List.copyOf(links);
    labels = List.copyOf(labels);
  }

  /// @param text for example `120 complaints against a baseline of 20`
  public record Fact(String name, String text) {}

  /// @param id of the piece of evidence
  /// @param text masked
  /// @param labels what a model or a person filed it under
  public record Excerpt(String id, String channel, String text, List<String> labels) {
    public Excerpt {
      labels = List.copyOf(labels);
    }
  }

  /// @param address `https`, without the name of a user in it
  public record Link(String text, URI address) {}
}
