package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.MarkdownWriter;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.outbound.Call;
import dev.ombud.ground.outbound.Reply;
import dev.ombud.ground.text.PlainText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// GitHub Issues, REST API 2022-11-28. The marker is a label and stands in the text as well, for
/// labels are dropped without a word where our user may not push. *Not planned* means won't fix;
/// 410 means that the repository has no issues, or that one was deleted.
final class GitHubIssues implements Tracker {
  private static final int MAX_TITLE_CHARS = 256;
  private static final int MAX_BODY_CHARS = 65_536;
  private static final int GONE = 410;

  private final TargetConfig target;
  private final Api api;

  GitHubIssues(TargetConfig target, Api api) {
    this.target = target;
    this.api = api;
  }

  static Map<String, String> headers(TargetConfig target) {
    return Map.of(
        "Accept", "application/vnd.github+json",
        "X-GitHub-Api-Version", "2022-11-28",
        "Authorization", Api.bearer(target.requiredSecret()));
  }

  private String path(String rest) {
    return "/repos/" + target.option("repository") + "/issues" + rest;
  }

  /// By its label; where there was none to be had, by the text of the newest issues.
  @Override
  public Optional<Ticket> find(String marker) throws DeliveryException {
    Tree labelled =
        api.read(api.call("GET", path("?state=all&per_page=1&labels=" + marker))).first();
    if (!labelled.isMissing()) {
      return Optional.of(ticket(labelled));
    }
    return api
        .read(api.call("GET", path("?state=all&sort=created&direction=desc&per_page=100")))
        .items()
        .stream()
        .filter(issue -> issue.at("body").text().contains(marker))
        .findFirst()
        .map(GitHubIssues::ticket);
  }

  @Override
  public Optional<Ticket> read(String reference) throws DeliveryException {
    return api.find(api.call("GET", path("/" + Api.encode(reference)))).map(GitHubIssues::ticket);
  }

  private static Ticket ticket(Tree issue) {
    Standing standing = Standing.OPEN;
    if (issue.at("state").text().equals("closed")) {
      boolean isLeft = issue.at("state_reason").text().equals("not_planned");
      standing = isLeft ? Standing.WONT_FIX : Standing.RESOLVED;
    }
    return new Ticket(
        issue.at("number").text(),
        issue.at("html_url").text(),
        standing,
        issue.at("closed_at").instant());
  }

  @Override
  public Ticket open(Draft draft) throws DeliveryException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", PlainWriter.cut(draft.title().replace('`', '\''), MAX_TITLE_CHARS));
    String end = "\n\n<!-- " + draft.marker() + " -->";
    String relations =
        draft.parent().map(number -> "\n\nPart of #" + number).orElse("")
            + draft.follows().map(number -> "\n\nFollows #" + number).orElse("");
    String text = MarkdownWriter.write(draft.text());
    int room = MAX_BODY_CHARS - end.length() - relations.length();
    body.put("body", PlainText.cut(text, room) + relations + end);
    body.put("labels", TicketLabels.with(draft, "-"));
    Call call = api.call("POST", path(""), body);
    Reply.Answered answer = api.answer(call, Kind.UNKNOWN, GONE);
    if (answer.status() == GONE) {
      throw api.failure(
          Kind.NEVER,
          "`%s` has no issues: switch them on, or name another repository"
              .formatted(target.option("repository")));
    }
    Tree made = api.tree(answer, Kind.UNKNOWN);
    if (made.at("number").text().isEmpty()) {
      throw api.failure(Kind.UNKNOWN, "the answer names no issue");
    }
    return ticket(made);
  }

  @Override
  public boolean hasNote(String reference, String marker, Instant since) throws DeliveryException {
    // Oldest first: a page is full of older ones only where somebody writes a hundred in between.
    String query = "/%s/comments?per_page=100&since=%s".formatted(Api.encode(reference), since);
    return api.read(api.call("GET", path(query))).mentions(marker);
  }

  @Override
  public void note(String reference, String marker, List<Block> text) throws DeliveryException {
    String body = PlainText.cut(MarkdownWriter.write(text), MAX_BODY_CHARS);
    api.run(
        api.call("POST", path("/" + Api.encode(reference) + "/comments"), Map.of("body", body)));
  }

  @Override
  public void reopen(String reference, String marker) throws DeliveryException {
    api.run(
        api.call(
            "PATCH",
            path("/" + Api.encode(reference)),
            Map.of("state", "open", "state_reason", "reopened")));
  }
}
