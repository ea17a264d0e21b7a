package dev.ombud.act.target;

import dev.ombud.ground.code.ActionKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every kind of system that a target can be: its word in the file, where it stands unless the file
/// says otherwise, its options, and the actions that it carries out.
public enum TargetKind {
  JIRA("jira", "", "project", "user type childType priorities wontFix reopenDays"),
  SERVICENOW("servicenow", "", "", "user group wontFix reopenDays"),
  AZURE_DEVOPS("azure-devops", "", "", "type areaPath closedStates wontFix reopenState reopenDays"),
  GITHUB_ISSUES("github-issues", "https://api.github.com", "repository", "reopenDays"),
  LINEAR("linear", "https://api.linear.app/graphql", "team", "reopenDays"),
  REDMINE("redmine", "", "project", "tracker priorities reopenStatus wontFix reopenDays"),
  PAGERDUTY("pagerduty", "https://events.pagerduty.com", "", ""),
  SLACK("slack", "https://slack.com", "channel", ""),
  TEAMS("teams", "", "", ""),
  WEBHOOK("webhook", "", "", ""),
  CLOUDEVENTS("cloudevents", "", "", ""),
  GITHUB_DEPLOYMENTS(
      "github-deployments",
      "https://api.github.com",
      "repository app installation",
      "environment gate product stage surfaces");

  private final String word;
  private final String usualUrl;
  private final String required;
  private final String optional;

  /// @param required names of options, parted by spaces
  TargetKind(String word, String usualUrl, String required, String optional) {
    this.word = word;
    this.usualUrl = usualUrl;
    this.required = required;
    this.optional = optional;
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  static Optional<TargetKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  public String word() {
    return word;
  }

  /// Whether tickets live on there, so that something can be said on them later.
  boolean isTracker() {
    return actions().equals(List.of(ActionKind.OPEN_TICKET));
  }

  /// Empty where every organisation has its own.
  String usualUrl() {
    return usualUrl;
  }

  /// The address is the secret.
  boolean hidesAddress() {
    return this == TEAMS;
  }

  boolean needsSecret() {
    return this != CLOUDEVENTS;
  }

  public List<String> required() {
    return words(required);
  }

  List<String> options() {
    return Stream.concat(words(required).stream(), words(optional).stream()).toList();
  }

  /// What it carries out, in the order of their kinds.
  public List<ActionKind> actions() {
    return switch (this) {
      case JIRA, SERVICENOW, AZURE_DEVOPS, GITHUB_ISSUES, LINEAR, REDMINE ->
          List.of(ActionKind.OPEN_TICKET);
      case PAGERDUTY, SLACK, TEAMS ->
          List.of(ActionKind.PAGE_OWNER, ActionKind.NOTIFY, ActionKind.ADD_TO_DIGEST);
      case WEBHOOK -> List.of(ActionKind.values());
      case CLOUDEVENTS -> List.of(ActionKind.NOTIFY);
      case GITHUB_DEPLOYMENTS -> List.of(ActionKind.FREEZE_ROLLOUT);
    };
  }
}
