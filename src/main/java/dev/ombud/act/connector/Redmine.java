package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.MarkdownWriter;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Tree;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Redmine 5 and later, over its REST API, with texts in Markdown. It has no labels, so the marker
/// stands in the description. A status that the workflow does not allow is ignored without a word;
/// whoever asks for one has to look.
final class Redmine implements Tracker {
  /// Wiki pages, macros, revisions, and whatever stands behind the name of its kind.
  private static final Pattern OWN_LINK =
      Pattern.compile(
          "\\[(?=\\[)|\\{(?=\\{)|\\br(?=[0-9])"
              + "|(?i)(?<=\\b(?:attachment|commit|document|export|forum|message|news|project|source"
              + "|user|version))[:#]");

  private static final int MAX_SUBJECT_CHARS = 255;

  private final TargetConfig target;
  private final Api api;
  private final Set<String> wontFix;

  Redmine(TargetConfig target, Api api) {
    this.target = target;
    this.api = api;
    this.wontFix = Set.copyOf(target.list("wontFix", "Rejected"));
  }

  static Map<String, String> headers(TargetConfig target) {
    return Map.of(
        "Accept", "application/json", "X-Redmine-API-Key", target.requiredSecret().reveal());
  }

  /// A filter that an old release does not know is ignored there, so what comes back is looked at.
  @Override
  public Optional<Ticket> find(String marker) throws DeliveryException {
    String query =
        "/projects/%s/issues.json?set_filter=1&status_id=*&sort=id:desc&limit=100&description=%s"
            .formatted(Api.encode(target.option("project")), Api.encode("~" + marker));
    for (Tree issue : api.read(api.call("GET", query)).at("issues").items()) {
      if (issue.at("description").text().contains(marker)) {
        return Optional.of(ticket(issue));
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<Ticket> read(String reference) throws DeliveryException {
    Optional<Tree> found = api.find(api.call("GET", path(reference)));
    return found.isPresent() ? Optional.of(ticket(found.get().at("issue"))) : Optional.empty();
  }

  private static String path(String reference) {
    return "/issues/" + Api.encode(reference) + ".json";
  }

  private Ticket ticket(Tree issue) throws DeliveryException {
    Standing standing = Standing.OPEN;
    if (isClosed(issue.at("status"))) {
      Standing solved =
          target.find("reopenStatus").isPresent() ? Standing.RESOLVED : Standing.FINAL;
      boolean isLeft = wontFix.contains(issue.at("status", "name").text());
      standing = isLeft ? Standing.WONT_FIX : solved;
    }
    String id = issue.at("id").text();
    return new Ticket(id, address(id), standing, issue.at("closed_on").instant());
  }

  /// Old releases say it in the list of statuses only; `closed_on` stays when one is reopened.
  private boolean isClosed(Tree status) throws DeliveryException {
    if (!status.at("is_closed").isMissing()) {
      return status.at("is_closed").isTrue();
    }
    return api.read(api.call("GET", "/issue_statuses.json")).at("issue_statuses").items().stream()
        .anyMatch(each ->
            each.at("id").text().equals(status.at("id").text()) && each.at("is_closed").isTrue());
  }

  /// Redmine looks for links to its own things, and for macros, in what Markdown has rendered.
  static String text(List<Block> blocks) {
    return MarkdownWriter.write(blocks, Redmine::parted);
  }

  private static String parted(String text) {
    return OWN_LINK.matcher(text).replaceAll("$0 ");
  }

  private String address(String id) {
    return target.base() + "/issues/" + id;
  }

  @Override
  public Ticket open(Draft draft) throws DeliveryException {
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put("project_id", target.option("project"));
    target.find("tracker").ifPresent(id -> issue.put("tracker_id", id));
    target
        .find("priorities")
        .ifPresent(
            _ -> issue.put("priority_id", TicketLabels.bySeverity(target, draft.severity())));
    issue.put("subject", PlainWriter.cut(draft.title(), MAX_SUBJECT_CHARS));
    issue.put("description", text(draft.text()) + "\n\n`" + draft.marker() + "`");
    draft.parent().ifPresent(parent -> issue.put("parent_issue_id", parent));
    String id =
        api.change(api.call("POST", "/issues.json", Map.of("issue", issue)))
            .at("issue", "id")
            .text();
    if (id.isEmpty()) {
      throw api.failure(Kind.UNKNOWN, "the answer names no issue");
    }
    return new Ticket(id, address(id), Standing.OPEN, Optional.empty());
  }

  @Override
  public boolean hasNote(String reference, String marker, Instant since) throws DeliveryException {
    return api.read(api.call("GET", path(reference) + "?include=journals"))
        .at("issue", "journals")
        .mentions(marker);
  }

  @Override
  public void note(String reference, String marker, List<Block> text) throws DeliveryException {
    change(reference, Map.of("notes", text(text)));
  }

  @Override
  public void reopen(String reference, String marker) throws DeliveryException {
    change(reference, Map.of("status_id", target.option("reopenStatus")));
  }

  private void change(String reference, Map<String, Object> fields) throws DeliveryException {
    api.run(api.call("PUT", path(reference), Map.of("issue", fields)));
  }
}
