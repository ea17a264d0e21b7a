package dev.ombud.act.connector;

import static dev.ombud.act.connector.Shaped.require;

import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Linear's GraphQL API. Every document and its variables are held against Linear's own schema
/// where that stands beside the project. Errors come with 200.
final class LinearVendor implements TrackerVendor {
  private final List<Issue> issues = new ArrayList<>();
  private final Optional<GraphQlSchema> schema;

  /// @param schema nothing where it is not at hand
  LinearVendor(Optional<GraphQlSchema> schema) {
    this.schema = schema;
  }

  @Override
  public List<Issue> issues() {
    return issues;
  }

  @Override
  public TargetKind kind() {
    return TargetKind.LINEAR;
  }

  @Override
  public String path() {
    return "/graphql";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("team", "9cfb482a-81e3-4154-b5b9-2c805e70a02d");
  }

  @Override
  public Said limit() {
    return error(400, "RATELIMITED", "Rate limit exceeded").with("Retry-After", "7");
  }

  static Said error(int status, String code, String message) {
    return Said.json(
        status,
        Map.of("errors", List.of(Map.of("message", message, "extensions", Map.of("code", code)))));
  }

  @Override
  public Said answer(Asked asked) {
    if (!asked.header("authorization").equals(SECRET)) {
      return error(401, "AUTHENTICATION_ERROR", "Authentication required");
    }
    require(asked.is("POST", "/graphql"), "everything is a post");
    require(asked.header("content-type").equals("application/json"), "needs JSON");
    String query = asked.json().at("query").text();
    Tree variables = asked.json().at("variables");
    schema.ifPresent(known ->
        require(
            known.faults(query, variables).isEmpty(), known.faults(query, variables).toString()));
    Tree input = variables.at("input");
    if (query.contains("issueCreate")) {
      return create(input);
    }
    if (query.contains("issueUpdate")) {
      require(input.at("stateId").text().equals("state-unstarted"), "no such state");
      byId(variables.at("id").text()).orElseThrow().isOpen = true;
      return data("issueUpdate", Map.of("success", true));
    }
    if (query.contains("commentCreate")) {
      return comment(input);
    }
    if (query.contains("workflowStates")) {
      return data("workflowStates", nodes(List.of(Map.of("id", "state-unstarted"))));
    }
    String id = variables.at("id").text();
    if (query.contains("comments")) {
      boolean found = issues.stream().anyMatch(issue -> issue.notes.toString().contains(id));
      return data("comments", nodes(found ? List.of(Map.of("id", id)) : List.of()));
    }
    require(query.contains("issues"), "no such query");
    return data("issues", nodes(byId(id).map(LinearVendor::shown).stream().toList()));
  }

  private static Map<String, Object> nodes(List<?> nodes) {
    return Map.of("nodes", nodes);
  }

  private static Said data(String name, Object value) {
    return Said.json(200, Map.of("data", Map.of(name, value)));
  }

  private Optional<Issue> byId(String id) {
    return issues.stream().filter(issue -> issue.marker.equals(id)).findFirst();
  }

  private Said create(Tree input) {
    String id = input.at("id").text();
    require(UUID.fromString(id).version() == 4 && UUID.fromString(id).variant() == 2, "a UUIDv4");
    require(input.at("teamId").text().equals(options().get("team")), "no such team");
    require(input.at("priority").text().matches("[0-4]"), "0 to 4");
    if (byId(id).isPresent()) {
      return error(200, "INPUT_ERROR", "An issue with this id exists");
    }
    Issue issue = new Issue();
    issue.marker = id;
    issue.title = input.at("title").text();
    issue.text = input.at("description").text();
    issue.parent = input.at("parentId").text();
    require(issue.parent.isEmpty() || byId(issue.parent).isPresent(), "no such parent");
    issues.add(issue);
    return data("issueCreate", Map.of("success", true, "issue", shown(issue)));
  }

  private Said comment(Tree input) {
    require(UUID.fromString(input.at("id").text()).version() == 4, "a UUIDv4");
    byId(input.at("issueId").text())
        .orElseThrow()
        .notes
        .add(input.at("id").text() + " " + input.at("body").text());
    return data("commentCreate", Map.of("success", true));
  }

  private static Map<String, @Nullable Object> shown(Issue issue) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", issue.marker);
    shown.put("identifier", "PAY-1");
    shown.put("url", "https://linear.app/acme/issue/PAY-1");
    String closed = issue.isLeft ? "canceled" : "completed";
    shown.put("state", Map.of("type", issue.isOpen ? "started" : closed));
    shown.put("completedAt", issue.closedAt == null ? null : String.valueOf(issue.closedAt));
    shown.put("canceledAt", null);
    shown.put("trashed", issue.isDeleted);
    return shown;
  }
}
