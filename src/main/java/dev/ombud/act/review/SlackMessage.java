package dev.ombud.act.review;

import dev.ombud.act.review.Proposal.Proposed;
import dev.ombud.ground.text.PlainText;
import dev.ombud.ground.text.SlackText;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A review as a message of Slack's Block Kit: what is proposed, how sure anybody is, and two
/// buttons that name what they do. A button holds the id of the review and what an answer is bound
/// to, and nothing that would be done. Stateless.
public final class SlackMessage {
  static final String APPROVE = "ombud_review_approve";
  static final String REJECT = "ombud_review_reject";

  /// What Slack takes in a header, in a section, and on a button.
  private static final int MAX_HEADER_CHARS = 150;

  private static final int MAX_SECTION_CHARS = 3_000;
  private static final int MAX_BUTTON_CHARS = 75;

  /// Of what says that there is more.
  private static final int MAX_REST_CHARS = 60;

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
    blocks.add(Map.of("type", "header", "text", plain(title, MAX_HEADER_CHARS)));
    blocks.add(section(SlackText.cut(SlackText.of(paragraph), MAX_SECTION_CHARS)));
    blocks.add(section(facts(review)));
    Listed listed = listed(review.proposal());
    listed.sections().forEach(text -> blocks.add(section(text)));
    blocks.add(
        Map.of(
            "type",
            "actions",
            "block_id",
            "ombud_review",
            "elements",
            buttons(review, listed.isWhole(), link)));
    return Map.of("text", titled(title), "blocks", blocks);
  }

  /// Nobody agrees here with what is not shown here.
  private static List<Map<String, Object>> buttons(Review review, boolean isWhole, URI link) {
    String value = new Button(review.id(), review.bindingHash()).value();
    List<Map<String, Object>> buttons = new ArrayList<>();
    if (isWhole) {
      buttons.add(button(APPROVE, AnswerWords.approve(review.proposal()), "primary", value));
    }
    buttons.add(button(REJECT, AnswerWords.reject(review.proposal()), "danger", value));
    buttons.add(
        Map.of(
            "type",
            "button",
            "action_id",
            "ombud_review_open",
            "text",
            SlackText.plain("See the evidence"),
            "url",
            link.toString()));
    return buttons;
  }

  /// The same once the review is closed: what came of it, and no buttons.
  ///
  /// @param title what broke where after what
  public static Map<String, Object> closed(Review review, String title) {
    String status =
        review.closed().map(closed -> words(review, closed)).orElse("%s".formatted(review.state()));
    List<Map<String, Object>> blocks = new ArrayList<>();
    blocks.add(section("*" + titled(title) + "*"));
    blocks.add(section(facts(review)));
    listed(review.proposal()).sections().forEach(text -> blocks.add(section(text)));
    blocks.add(section(SlackText.cut(SlackText.of(status), MAX_SECTION_CHARS)));
    return Map.of(
        "text",
        titled(title) + "\n" + SlackText.cut(SlackText.of(status), MAX_SECTION_CHARS),
        "blocks",
        blocks);
  }

  private static String words(Review review, Review.Closed closed) {
    return switch (review.state()) {
      case OPEN, APPROVED, AMENDED, REJECTED ->
          "%s by `%s` at %s, %s"
              .formatted(review.state(), closed.by(), closed.at(), AnswerWords.outcome(review));
      case SUPERSEDED, EXPIRED ->
          "%s at %s: %s".formatted(review.state(), closed.at(), closed.reason());
    };
  }

  private static String facts(Review review) {
    Proposal proposal = review.proposal();
    return """
    *%s*, %s for %s in %s, owner %s
    *Confidence* %s
    *Answer by* %s\
    """
        .formatted(
            proposal.severity(),
            proposal.tier(),
            SlackText.cut(SlackText.of(proposal.key().cohort()), MAX_SECTION_CHARS / 6),
            SlackText.cut(SlackText.of(proposal.key().environment()), MAX_SECTION_CHARS / 6),
            SlackText.of(proposal.owner()),
            SlackText.of(Certainty.words(proposal.confidence())),
            proposal.dueAt());
  }

  /// @param isWhole whether nothing had to be left out
  private record Listed(List<String> sections, boolean isWhole) {}

  /// What changes something for customers, what tells people, and what is only recommended, apart.
  private static Listed listed(Proposal proposal) {
    if (proposal.actions().isEmpty()) {
      return new Listed(List.of("Nothing is done, somebody has to look"), true);
    }
    List<String> sections = new ArrayList<>();
    boolean isWhole = true;
    for (Part part : Part.values()) {
      List<Proposed> actions = proposal.actions().stream().filter(part::has).toList();
      StringBuilder text = new StringBuilder("*" + part.title + "*");
      int shown = 0;
      for (Proposed action : actions) {
        String line = "\n• " + action.kind() + " `" + SlackText.of(action.target()) + "`";
        if (text.length() + line.length() > MAX_SECTION_CHARS - MAX_REST_CHARS) {
          break;
        }
        text.append(line);
        shown++;
      }
      if (shown < actions.size()) {
        isWhole = false;
        text.append("\n… and %d more: see the evidence".formatted(actions.size() - shown));
      }
      if (!actions.isEmpty()) {
        sections.add(text.toString());
      }
    }
    return new Listed(sections, isWhole);
  }

  /// The parts of a proposal.
  private enum Part {
    CHANGES("Proposed"),
    TELLS("Told, held until somebody answers"),
    RECOMMENDED("Recommended: people do it, Ombud does not");

    private final String title;

    Part(String title) {
      this.title = title;
    }

    boolean has(Proposed action) {
      return switch (this) {
        case CHANGES -> !action.isRecommended() && !action.tells();
        case TELLS -> !action.isRecommended() && action.tells();
        case RECOMMENDED -> action.isRecommended();
      };
    }
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", SlackText.object(text));
  }

  private static Map<String, Object> button(String id, String label, String style, String value) {
    return Map.of(
        "type",
        "button",
        "action_id",
        id,
        "text",
        plain(label, MAX_BUTTON_CHARS),
        "style",
        style,
        "value",
        value);
  }

  private static String titled(String title) {
    return SlackText.cut(SlackText.of(title), MAX_HEADER_CHARS);
  }

  /// Has no escapes; what is odd in it is spelled before it is cut.
  private static Map<String, Object> plain(String text, int longest) {
    return SlackText.plain(PlainText.cut(PlainText.inert(text), longest));
  }
}
