package dev.ombud.door.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.act.platform.PlatformConfig;
import dev.ombud.act.platform.Platforms;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file of flag platforms: what it means, and every way in which it can be wrong.
class FlagPlatformsReaderTest {
  private static final String SECRET = "planted-secret";

  private static final String UNLEASH =
      """
      {"name":"unleash","kind":"unleash","address":"https://unleash.example:4242","inside":true,
       "token":"env:UNLEASH","actor":"ombud","readerTokens":{"production":"env:UNLEASH"}}
      """;

  @TempDir Path folder;

  private List<PlatformConfig> read(String json) {
    try {
      return FlagPlatformsReader.read(
          Files.writeString(folder.resolve("platforms.json"), json),
          new SecretSource(Map.of("UNLEASH", SECRET)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void readsEveryKind() {
    List<PlatformConfig> platforms =
        read(
            "["
                + UNLEASH
                + ",{\"name\":\"ld\",\"kind\":\"launchdarkly\",\"address\":\"https://ld.example\","
                + "\"token\":\"env:UNLEASH\",\"actor\":\"ombud\"},"
                + "{\"name\":\"files\",\"kind\":\"flagd\",\"address\":\"/etc/flags.json\"}]");
    assertThat(platforms)
        .extracting(PlatformConfig::name)
        .containsExactly("unleash", "ld", "files");
    assertThat(platforms.getFirst().token().reveal()).isEqualTo(SECRET);
    assertThat(platforms.getFirst().readers()).containsOnlyKeys("production");
    assertThat(platforms.toString()).doesNotContain(SECRET);
    assertThat(Platforms.destinations(platforms))
        .containsExactly(
            new Destination("unleash.example", 4242, true),
            new Destination("ld.example", 443, false));
  }

  @Test
  void saysWhatIsWrong() {
    check("{}", "it is no array");
    check("[1]", "no JSON object");
    check("[{\"name\":\"x\",\"kind\":\"split\",\"address\":\"a\"}]", "`kind` is `split`");
    check("[{\"name\":\"x\",\"kind\":\"flagd\"}]", "`address` is missing");
    check("[" + UNLEASH + "," + UNLEASH + "]", "`name` `unleash` is taken");
    check("[" + UNLEASH.replace("\"unleash\",\"kind", "\"builtin\",\"kind") + "]", "is taken");
    check("[" + UNLEASH.replace("https:", "ftp:") + "]", "write https:// and a host");
    check(
        "[" + UNLEASH.replace("\"token\":\"env:UNLEASH\"", "\"token\":\"" + SECRET + "\"") + "]",
        "`token`: a secret never stands here");
    check("[" + UNLEASH.replace("{\"production\":\"env:UNLEASH\"}", "[]") + "]", "`readerTokens`");
    check("[" + UNLEASH.replace("\"actor\"", "\"actr\"") + "]", "`actr` is no field");
  }

  private void check(String json, String words) {
    assertThatThrownBy(() -> read(json))
        .hasMessageContaining(words)
        .hasMessageNotContaining(SECRET);
  }
}
