package dev.ombud.act.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Finding;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.outbound.SecretSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads many small files of targets; each case states every finding in full, for that is what the
/// operator gets to see.
class TargetsReaderTest {
  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TOKEN", "planted-66",
          "JIRA_TOKEN", "planted-67",
          "SLACK_TOKEN", "planted-68",
          "DEPLOYER_KEY", KEY,
          "TEAMS", "https://planted.example/workflows/planted-69");

  @TempDir Path folder;

  @Test
  void readsTheExample() throws IOException {
    // The example names a file that a container platform would mount.
    String example =
        Files.readString(Path.of("examples/targets.json"))
            .replace("file:/run/secrets/pagerduty-payments", "env:TOKEN");
    Targets targets = read(example).targets();
    assertThat(targets.byName()).containsOnlyKeys("jira", "pager", "slack", "deployer", "events");
    assertThat(targets.destinations()).hasSize(5);
    assertThat(targets.toString()).doesNotContain("planted").doesNotContain(KEY);
    check(targets, "team:payments", "shop", ActionKind.OPEN_TICKET, "jira");
    check(targets, "team:payments", "any", ActionKind.PAGE_OWNER, "pager");
    check(targets, "#payments", "shop", ActionKind.NOTIFY, "slack");
    check(targets, "release:2.1->2.0", "shop", ActionKind.ROLLBACK_RELEASE, "deployer");
    check(targets, "event:decision-made", "shop", ActionKind.NOTIFY, "events");
    check(targets, "release:2.1->2.0", "other", ActionKind.ROLLBACK_RELEASE, "");
    check(targets, "team:search", "shop", ActionKind.OPEN_TICKET, "");
    TargetRoute tickets =
        targets.route("team:payments", "shop", ActionKind.OPEN_TICKET).orElseThrow();
    assertThat(tickets.isTooMild(Severity.P3)).isFalse();
    assertThat(tickets.isTooMild(Severity.P4)).isTrue();
    assertThat(targets.target(tickets).option("project")).isEqualTo("PAY");
  }

  private static void check(
      Targets targets, String subject, String product, ActionKind kind, String target) {
    assertThat(targets.route(subject, product, kind).map(TargetRoute::target))
        .isEqualTo(target.isEmpty() ? Optional.empty() : Optional.of(target));
  }

  @Test
  void refusesATypoByItsPlace() {
    findings(
        """
        {"targets": [{"name": "A b", "kind": "jirra", "secrets": "x"}], "rotes": []}\
        """,
        "targets.json:rotes: is no field: did you mean `routes`?",
        "targets.json:targets[0].secrets: is no field: did you mean `secret`?",
        "targets.json:targets[0].name: write 1 to 63 lower-case letters, digits and hyphens",
        "targets.json:targets[0].kind: `jirra` is no kind: did you mean `jira`?");
  }

  @Test
  void refusesASecretInTheFileWithoutQuotingIt() {
    findings(
        """
        {"targets": [
          {"name": "a", "kind": "slack", "secret": "xoxb-planted-70"},
          {"name": "b", "kind": "slack"},
          {"name": "c", "kind": "webhook", "url": "https://x.example", "secret": "env:TOKEN"},
          {"name": "d", "kind": "teams", "url": "https://planted.example", "secret": "env:TEAMS"},
          {"name": "e", "kind": "jira", "url": "https://u:planted@x.example", "secret": "env:TOKEN"},
          {"name": "f", "kind": "github-deployments", "secret": "env:TOKEN"}
        ]}\
        """,
        "targets.json:targets[0].secret: a secret never stands here: write env:NAME or file:/path,"
            + " and put it there",
        "targets.json:targets[1].secret: is missing: write env:NAME or file:/path, where the secret"
            + " is",
        "targets.json:targets[2].secret: is no key: write whsec_ and 24 to 64 random bytes in base64"
            + " there",
        "targets.json:targets[3].url: its address is its secret: put it where `secret` points",
        "targets.json:targets[4].url: is no address: write https://, a host and a path, no user in it",
        "targets.json:targets[5].secret: is no private key of RSA in PEM: put the key of the GitHub"
            + " App there");
  }

  @Test
  void refusesRoutesThatLeadNowhere() {
    findings(
        """
        {"targets": [
          {"name": "slack", "kind": "slack", "secret": "env:TOKEN"},
          {"name": "slack", "kind": "slack", "secret": "env:TOKEN"},
          {"name": "gh", "kind": "github-issues", "secret": "env:TOKEN", "options": {"repo": "a/b"}},
          {"name": "ce", "kind": "cloudevents", "url": "https://x.example"}
         ],
         "routes": [
          {"subject": "team:*", "target": "slak"},
          {"subject": "team:*", "target": "slack", "least": "P5", "actions": ["OPEN_TICKET"]},
          {"target": "ce", "subject": "team:*"}
        ]}\
        """,
        "targets.json:targets[1].name: `slack` is the second of that name: give it another one",
        "targets.json:targets[2].options.repo: `github-issues` has no such option: write one of"
            + " repository, reopenDays",
        "targets.json:routes[0].target: there is no target `slak`: did you mean `slack`?",
        "targets.json:routes[1].least: `P5` is no severity: write P1 to P4",
        "targets.json:routes[1].actions: `slack` cannot do `OPEN_TICKET`: write one of PAGE_OWNER,"
            + " NOTIFY, ADD_TO_DIGEST",
        "targets.json:routes[1].options.channel: is missing: set it here or at the target `slack`",
        "targets.json:routes[2].subject: events only go there: write event:* or event: and a name");
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThat(read("{").findings()).extracting(Finding::code).containsExactly("no-json");
    assertThat(read("[]").findings()).extracting(Finding::code).containsExactly("no-object");
    assertThat(read("{\"targets\": {}}").findings())
        .extracting(Finding::code)
        .containsExactly("no-list");
    assertThat(
            TargetsReader.read(folder.resolve("none.json"), new SecretSource(Map.of())).findings())
        .extracting(Finding::code)
        .containsExactly("unreadable");
  }

  private void findings(String content, String... lines) {
    TargetsReader.Result result = read(content);
    assertThat(result.findings().stream().map(Finding::line)).containsExactlyInAnyOrder(lines);
    assertThat(result.targets()).isEqualTo(Targets.NONE);
    assertThat(String.join("\n", List.of(lines))).doesNotContain("planted");
  }

  private TargetsReader.Result read(String content) {
    try {
      Path file = Files.writeString(folder.resolve("targets.json"), content);
      return TargetsReader.read(file, new SecretSource(ENVIRONMENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
