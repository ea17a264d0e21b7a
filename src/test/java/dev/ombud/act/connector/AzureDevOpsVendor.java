package dev.ombud.act.connector;

import static dev.ombud.act.connector.Shaped.require;

import dev.ombud.act.connector.Shaped.Asked;
import dev.ombud.act.connector.Shaped.Said;
import dev.ombud.act.target.TargetKind;
import dev.ombud.act.target.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Work items of Azure DevOps Services, 7.1: JSON patches with their own content type, revisions
/// that are tested, a sign-in page with 203 for a token that is not accepted.
final class AzureDevOpsVendor implements TrackerVendor {
  private static final String ITEM = "/org/shop/_apis/wit/work[iI]tems/\\d+";

  private final List<Issue> issues = new ArrayList<>();

  @Override
  public List<Issue> issues() {
    return issues;
  }

  @Override
  public TargetKind kind() {
    return TargetKind.AZURE_DEVOPS;
  }

  @Override
  public String path() {
    return "/org/shop";
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public Said limit() {
    return Said.json(429, Map.of("message", "TF400733: The request has been canceled"))
        .with("Retry-After", "7")
        .with("X-RateLimit-Delay", "1.5");
  }

  @Override
  public Said answer(Asked asked) {
    String pair = ":" + SECRET;
    String wanted =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    if (!asked.header("authorization").equals(wanted)) {
      return new Said(203, Map.of("Content-Type", "text/html"), "<html>Sign In</html>");
    }
    require(
        asked.query().getOrDefault("api-version", "").startsWith("7.1"), "api-version is required");
    if (asked.is("POST", "/org/shop/_apis/wit/workitems/\\$Bug")) {
      return create(asked);
    }
    if (asked.is("POST", "/org/shop/_apis/wit/wiql")) {
      return search(asked);
    }
    require(asked.path().matches(ITEM + "(/comments)?"), "no such path");
    int number = Integer.parseInt(asked.part(5)) - 1;
    if (number >= issues.size() || issues.get(number).isDeleted) {
      return Said.json(404, Map.of("message", "TF401232: Work item does not exist"));
    }
    Issue issue = issues.get(number);
    if (asked.is("GET", ".*/comments")) {
      require(asked.query().get("api-version").contains("preview"), "comments are a preview");
      return Said.json(
          200, Map.of("comments", issue.notes.stream().map(note -> Map.of("text", note)).toList()));
    }
    return asked.method().equals("GET")
        ? Said.json(200, shown(issue, number))
        : change(asked, issue, number);
  }

  private static List<Tree> patch(Asked asked) {
    require(asked.header("content-type").equals("application/json-patch+json"), "a JSON patch");
    List<Tree> operations = asked.json().items();
    operations.forEach(each -> require(!each.at("path").text().isEmpty(), "a path"));
    return operations;
  }

  private Said create(Asked asked) {
    Issue issue = new Issue();
    for (Tree operation : patch(asked)) {
      require(operation.at("op").text().equals("add"), "adds fields");
      String value = operation.at("value").text();
      switch (operation.at("path").text()) {
        case "/fields/System.Title" -> issue.title = value;
        case "/fields/System.Description" -> issue.text = value;
        case "/fields/System.Tags" -> issue.labels = List.of(value.split("; "));
        case "/fields/Microsoft.VSTS.Common.Priority" -> require(value.matches("[1-4]"), "1 to 4");
        case "/fields/Microsoft.VSTS.TCM.ReproSteps" -> require(!value.isEmpty(), "steps");
        case "/relations/-" -> relate(issue, operation.at("value"));
        default -> require(false, "no such field " + operation.at("path").text());
      }
    }
    require(!issue.title.isEmpty() && issue.title.length() <= 255, "the title has 255 characters");
    issues.add(issue);
    return Said.json(200, shown(issue, issues.size() - 1));
  }

  private static void relate(Issue issue, Tree relation) {
    String url = relation.at("url").text();
    require(url.matches(".*/_apis/wit/workItems/\\d+"), "the address of a work item");
    String id = url.substring(url.lastIndexOf('/') + 1);
    switch (relation.at("rel").text()) {
      case "System.LinkTypes.Hierarchy-Reverse" -> issue.parent = id;
      case "System.LinkTypes.Related" -> issue.follows = id;
      default -> require(false, "no such link type");
    }
  }

  private Said change(Asked asked, Issue issue, int number) {
    require(asked.method().equals("PATCH"), "no such method");
    List<Tree> operations = patch(asked);
    require(operations.getFirst().at("op").text().equals("test"), "tests the revision first");
    if (!operations.getFirst().at("value").text().equals(String.valueOf(issue.revision))) {
      return Said.json(412, Map.of("message", "VS403208: the test of /rev failed"));
    }
    Tree operation = operations.getLast();
    String value = operation.at("value").text();
    switch (operation.at("path").text()) {
      case "/fields/System.History" -> issue.notes.add(value);
      case "/fields/System.State" -> issue.isOpen = value.equals("Active");
      default -> require(false, "no such field");
    }
    issue.revision++;
    return Said.json(200, shown(issue, number));
  }

  private Said search(Asked asked) {
    String query = asked.json().at("query").text();
    require(query.startsWith("SELECT [System.Id] FROM WorkItems WHERE "), query);
    String tag = query.replaceFirst(".*CONTAINS '([^']+)'.*", "$1");
    for (int i = issues.size() - 1; i >= 0; i--) {
      if (issues.get(i).labels.contains(tag) && !issues.get(i).isDeleted) {
        return Said.json(200, Map.of("workItems", List.of(Map.of("id", i + 1))));
      }
    }
    return Said.json(200, Map.of("workItems", List.of()));
  }

  private static Map<String, Object> shown(Issue issue, int number) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("System.State", issue.isOpen ? "New" : issue.isLeft ? "Removed" : "Closed");
    fields.put("System.Reason", "Fixed");
    if (issue.closedAt != null) {
      fields.put("Microsoft.VSTS.Common.ClosedDate", issue.closedAt.toString());
    }
    return Map.of("id", number + 1, "rev", issue.revision, "fields", fields);
  }
}
