package dev.ombud.act.connector;

import static dev.ombud.act.connector.Shaped.require;

import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Jira Cloud, REST API version 3, as its reference has it.
final class JiraVendor implements TrackerVendor {
  private static final Set<String> ADF_BLOCKS =
      Set.of("paragraph", "heading", "bulletList", "blockquote");

  private final List<Issue> issues = new ArrayList<>();

  /// Whether the search shows what there is, or lags behind.
  boolean searchLags;

  @Override
  public List<Issue> issues() {
    return issues;
  }

  @Override
  public TargetKind kind() {
    return TargetKind.JIRA;
  }

  @Override
  public String path() {
    return "";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "project", "PAY", "user", "bot@example.com", "priorities", "Highest,High,Low,Low");
  }

  @Override
  public Said limit() {
    return Said.json(429, Map.of("errorMessages", List.of("Rate limit exceeded.")))
        .with("Retry-After", "7")
        .with("RateLimit-Reason", "jira-burst-based");
  }

  @Override
  public Said answer(Asked asked) {
    String basic = "bot@example.com:" + SECRET;
    String wanted =
        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8));
    if (!asked.header("authorization").equals(wanted)) {
      return Said.status(401);
    }
    if (!asked.method().equals("GET")) {
      require(asked.header("content-type").equals("application/json"), "needs JSON");
    }
    if (asked.is("POST", "/rest/api/3/issue")) {
      return create(asked.json());
    }
    if (asked.is("POST", "/rest/api/3/search/jql")) {
      return search(asked.json());
    }
    if (asked.path().equals("/rest/api/3/search")) {
      return Said.json(
          410, Map.of("errorMessages", List.of("The requested API has been removed.")));
    }
    require(
        asked.path().matches("/rest/api/3/issue/PAY-\\d+(/(comment|transitions))?"),
        "no such path");
    int number = Integer.parseInt(asked.part(4).substring(4)) - 1;
    if (number >= issues.size() || issues.get(number).isDeleted) {
      return Said.json(404, Map.of("errorMessages", List.of("Issue does not exist")));
    }
    return of(asked, issues.get(number), number);
  }

  private Said of(Asked asked, Issue issue, int number) {
    if (asked.is("GET", ".*/PAY-\\d+")) {
      require(asked.query().containsKey("fields"), "ask for fields");
      return Said.json(200, shown(issue, number));
    }
    if (asked.is("POST", ".*/comment")) {
      adf(asked.json().at("body"));
      issue.notes.add(asked.body());
      return Said.json(201, Map.of("id", String.valueOf(10_000 + issue.notes.size())));
    }
    if (asked.is("GET", ".*/comment")) {
      return Said.json(
          200, Map.of("comments", issue.notes.stream().map(note -> Map.of("body", note)).toList()));
    }
    if (asked.is("GET", ".*/transitions")) {
      return Said.json(
          200,
          Map.of(
              "transitions",
              List.of(transition("31", "Done", "done"), transition("11", "Reopen", "new"))));
    }
    require(asked.is("POST", ".*/transitions"), "no such method here");
    require(asked.json().at("transition", "id").text().equals("11"), "no such transition");
    issue.isOpen = true;
    issue.closedAt = null;
    return Said.status(204);
  }

  private static Map<String, Object> transition(String id, String name, String category) {
    return Map.of("id", id, "name", name, "to", Map.of("statusCategory", Map.of("key", category)));
  }

  private Said create(Tree body) {
    Tree fields = body.at("fields");
    require(fields.at("project", "key").text().equals("PAY"), "project.key is required");
    String summary = fields.at("summary").text();
    require(!summary.isEmpty() && summary.length() <= 255, "summary needs 1 to 255 characters");
    require(!summary.contains("\n"), "the summary must not contain newlines");
    adf(fields.at("description"));
    String type = fields.at("issuetype", "name").text();
    String parent = fields.at("parent", "key").text();
    require(Set.of("Bug", "Sub-task").contains(type), "no such issue type");
    require(type.equals("Sub-task") == !parent.isEmpty(), "a sub-task has a parent, others none");
    List<String> labels = fields.at("labels").items().stream().map(Tree::text).toList();
    labels.forEach(label -> require(!label.contains(" "), "labels have no spaces"));
    require(fields.at("priority", "name").text().startsWith("High"), "no such priority");
    Issue issue = new Issue();
    issue.title = summary;
    issue.text = String.valueOf(fields.at("description").value());
    issue.labels = labels;
    issue.parent = parent;
    issue.follows = body.at("update", "issuelinks").first().at("add", "outwardIssue", "key").text();
    issues.add(issue);
    String key = "PAY-" + issues.size();
    return Said.json(
        201, Map.of("id", "1" + issues.size(), "key", key, "self", "https://x/" + key));
  }

  private Said search(Tree body) {
    require(!body.at("fields").items().isEmpty(), "ask for fields");
    String jql = body.at("jql").text();
    require(
        jql.matches("project = \"PAY\" AND labels = \"[a-z0-9-]+\" ORDER BY created DESC"), jql);
    String label = jql.replaceFirst(".*labels = \"([^\"]+)\".*", "$1");
    List<Object> found = new ArrayList<>();
    for (int i = issues.size() - 1; i >= 0 && !searchLags; i--) {
      if (issues.get(i).labels.contains(label) && !issues.get(i).isDeleted) {
        found.add(shown(issues.get(i), i));
      }
    }
    return Said.json(200, Map.of("issues", found, "isLast", true));
  }

  private static Map<String, Object> shown(Issue issue, int number) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    String category = issue.isOpen ? "indeterminate" : "done";
    fields.put("status", Map.of("statusCategory", Map.of("key", category)));
    fields.put(
        "resolution", issue.isOpen ? null : Map.of("name", issue.isLeft ? "Won't Do" : "Done"));
    Instant closed = issue.closedAt;
    fields.put(
        "resolutiondate", closed == null ? null : closed.toString().replace("Z", ".000+0000"));
    fields.put("labels", issue.labels);
    return Map.of("id", "1" + number, "key", "PAY-" + (number + 1), "fields", fields);
  }

  /// As far as the schema of ADF goes for what we write.
  static void adf(Tree document) {
    require(document.at("type").text().equals("doc"), "ADF begins with a doc");
    require(document.at("version").text().equals("1"), "ADF has version 1");
    List<Tree> blocks = document.at("content").items();
    require(!blocks.isEmpty(), "a doc has content");
    for (Tree block : blocks) {
      require(ADF_BLOCKS.contains(block.at("type").text()), "no such block in a doc");
      content(block);
    }
  }

  private static void content(Tree node) {
    String type = node.at("type").text();
    if (type.equals("text")) {
      require(!node.at("text").text().isEmpty(), "a text has at least one character");
      require(node.at("content").isMissing(), "a text has no content");
      return;
    }
    require(!node.at("content").items().isEmpty(), type + " has content");
    for (Tree child : node.at("content").items()) {
      String inside = child.at("type").text();
      boolean fits =
          switch (type) {
            case "paragraph", "heading" -> inside.equals("text");
            case "bulletList" -> inside.equals("listItem");
            case "listItem", "blockquote" -> inside.equals("paragraph");
            default -> false;
          };
      require(fits, inside + " does not fit into " + type);
      content(child);
    }
  }
}
