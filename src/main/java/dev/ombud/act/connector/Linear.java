package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.MarkdownWriter;
import dev.ombud.act.target.Marker;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.outbound.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Linear, in GraphQL. We choose the identity of every issue and comment, made of the marker, so a
/// second creation cannot happen. Errors come with HTTP 200 or 400, in `errors`.
final class Linear implements Tracker {
  private static final int MAX_TITLE_CHARS = 255;
  private static final String ISSUE =
      "id identifier url completedAt canceledAt trashed state { type }";
  private static final String ISSUES =
      """
      query Issues($id: ID!) {
        issues(first: 1, includeArchived: true, filter: {id: {eq: $id}}) { nodes { %s } }
      }\
      """
          .formatted(ISSUE);
  private static final String CREATE =
      """
      mutation Create($input: IssueCreateInput!) {
        issueCreate(input: $input) { success issue { %s } }
      }\
      """
          .formatted(ISSUE);
  private static final String UPDATE =
      """
      mutation Update($id: String!, $input: IssueUpdateInput!) {
        issueUpdate(id: $id, input: $input) { success }
      }\
      """;
  private static final String STATES =
      """
      query States($team: ID!) {
        workflowStates(first: 50, filter: {team: {id: {eq: $team}}, type: {eq: "unstarted"}}) {
          nodes { id }
        }
      }\
      """;
  private static final String COMMENTS =
      """
      query Comments($id: ID!) {
        comments(first: 1, filter: {id: {eq: $id}}) { nodes { id } }
      }\
      """;
  private static final String COMMENT =
      """
      mutation Comment($input: CommentCreateInput!) {
        commentCreate(input: $input) { success }
      }\
      """;

  private static final Set<String> LATER = Set.of("RATELIMITED");
  private static final Set<String> DOUBTFUL =
      Set.of("INTERNAL_SERVER_ERROR", "INTERNAL_ERROR", "LOCK_TIMEOUT", "TIMEOUT");
  private static final Set<String> LEFT = Set.of("canceled", "duplicate");

  private final TargetConfig target;
  private final Api api;

  Linear(TargetConfig target, Api api) {
    this.target = target;
    this.api = api;
  }

  /// A key as it is; a token of OAuth, which begins otherwise, as a bearer.
  static Map<String, String> headers(TargetConfig target) {
    String secret = target.requiredSecret().reveal();
    return Map.of(
        "Accept",
        "application/json",
        "Authorization",
        secret.startsWith("lin_oauth_") ? "Bearer " + secret : secret);
  }

  @Override
  public Optional<Ticket> find(String marker) throws DeliveryException {
    return read(Marker.uuid(marker));
  }

  @Override
  public Optional<Ticket> read(String reference) throws DeliveryException {
    Tree found = ask(ISSUES, Map.of("id", reference), Kind.LATER).at("issues", "nodes").first();
    return found.isMissing() || found.at("trashed").isTrue()
        ? Optional.empty()
        : Optional.of(ticket(found));
  }

  private static Ticket ticket(Tree issue) {
    String type = issue.at("state", "type").text();
    Standing standing = type.equals("completed") ? Standing.RESOLVED : Standing.OPEN;
    return new Ticket(
        issue.at("id").text(),
        issue.at("url").text(),
        LEFT.contains(type) ? Standing.WONT_FIX : standing,
        issue.at("completedAt").instant());
  }

  @Override
  public Ticket open(Draft draft) throws DeliveryException {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("id", Marker.uuid(draft.marker()));
    input.put("teamId", target.option("team"));
    input.put("title", PlainWriter.cut(draft.title(), MAX_TITLE_CHARS));
    input.put("description", MarkdownWriter.write(draft.text()));
    input.put("priority", TicketLabels.rank(draft.severity()));
    draft.parent().ifPresent(parent -> input.put("parentId", parent));
    Tree made = ask(CREATE, Map.of("input", input), Kind.UNKNOWN).at("issueCreate");
    if (!made.at("success").isTrue() || made.at("issue", "id").text().isEmpty()) {
      throw api.failure(Kind.UNKNOWN, "the answer names no issue");
    }
    return ticket(made.at("issue"));
  }

  @Override
  public boolean hasNote(String reference, String marker, Instant since) throws DeliveryException {
    return !ask(COMMENTS, Map.of("id", Marker.uuid(marker)), Kind.LATER)
        .at("comments", "nodes")
        .first()
        .isMissing();
  }

  @Override
  public void note(String reference, String marker, List<Block> text) throws DeliveryException {
    Map<String, Object> input =
        Map.of("id", Marker.uuid(marker), "issueId", reference, "body", MarkdownWriter.write(text));
    require(ask(COMMENT, Map.of("input", input), Kind.UNKNOWN).at("commentCreate"));
  }

  @Override
  public void reopen(String reference, String marker) throws DeliveryException {
    String state =
        ask(STATES, Map.of("team", target.option("team")), Kind.LATER)
            .at("workflowStates", "nodes")
            .first()
            .at("id")
            .text();
    if (state.isEmpty()) {
      throw api.failure(Kind.NEVER, "the team has no state of type `unstarted`: add one");
    }
    require(
        ask(UPDATE, Map.of("id", reference, "input", Map.of("stateId", state)), Kind.UNKNOWN)
            .at("issueUpdate"));
  }

  private void require(Tree made) throws DeliveryException {
    if (!made.at("success").isTrue()) {
      throw api.failure(Kind.UNKNOWN, "the answer does not say `success`");
    }
  }

  private Tree ask(String document, Map<String, Object> variables, Kind doubt)
      throws DeliveryException {
    Map<String, Object> body = Map.of("query", document, "variables", variables);
    Reply.Answered answer = api.answer(api.call("POST", "", body), doubt, 400);
    Tree tree = api.tree(answer, doubt);
    Tree error = tree.at("errors").first();
    if (error.isMissing()) {
      if (answer.status() == 400) {
        throw api.failure(Kind.NEVER, "it answers 400 without saying why");
      }
      return tree.at("data");
    }
    String code = error.at("extensions", "code").text();
    if (LATER.contains(code)) {
      throw new DeliveryException(
          Kind.LATER,
          "target `%s`: it takes no more calls for now".formatted(target.name()),
          api.wait(answer).or(() -> Optional.of(Duration.ofMinutes(1))));
    }
    throw api.failure(
        DOUBTFUL.contains(code) ? doubt : Kind.NEVER,
        "Linear says `%s`: `%s`"
            .formatted(code, PlainWriter.cut(error.at("message").text().replace('`', '\''), 200)));
  }
}
