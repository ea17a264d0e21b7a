package dev.ombud.door.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.door.start.CommandRun;
import dev.ombud.door.start.RulesetFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What publishing does before a server answers, and what it makes of answers that are not as they
/// should be. The whole way is a journey against a real service.
class PublishCommandTest {
  private static final String TOKEN = "s3cret";

  @TempDir Path home;

  private CommandRun publish(String server) {
    return CommandRun.of(
        Map.of("OMBUD_TOKEN", TOKEN), "publish", home.toString(), "--server", server);
  }

  /// A port that nobody listens on.
  private static String nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  @Test
  void sendsNothingThatHasErrors() throws IOException {
    RulesetFolder.copy(home).setCell("severity.xlsx", "D6", "0,85");
    CommandRun run = publish(nobody());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .contains("error severity.xlsx Severity!D6: `0,85` is not a number: write 0.85")
        .endsWith("nothing was sent: correct what is wrong first");
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void saysThatAServerCannotBeReached() throws IOException {
    RulesetFolder.copy(home);
    String server = nobody();
    CommandRun run = publish(server);
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.errors())
        .containsExactly(
            "ombud: "
                + server
                + " cannot be reached: see that it runs and that the address is right");
    assertThat(run.output()).last().asString().startsWith("good: ");
  }

  @Test
  void readsAnAnswer() {
    ServerAnswer answer =
        answer(
            Map.of(
                "version",
                3L,
                "report",
                Map.of("changed", 2L),
                "findings",
                List.of(
                    Map.of("level", "WARNING", "line", "a.xlsx A!C1: odd"),
                    Map.of("pointer", "/reason", "detail", "is missing"),
                    "no object")));
    assertThat(answer.number("version")).isEqualTo(3);
    assertThat(answer.inner("report").number("changed")).isEqualTo(2);
    assertThat(answer.all("findings"))
        .extracting(ServerAnswer::line)
        .containsExactly("warning a.xlsx A!C1: odd", "/reason: is missing");
    assertThat(answer.all("none")).isEmpty();
  }

  @Test
  void saysWhatAnAnswerLacks() {
    ServerAnswer answer = answer(Map.of("version", "3", "id", 7L, "report", List.of()));
    checkLacks("version", () -> answer.number("version"));
    checkLacks("id", () -> answer.text("id"));
    checkLacks("report", () -> answer.inner("report"));
    checkLacks("ETag", () -> answer.header("ETag"));
  }

  private static void checkLacks(String what, Runnable reading) {
    assertThatThrownBy(reading::run)
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "the answer to GET /v1/x has no good `"
                + what
                + "`: use the jar of the server's own version");
  }

  private static ServerAnswer answer(Map<String, Object> body) {
    return new ServerAnswer(
        "GET /v1/x", 200, HttpHeaders.of(Map.of(), (name, value) -> true), body);
  }
}
