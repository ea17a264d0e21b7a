package dev.ombud.door.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.start.CommandRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is called wrongly does nothing, ends with 2, says what is wrong and shows the usage.
class CommandLineTest {
  @TempDir Path folder;

  @Test
  void showsItsUsage() {
    for (String[] words : new String[][] {{"--help"}, {"check", "--help"}, {"publish", "--help"}}) {
      CommandRun run = CommandRun.of(Map.of(), words);
      assertThat(run.exit()).isZero();
      assertThat(run.output())
          .anyMatch(line -> line.startsWith("usage: "))
          .anyMatch(line -> line.contains("check DIR"))
          .anyMatch(line -> line.contains("publish DIR"))
          .anyMatch(line -> line.contains("publish --activate DRAFT"));
      assertThat(run.errors()).isEmpty();
    }
  }

  @Test
  void saysItsVersion() {
    CommandRun run = CommandRun.of(Map.of(), "--version");
    assertThat(run.exit()).isZero();
    assertThat(run.output()).containsExactly("ombud " + Version.service());
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void refusesWhatIsNoCommand() {
    check("`chekc` is no command: did you mean `check`?", "chekc");
    check(
        "`frobnicate` is no command: write `check`, `publish`, `verify`, `golden-set` or `token`, or nothing to start the service",
        "frobnicate");
    check("`x` is too much: leave it out", "--version", "x");
  }

  @Test
  void refusesABadCheck() {
    check("`DIR` is missing: name the folder of the ruleset", "check");
    check("`b` is too much: leave it out", "check", "a", "b");
    check("`--junt` is no option here: did you mean `--junit`?", "check", ".", "--junt", "x");
    check("`--junit` has no value: write one behind it", "check", ".", "--junit");
    check(
        "`--junit` has no value: write one behind it",
        "check",
        ".",
        "--junit",
        "--warnings-as-errors");
    check(
        "`--junit` stands there twice: leave one out",
        "check",
        ".",
        "--junit",
        "a",
        "--junit",
        "b");
    String remedy = " is no folder: name the one that has rules/ and decision-tables/";
    check("`" + folder.resolve("none") + "`" + remedy, "check", folder.resolve("none").toString());
    check("`" + folder.resolve("rules") + "`" + remedy, "check", folder.toString());
    check("`a\\u0000b` is no path: Nul character not allowed", "check", "a\0b");
  }

  @Test
  void refusesABadPublish() {
    String server = "http://127.0.0.1:1";
    check("`--server` is missing: write the address of Ombud behind it", "publish", ".");
    check("`DIR` is missing: name the folder of the ruleset", "publish", "--server", server);
    for (String bad : new String[] {"ombud", "ftp://a", "http://", "http://u:p@a", "http://a?b"}) {
      check(
          "`" + bad + "` is no server: write one as https://host:8080",
          "publish",
          ".",
          "--server",
          bad);
    }
    for (String bad : new String[] {"0", "-1", "3661", "many", "1e3"}) {
      check(
          "`" + bad + "` is no number of days from 1 to 3660: write one behind `--days`",
          "publish",
          ".",
          "--server",
          server,
          "--days",
          bad);
    }
    check(
        "`--reason` is missing: say why, for the record",
        "publish",
        "--activate",
        "d-1",
        "--server",
        server);
    check("`.` is too much: leave it out", "publish", ".", "--activate", "d-1", "--server", server);
    check(
        "`--days` means nothing with `--activate`: leave it out",
        "publish",
        "--activate",
        "d-1",
        "--days",
        "3",
        "--server",
        server);
  }

  @Test
  void refusesToPublishWithoutAToken() {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("OMBUD_TOKEN", " "),
            Map.of("OMBUD_TOKEN", "in\nsecret"))) {
      CommandRun run = CommandRun.of(environment, "publish", ".", "--server", "http://127.0.0.1:1");
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.errors())
          .startsWith(
              "ombud: `OMBUD_TOKEN` holds no token: set it to that of an owner, without spaces")
          .noneMatch(line -> line.contains("secret"));
    }
  }

  private static void check(String problem, String... words) {
    CommandRun run = CommandRun.of(Map.of("OMBUD_TOKEN", "t"), words);
    assertThat(run.errors())
        .startsWith("ombud: " + problem, "", "usage: java -jar ombud.jar [COMMAND]");
    assertThat(run.output()).isEmpty();
    assertThat(run.exit()).isEqualTo(2);
  }
}
