package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.target.AdfWriter;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Jira Cloud, REST API version 3. The marker is a label; descriptions and comments are ADF. Its
/// search lags behind its writes, so what is not found at once may be there. A child becomes a
/// sub-task where its parent is of the same project, and a linked issue where it is not.
final class Jira implements Tracker {
  private static final int MAX_SUMMARY_CHARS = 255;
  private static final List<String> FIELDS =
      List.of("status", "resolution", "resolutiondate", "labels");
  private static final String WONT_FIX = "Won't Do,Won't Fix,Declined,Rejected,Cannot Reproduce";

  /// Longer than its index was ever said to lag in practice.
  private static final Duration SETTLES = Duration.ofSeconds(60);

  private final TargetConfig target;
  private final Api api;
  private final Set<String> wontFix;

  Jira(TargetConfig target, Api api) {
    this.target = target;
    this.api = api;
    this.wontFix = Set.copyOf(target.list("wontFix", WONT_FIX));
  }

  static Map<String, String> headers(TargetConfig target) {
    return Map.of(
        "Accept",
        "application/json",
        "Authorization",
        target
            .find("user")
            .map(user -> Api.basic(user, target.requiredSecret()))
            .orElseGet(() -> Api.bearer(target.requiredSecret())));
  }

  @Override
  public Duration settles() {
    return SETTLES;
  }

  @Override
  public Optional<Ticket> find(String marker) throws DeliveryException {
    Map<String, Object> question =
        Map.of(
            "jql",
            "project = \"%s\" AND labels = \"%s\" ORDER BY created DESC"
                .formatted(target.option("project"), marker),
            "fields",
            FIELDS,
            "maxResults",
            1);
    Tree found =
        api.read(api.call("POST", "/rest/api/3/search/jql", question)).at("issues").first();
    return found.isMissing() ? Optional.empty() : Optional.of(ticket(found));
  }

  @Override
  public Optional<Ticket> read(String reference) throws DeliveryException {
    return api.find(
            api.call(
                "GET",
                "/rest/api/3/issue/%s?fields=%s"
                    .formatted(Api.encode(reference), String.join(",", FIELDS))))
        .map(this::ticket);
  }

  private Ticket ticket(Tree issue) {
    String key = issue.at("key").text();
    Tree fields = issue.at("fields");
    boolean isDone = fields.at("status", "statusCategory", "key").text().equals("done");
    Standing standing = Standing.OPEN;
    if (isDone) {
      boolean isLeft = wontFix.contains(fields.at("resolution", "name").text());
      standing = isLeft ? Standing.WONT_FIX : Standing.RESOLVED;
    }
    return new Ticket(key, address(key), standing, fields.at("resolutiondate").instant());
  }

  private String address(String key) {
    return target.base() + "/browse/" + key;
  }

  @Override
  public Ticket open(Draft draft) throws DeliveryException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("project", Map.of("key", target.option("project")));
    fields.put("summary", PlainWriter.cut(draft.title(), MAX_SUMMARY_CHARS));
    fields.put("description", AdfWriter.write(draft.text()));
    fields.put("labels", TicketLabels.with(draft, "-"));
    target
        .find("priorities")
        .ifPresent(_ ->
            fields.put(
                "priority", Map.of("name", TicketLabels.bySeverity(target, draft.severity()))));
    Optional<String> parent =
        draft.parent().filter(key -> key.startsWith(target.option("project") + "-"));
    fields.put(
        "issuetype",
        Map.of(
            "name",
            parent.isPresent()
                ? target.option("childType", "Sub-task")
                : target.option("type", "Bug")));
    parent.ifPresent(key -> fields.put("parent", Map.of("key", key)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("fields", fields);
    Optional<String> related =
        parent.isPresent() ? draft.follows() : draft.parent().or(draft::follows);
    related.ifPresent(
        key -> body.put("update", Map.of("issuelinks", List.of(Map.of("add", link(key))))));
    String key = api.change(api.call("POST", "/rest/api/3/issue", body)).at("key").text();
    if (key.isEmpty()) {
      throw api.failure(Kind.UNKNOWN, "the answer names no issue");
    }
    return new Ticket(key, address(key), Standing.OPEN, Optional.empty());
  }

  private static Map<String, Object> link(String key) {
    return Map.of("type", Map.of("name", "Relates"), "outwardIssue", Map.of("key", key));
  }

  @Override
  public boolean hasNote(String reference, String marker, Instant since) throws DeliveryException {
    return api.read(
            api.call(
                "GET",
                "/rest/api/3/issue/%s/comment?orderBy=-created&maxResults=100"
                    .formatted(Api.encode(reference))))
        .at("comments")
        .mentions(marker);
  }

  @Override
  public void note(String reference, String marker, List<Block> text) throws DeliveryException {
    api.run(
        api.call(
            "POST",
            "/rest/api/3/issue/%s/comment".formatted(Api.encode(reference)),
            Map.of("body", AdfWriter.write(text))));
  }

  /// By whichever transition leads to a status that is not done: each project names its own.
  @Override
  public void reopen(String reference, String marker) throws DeliveryException {
    String path = "/rest/api/3/issue/%s/transitions".formatted(Api.encode(reference));
    String transition =
        api.read(api.call("GET", path)).at("transitions").items().stream()
            .filter(each -> !each.at("to", "statusCategory", "key").text().equals("done"))
            .map(each -> each.at("id").text())
            .findFirst()
            .orElseThrow(() ->
                api.failure(
                    Kind.NEVER,
                    "`%s` has no transition that reopens it: add one to its workflow"
                        .formatted(reference)));
    api.run(api.call("POST", path, Map.of("transition", Map.of("id", transition))));
  }
}
