package dev.ombud.door.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.start.CommandRun;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `token` from the command line, beside a service that runs.
class TokenCommandTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Duration SOON = Duration.ofSeconds(15);

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static CommandRun token(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "token";
    System.arraycopy(words, 0, all, 1, words.length);
    return CommandRun.of(RunningService.settings(POSTGRES.config()), all);
  }

  private static int status(String secret) {
    ApiClient client = service.client();
    Answer answer =
        client.send(
            client
                .request("/v1/tokens", Role.ADMIN)
                .setHeader("Authorization", "Bearer " + secret)
                .build());
    return answer.status();
  }

  @Test
  void issuesTheFirstTokenListsItAndTakesItBack() {
    CommandRun issued =
        token("issue", "first", "--roles", "admin+owner", "--reason", "the first of all");
    assertThat(issued.exit()).as("%s", issued).isEqualTo(CommandLine.GOOD);
    assertThat(issued.output()).hasSize(1);
    String secret = issued.output().getFirst();
    assertThat(secret).matches("ombud_[\\w-]{43}");
    assertThat(issued.errors().getFirst()).isEqualTo("first: GOOD, owner+admin, never used");
    Condition.await(SOON, "the service knows it", () -> status(secret) == 200);
    assertThat(service.client().get("/v1/audit/events?subject=token:first").text())
        .contains("TOKEN_ISSUED", "command-line", "the first of all");
    CommandRun listed = token("list");
    assertThat(listed.output())
        .anyMatch(line -> line.startsWith("first: GOOD, owner+admin"))
        .anyMatch(line -> line.startsWith("test-caller: GOOD, caller"));
    assertThat(String.join("\n", listed.output())).doesNotContain(secret);
    CommandRun revoked = token("revoke", "first", "--reason", "lost");
    assertThat(revoked.output().getFirst()).startsWith("first: REVOKED");
    Condition.await(SOON, "the service knows that too", () -> status(secret) == 401);
  }

  @Test
  void limitsATokenAndGivesItAnEnd() {
    CommandRun issued =
        token(
            "issue",
            "limited",
            "--roles",
            "flags",
            "--product",
            "shop",
            "--environment",
            "staging",
            "--expires",
            "2999-01-01T00:00:00Z",
            "--reason",
            "r");
    assertThat(issued.errors().getFirst())
        .isEqualTo(
            "limited: GOOD, flags, only for product `shop` and environment `staging`, until"
                + " 2999-01-01T00:00:00Z, never used");
    CommandRun again = token("issue", "limited", "--roles", "flags", "--reason", "r");
    assertThat(again.exit()).isEqualTo(CommandLine.REFUSED);
    assertThat(again.errors().getFirst()).contains("there is a good token `limited`");
  }

  @Test
  void saysWhatIsWrongWithTheCommand() {
    check("says nothing alone", List.of());
    check("`isue` is nothing to do with tokens", List.of("isue"));
    check("the name of the token is missing", List.of("issue", "--roles", "admin"));
    check("`--roles` is missing", List.of("issue", "x", "--reason", "r"));
    check("`--reason` is missing", List.of("issue", "x", "--roles", "admin"));
    check("write admin", List.of("issue", "x", "--roles", "admn", "--reason", "r"));
    check(
        "`--expires` needs a time",
        List.of("issue", "x", "--roles", "admin", "--expires", "soon", "--reason", "r"));
    check("`y` is too much", List.of("issue", "x", "y", "--roles", "admin", "--reason", "r"));
    check("`x` is too much", List.of("list", "x"));
    CommandRun unknown = token("revoke", "nobody", "--reason", "r");
    assertThat(unknown.exit()).isEqualTo(CommandLine.REFUSED);
    assertThat(unknown.errors().getFirst()).contains("there is no token `nobody`");
  }

  @Test
  @Tag("long") // waits a minute for a server that is not there
  void quotesNoPasswordOfAServerThatIsNotThere() {
    CommandRun nowhere =
        CommandRun.of(
            Map.of("OMBUD_DATABASE_URL", "postgresql://ombud:hunter2@127.0.0.1:1/ombud"),
            "token",
            "list");
    assertThat(nowhere.exit()).isEqualTo(CommandLine.REFUSED);
    assertThat(String.join("\n", nowhere.errors())).doesNotContain("hunter2");
  }

  private static void check(String says, List<String> words) {
    CommandRun run = token(words.toArray(String[]::new));
    assertThat(run.exit()).as("%s", words).isEqualTo(CommandLine.BAD_USAGE);
    assertThat(run.errors().getFirst()).contains(says);
    assertThat(run.output()).isEmpty();
  }
}
