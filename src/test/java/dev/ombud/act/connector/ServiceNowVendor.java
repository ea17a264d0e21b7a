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
import java.util.Set;

/// ServiceNow's Table API: unknown fields and fields without a right are dropped without a word.
final class ServiceNowVendor implements TrackerVendor {
  private static final Set<String> CHOICES = Set.of("1", "2", "3");

  private final List<Issue> issues = new ArrayList<>();

  boolean dropsCorrelation;

  @Override
  public List<Issue> issues() {
    return issues;
  }

  @Override
  public TargetKind kind() {
    return TargetKind.SERVICENOW;
  }

  @Override
  public String path() {
    return "";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("group", "Payments");
  }

  @Override
  public Said limit() {
    return Said.json(429, Map.of("error", Map.of("message", "Rate limit exceeded")))
        .with("Retry-After", "7")
        .with("X-RateLimit-Limit", "100")
        .with("X-RateLimit-Rule", "r");
  }

  @Override
  public Said answer(Asked asked) {
    if (!asked.header("authorization").equals("Bearer " + SECRET)) {
      return Said.json(401, Map.of("error", Map.of("message", "User Not Authenticated")));
    }
    require(asked.header("accept").equals("application/json"), "else XML comes back");
    require(asked.path().startsWith("/api/now/table/incident"), "no such table");
    if (asked.is("POST", "/api/now/table/incident")) {
      return create(asked);
    }
    if (asked.is("GET", "/api/now/table/incident")) {
      return search(asked);
    }
    int number = Integer.parseInt(asked.part(4).substring(3));
    if (number >= issues.size() || issues.get(number).isDeleted) {
      return Said.json(404, Map.of("error", Map.of("message", "No Record found")));
    }
    Issue issue = issues.get(number);
    if (asked.method().equals("GET")) {
      boolean display = asked.query().getOrDefault("sysparm_display_value", "").equals("true");
      return Said.json(
          200,
          Map.of(
              "result",
              asked.query().get("sysparm_fields").equals("work_notes")
                  ? Map.of("work_notes", display ? String.join("\n\n", issue.notes) : "")
                  : shown(issue, number)));
    }
    require(asked.method().equals("PATCH"), "no such method");
    String note = asked.json().at("work_notes").text();
    if (!note.isEmpty()) {
      issue.notes.add(note);
    }
    if (!asked.json().at("state").isMissing()) {
      require(asked.json().at("state").text().equals("2"), "goes back to In Progress only");
      issue.isOpen = issue.isOpen || !issue.isFinal;
    }
    return Said.json(200, Map.of("result", Map.of("sys_id", "sys" + number)));
  }

  private Said create(Asked asked) {
    Tree body = asked.json();
    require(
        asked.query().getOrDefault("sysparm_input_display_value", "").equals("true"),
        "names of groups");
    String title = body.at("short_description").text();
    require(!title.isEmpty() && title.length() <= 160, "short_description has 160 characters");
    require(body.at("description").text().length() <= 4000, "description has 4000 characters");
    require(CHOICES.contains(body.at("urgency").text()), "urgency is 1 to 3");
    require(CHOICES.contains(body.at("impact").text()), "impact is 1 to 3");
    require(body.at("correlation_id").text().length() <= 100, "correlation_id has 100 characters");
    require(body.at("assignment_group").text().equals("Payments"), "the group by its name");
    Issue issue = new Issue();
    issue.title = title;
    issue.text = body.at("description").text();
    issue.marker = dropsCorrelation ? "" : body.at("correlation_id").text();
    issue.parent = body.at("parent_incident").text();
    issues.add(issue);
    return Said.json(201, Map.of("result", shown(issue, issues.size() - 1)));
  }

  private Said search(Asked asked) {
    String query = asked.query().getOrDefault("sysparm_query", "");
    require(query.matches("correlation_id=[a-z0-9-]+\\^ORDERBYDESCsys_created_on"), query);
    require(asked.query().containsKey("sysparm_limit"), "a limit");
    String marker = query.replaceFirst("correlation_id=([^^]+).*", "$1");
    for (int i = issues.size() - 1; i >= 0; i--) {
      if (issues.get(i).marker.equals(marker) && !issues.get(i).isDeleted) {
        return Said.json(200, Map.of("result", List.of(shown(issues.get(i), i))));
      }
    }
    return Said.json(200, Map.of("result", List.of()));
  }

  private static Map<String, Object> shown(Issue issue, int number) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("sys_id", "sys" + number);
    record.put("number", "INC001" + number);
    record.put("state", issue.isOpen ? "1" : issue.isFinal ? "7" : issue.isLeft ? "8" : "6");
    record.put("close_code", issue.isOpen ? "" : "Solved (Permanently)");
    record.put("correlation_id", issue.marker);
    String at = issue.closedAt == null ? "" : issue.closedAt.toString();
    record.put("resolved_at", at.replace("T", " ").replace("Z", ""));
    record.put("closed_at", "");
    return record;
  }
}
