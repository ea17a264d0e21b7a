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

/// GitHub Issues, REST API 2022-11-28: labels vanish without push access, a repository may have no
/// issues.
final class GitHubVendor implements TrackerVendor {
  private static final String BASE = "/repos/acme/shop/issues";

  private final List<Issue> issues = new ArrayList<>();

  boolean dropsLabels;
  boolean hasNoIssues;

  @Override
  public List<Issue> issues() {
    return issues;
  }

  @Override
  public TargetKind kind() {
    return TargetKind.GITHUB_ISSUES;
  }

  @Override
  public String path() {
    return "";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("repository", "acme/shop");
  }

  /// The secondary limit: a 403.
  @Override
  public Said limit() {
    return Said.json(403, Map.of("message", "You have exceeded a secondary rate limit"))
        .with("Retry-After", "7");
  }

  @Override
  public Said answer(Asked asked) {
    if (!asked.header("authorization").equals("Bearer " + SECRET)) {
      return Said.json(401, Map.of("message", "Bad credentials"));
    }
    require(!asked.header("user-agent").isEmpty(), "a user agent is required");
    require(asked.header("accept").equals("application/vnd.github+json"), "the media type");
    require(asked.header("x-github-api-version").equals("2022-11-28"), "the version");
    require(asked.path().matches(BASE + "(/\\d+(/comments)?)?"), "no such path");
    if (asked.is("POST", BASE)) {
      return create(asked.json());
    }
    if (asked.is("GET", BASE)) {
      return list(asked);
    }
    int number = Integer.parseInt(asked.part(4)) - 1;
    if (number >= issues.size()) {
      return Said.json(404, Map.of("message", "Not Found"));
    }
    Issue issue = issues.get(number);
    if (issue.isDeleted) {
      return Said.json(410, Map.of("message", "This issue was deleted"));
    }
    if (asked.is("POST", ".*/comments")) {
      require(asked.json().at("body").text().length() <= 65_536, "body is too long");
      issue.notes.add(asked.json().at("body").text());
      return Said.json(201, Map.of("id", 9));
    }
    if (asked.is("GET", ".*/comments")) {
      require(asked.query().getOrDefault("since", "").endsWith("Z"), "since is a time");
      return Said.json(200, issue.notes.stream().map(note -> Map.of("body", note)).toList());
    }
    if (asked.method().equals("PATCH")) {
      require(asked.json().at("state_reason").text().equals("reopened"), "a reason");
      issue.isOpen = asked.json().at("state").text().equals("open");
    }
    return Said.json(200, shown(issue, number));
  }

  private Said create(Tree body) {
    if (hasNoIssues) {
      return Said.json(410, Map.of("message", "Issues are disabled for this repo"));
    }
    String title = body.at("title").text();
    require(!title.isEmpty() && title.length() <= 256, "title is too long (maximum is 256)");
    require(body.at("body").text().length() <= 65_536, "body is too long");
    List<String> labels = body.at("labels").items().stream().map(Tree::text).toList();
    labels.forEach(label -> require(label.length() <= 50, "a label has 50 characters"));
    Issue issue = new Issue();
    issue.title = title;
    issue.text = body.at("body").text();
    issue.labels = dropsLabels ? List.of() : labels;
    issue.parent = issue.text.contains("Part of #") ? after(issue.text, "Part of #") : "";
    issue.follows = issue.text.contains("Follows #") ? after(issue.text, "Follows #") : "";
    issues.add(issue);
    return Said.json(201, shown(issue, issues.size() - 1));
  }

  private static String after(String text, String words) {
    return text.substring(text.indexOf(words) + words.length()).replaceFirst("(?s)\\D.*", "");
  }

  private Said list(Asked asked) {
    require(asked.query().getOrDefault("state", "").equals("all"), "closed ones as well");
    String label = asked.query().getOrDefault("labels", "");
    List<Object> found = new ArrayList<>();
    for (int i = issues.size() - 1; i >= 0; i--) {
      if (label.isEmpty() || issues.get(i).labels.contains(label)) {
        found.add(shown(issues.get(i), i));
      }
    }
    return Said.json(200, found);
  }

  private static Map<String, @Nullable Object> shown(Issue issue, int number) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("number", number + 1);
    shown.put("html_url", "https://github.com/acme/shop/issues/" + (number + 1));
    shown.put("state", issue.isOpen ? "open" : "closed");
    shown.put("state_reason", issue.isOpen ? null : issue.isLeft ? "not_planned" : "completed");
    shown.put("closed_at", issue.closedAt == null ? null : String.valueOf(issue.closedAt));
    shown.put("body", issue.text);
    shown.put("labels", issue.labels.stream().map(label -> Map.of("name", label)).toList());
    return shown;
  }
}
