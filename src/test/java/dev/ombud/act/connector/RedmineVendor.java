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
import org.jspecify.annotations.Nullable;

/// Redmine 5's REST API: 204 without a body for changes, 422 with a list of errors, statuses that
/// the workflow forbids ignored.
final class RedmineVendor implements TrackerVendor {
  private final List<Issue> issues = new ArrayList<>();

  boolean forbidsReopening;

  /// As releases before 5.0: an issue's status says nothing about being closed.
  boolean isOld;

  @Override
  public List<Issue> issues() {
    return issues;
  }

  @Override
  public TargetKind kind() {
    return TargetKind.REDMINE;
  }

  @Override
  public String path() {
    return "/redmine";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("project", "shop", "reopenStatus", "2", "priorities", "7,6,5,4", "tracker", "1");
  }

  @Override
  public Said limit() {
    return Said.status(429).with("Retry-After", "7");
  }

  @Override
  public Said answer(Asked asked) {
    if (!asked.header("x-redmine-api-key").equals(SECRET)) {
      return Said.status(401);
    }
    if (asked.is("POST", "/redmine/issues.json")) {
      return create(asked);
    }
    if (asked.is("GET", "/redmine/projects/shop/issues.json")) {
      return search(asked);
    }
    if (asked.is("GET", "/redmine/issue_statuses.json")) {
      return Said.json(
          200,
          Map.of(
              "issue_statuses",
              List.of(
                  Map.of("id", 2, "name", "In Progress", "is_closed", false),
                  Map.of("id", 5, "name", "Closed", "is_closed", true))));
    }
    require(asked.path().matches("/redmine/issues/\\d+\\.json"), "no such path");
    int number = Integer.parseInt(asked.part(2).replace(".json", "")) - 1;
    if (number >= issues.size() || issues.get(number).isDeleted) {
      return Said.status(404);
    }
    Issue issue = issues.get(number);
    if (asked.method().equals("GET")) {
      return Said.json(200, Map.of("issue", shown(issue, number)));
    }
    require(asked.is("PUT", ".*"), "no such method");
    require(asked.header("content-type").equals("application/json"), "needs JSON");
    Tree change = asked.json().at("issue");
    if (!change.at("notes").isMissing()) {
      issue.notes.add(change.at("notes").text());
    }
    if (!change.at("status_id").isMissing() && !forbidsReopening) {
      require(change.at("status_id").text().equals("2"), "no such status");
      issue.isOpen = true;
    }
    return Said.status(204);
  }

  private Said create(Asked asked) {
    require(asked.header("content-type").equals("application/json"), "needs JSON");
    Tree body = asked.json().at("issue");
    require(body.at("project_id").text().equals("shop"), "no such project");
    require(body.at("priority_id").text().matches("[4-7]"), "no such priority");
    if (body.at("subject").text().isEmpty() || body.at("subject").text().length() > 255) {
      return Said.json(422, Map.of("errors", List.of("Subject is too long (maximum is 255)")));
    }
    Issue issue = new Issue();
    issue.title = body.at("subject").text();
    issue.text = body.at("description").text();
    issue.parent = body.at("parent_issue_id").text();
    issues.add(issue);
    return Said.json(201, Map.of("issue", shown(issue, issues.size() - 1)));
  }

  /// An unknown filter is ignored; this one is known.
  private Said search(Asked asked) {
    require(asked.query().getOrDefault("status_id", "").equals("*"), "closed ones as well");
    String filter = asked.query().getOrDefault("description", "");
    require(filter.startsWith("~"), "contains");
    List<Object> found = new ArrayList<>();
    for (int i = issues.size() - 1; i >= 0; i--) {
      if (issues.get(i).text.contains(filter.substring(1)) && !issues.get(i).isDeleted) {
        found.add(shown(issues.get(i), i));
      }
    }
    return Said.json(200, Map.of("issues", found, "total_count", found.size()));
  }

  private Map<String, @Nullable Object> shown(Issue issue, int number) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", number + 1);
    shown.put("description", issue.text);
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("id", issue.isOpen ? 2 : 5);
    status.put("name", issue.isOpen ? "In Progress" : issue.isLeft ? "Rejected" : "Closed");
    if (!isOld) {
      status.put("is_closed", !issue.isOpen);
    }
    shown.put("status", status);
    shown.put("closed_on", issue.closedAt == null ? null : String.valueOf(issue.closedAt));
    shown.put("journals", issue.notes.stream().map(note -> Map.of("notes", note)).toList());
    return shown;
  }
}
