package dev.ombud.review;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// A review as a message of Slack's Block Kit: what is proposed, how sure anybody is, and two
/// buttons. A button holds the id of the review and what an answer is bound to, and nothing that
/// would be done. Stateless.
public final class SlackMessage {
  static final String APPROVE = "ombud_review_approve";
  static final String REJECT = "ombud_review_reject";

  /// What Slack takes in a header, and in a section.
  private static final int HEADER_LONGEST = 150;

  private static final int SECTION_LONGEST = 3_000;

  private SlackMessage() {}

  /// What a button says about itself.
  ///
  /// @param binding as [Review#bindingHash] has it
  record Button(UUID reviewId, String binding) {
    private static final int ID_LENGTH = 36;

    String value() {
      return reviewId + " " + binding;
    }

    static Optional<Button> read(String value) {
      if (value.length() <= ID_LENGTH || value.charAt(ID_LENGTH) != ' ') {
        return Optional.empty();
      }
      try {
        UUID id = UUID.fromString(value.substring(0, ID_LENGTH));
        return Optional.of(new Button(id, value.substring(ID_LENGTH + 1)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  /// The members `text` and `blocks` of `chat.postMessage`.
  ///
  /// @param title what broke where after what
  /// @param paragraph what is known, masked
  /// @param link where the review can be seen
  public static Map<String, Object> of(Review review, String title, String paragraph, URI link) {
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(
        Map.of(
            "type",
            "header",
            "text",
            Map.of("type", "plain_text", "text", cut(title, HEADER_LONGEST))));
    blocks.add(section(escaped(cut(paragraph, SECTION_LONGEST / 2))));
    blocks.add(section(facts(review)));
    String value = new Button(review.id(), review.bindingHash()).value();
    blocks.add(
        Map.of(
            "type",
            "actions",
            "block_id",
            "ombud_review",
            "elements",
            List.of(
                button(APPROVE, "Approve", "primary", value),
                button(REJECT, "Reject", "danger", value),
                Map.of(
                    "type",
                    "button",
                    "action_id",
                    "ombud_review_open",
                    "text",
                    plain("See the evidence"),
                    "url",
                    link.toString()))));
    return Map.of("text", escaped(cut(title, HEADER_LONGEST)), "blocks", blocks);
  }

  /// The same once the review is closed: what came of it, and no buttons.
  ///
  /// @param title what broke where after what
  public static Map<String, Object> closed(Review review, String title) {
    String status =
        review.closed().map(closed -> words(review, closed)).orElse("%s".formatted(review.state()));
    return Map.of(
        "text",
        escaped(cut(title, HEADER_LONGEST)) + "\n" + escaped(status),
        "blocks",
        List.of(
            section("*" + escaped(cut(title, HEADER_LONGEST)) + "*"),
            section(facts(review)),
            section(escaped(cut(status, SECTION_LONGEST / 2)))));
  }

  private static String words(Review review, Review.Closed closed) {
    return switch (review.state()) {
      case OPEN, APPROVED, AMENDED, REJECTED ->
          "%s by `%s` at %s, %d of %d actions go on"
              .formatted(
                  review.state(),
                  closed.by(),
                  closed.at(),
                  closed.ordinals().size(),
                  review.proposal().actions().size());
      case SUPERSEDED, EXPIRED ->
          "%s at %s: %s".formatted(review.state(), closed.at(), closed.reason());
    };
  }

  private static String facts(Review review) {
    Proposal proposal = review.proposal();
    String actions =
        proposal.actions().isEmpty()
            ? "nothing is done, somebody has to look"
            : proposal.actions().stream()
                .map(action -> "• " + action.kind() + " `" + action.target() + "`")
                .collect(Collectors.joining("\n"));
    return escaped(
        cut(
            """
            *%s*, %s for %s in %s, owner %s
            *Proposed*
            %s
            *Confidence* %s
            *Answer by* %s\
            """
                .formatted(
                    proposal.severity(),
                    proposal.tier(),
                    proposal.key().cohort(),
                    proposal.key().environment(),
                    proposal.owner(),
                    actions,
                    Certainty.words(proposal.confidence()),
                    proposal.dueAt()),
            SECTION_LONGEST / 2));
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", text));
  }

  private static Map<String, Object> button(String id, String label, String style, String value) {
    return Map.of(
        "type", "button", "action_id", id, "text", plain(label), "style", style, "value", value);
  }

  private static Map<String, Object> plain(String text) {
    return Map.of("type", "plain_text", "text", text);
  }

  /// What customers wrote must neither link anywhere nor call anybody.
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return text.substring(0, end) + "…";
  }
}
