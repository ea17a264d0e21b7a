package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.ConsoleClient;
import dev.ombud.testing.FreePort;
import dev.ombud.testing.Loop;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: every address of ours that leaves the house opens for whoever gets it: what people get is
/// a page for somebody who signed in, what programs get answers a token.
class AddressesTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @TempDir static Path folder;

  private static Loop start(Ear ear, int port) throws IOException {
    Path targets =
        Files.writeString(
            folder.resolve("targets.json"),
            """
            {"targets": [
               {"name": "events", "kind": "cloudevents", "url": "URL/events", "inside": true},
               {"name": "hook", "kind": "webhook", "url": "URL/hook", "inside": true,
                "secret": "env:HOOK_KEY"},
               {"name": "pager", "kind": "pagerduty", "url": "URL", "inside": true,
                "secret": "env:SLACK_TOKEN"},
               {"name": "slack", "kind": "slack", "url": "URL", "inside": true,
                "secret": "env:SLACK_TOKEN", "options": {"channel": "C0REVIEWS"}}],
             "routes": [
               {"subject": "event:*", "target": "events"},
               {"subject": "review:*", "target": "slack"},
               {"subject": "team:*", "actions": ["OPEN_TICKET"], "target": "hook"},
               {"subject": "team:*", "actions": ["PAGE_OWNER"], "target": "pager"}]}
            """
                .replace("URL", ear.url()));
    return new Loop(
        POSTGRES.config(),
        Map.of(
            "OMBUD_TARGETS",
            targets.toString(),
            "OMBUD_PORT",
            String.valueOf(port),
            "OMBUD_PUBLIC_URL",
            "http://127.0.0.1:" + port,
            "HOOK_KEY",
            "whsec_" + "YWJj".repeat(10),
            "SLACK_TOKEN",
            "xoxb-test"));
  }

  @Test
  void openForThoseWhoGetThem() throws IOException {
    try (Ear ear = new Ear(0);
        Loop loop = start(ear, FreePort.any())) {
      loop.declare("sent");
      JsonNode decision = loop.decide(Loop.scenario("g-010", "sent"));
      ObjectNode asking = Loop.scenario("g-010", "sent");
      asking.put("aggregateId", "asks");
      ((ObjectNode) asking.path("release")).put("stage", "PRODUCTION");
      ((ObjectNode) asking.path("cluster")).put("id", "another");
      loop.decide(asking);
      String home = "http://127.0.0.1:" + loop.port();
      Set<String> wanted = Set.of("decisions", "reviews", "flags");
      Condition.await(
          PATIENT,
          "a decision, a review and a flag are told of",
          () -> kinds(ear, home).containsAll(wanted));
      for (String path : List.of("/hook", "/events", "/api/chat.postMessage")) {
        Condition.await(PATIENT, path + " is told", () -> !ear.at(path).isEmpty());
      }
      Set<String> sent = addresses(ear, home);
      assertThat(sent).noneMatch(each -> each.contains("/v1/"));
      assertThat(ear.all().toString()).as("an address without a host").doesNotContain("\"/v1/");
      for (Role role : List.of(Role.REVIEWER, Role.AUDITOR)) {
        try (ConsoleClient person = new ConsoleClient(loop.port()).signIn(role)) {
          for (String address : sent) {
            ConsoleClient.Page page = person.get(address.substring(home.length()));
            assertThat(page.status()).as(address).isEqualTo(200);
            assertThat(page.header("Content-Type")).as(address).startsWith("text/html");
          }
        }
      }
      try (ConsoleClient stranger = new ConsoleClient(loop.port())) {
        for (String address : sent) {
          ConsoleClient.Page page = stranger.get(address.substring(home.length()));
          assertThat(page.header("Location")).as(address).startsWith("/sign-in?next=%2F");
        }
      }
      programs(loop, decision);
    }
  }

  private static Set<String> kinds(Ear ear, String home) {
    return addresses(ear, home).stream()
        .map(each -> each.substring(home.length() + 1).replaceAll("[/?].*", ""))
        .collect(Collectors.toSet());
  }

  private static Set<String> addresses(Ear ear, String home) {
    Set<String> found = new TreeSet<>();
    Matcher matcher =
        Pattern.compile(Pattern.quote(home) + "/[^\\s\"|<>()\\\\]*").matcher(ear.all().toString());
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /// `Location`, the links of an explanation, and the `type` of a problem.
  private static void programs(Loop loop, JsonNode decision) {
    ObjectNode once = Loop.scenario("g-010", "sent");
    once.put("aggregateId", "located");
    Answer made = loop.send(Role.CALLER, "POST", "/v1/decisions", once.toString());
    follow(loop, made.header("Location"));
    Answer draft = loop.send(Role.OWNER, "POST", "/v1/drafts", "{}");
    follow(loop, draft.header("Location"));
    String id = decision.path("decisionId").asText();
    Answer explanation = loop.send(Role.AUDITOR, "GET", "/v1/decisions/" + id + "/explanation", "");
    assertThat(explanation.status()).isEqualTo(200);
    Matcher links = Pattern.compile("\"(/v1/[^\"]+)\"").matcher(explanation.text());
    int followed = 0;
    for (; links.find(); followed++) {
      follow(loop, links.group(1));
    }
    assertThat(followed).as("links of an explanation").isPositive();
    Answer problem = loop.send(Role.AUDITOR, "GET", "/v1/decisions/none", "");
    String type = problem.json().path("type").asText();
    try (ConsoleClient person = new ConsoleClient(loop.port())) {
      assertThat(person.get(type.replaceFirst("#.*", "")).text())
          .contains("id=\"" + type.replaceFirst(".*#", "") + "\"");
    }
  }

  /// What is no page is a thing to do, by `POST`.
  private static void follow(Loop loop, String address) {
    assertThat(address).isNotEmpty();
    String method = loop.send(Role.ADMIN, "GET", address, "").status() == 405 ? "POST" : "GET";
    assertThat(
            Arrays.stream(Role.values()).map(role -> loop.send(role, method, address, "").status()))
        .as(method + " " + address)
        .contains(200);
  }
}
