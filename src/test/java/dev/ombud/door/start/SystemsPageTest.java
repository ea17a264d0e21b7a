package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.platform.PlatformConfig;
import dev.ombud.act.target.TargetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Goal: every system outside that can be configured is described.
class SystemsPageTest {
  @Test
  void everyKindOfTargetHasItsOptionsAndWhatItWasHeldAgainst() throws IOException {
    String page = Files.readString(Path.of("docs/connectors.md"));
    for (TargetKind kind : TargetKind.values()) {
      assertThat(page.split("\n\\| `" + kind.word() + "` \\|", -1))
          .as(kind.word())
          .hasSizeGreaterThan(2);
    }
  }

  @Test
  void everyFlagPlatformIsDescribed() throws IOException {
    String page = Files.readString(Path.of("docs/flags.md"));
    for (PlatformConfig.Kind kind : PlatformConfig.Kind.values()) {
      String word = kind.name().toLowerCase(Locale.ROOT);
      assertThat(page.split("\n\\| `" + word + "` \\|", -1)).as(word).hasSizeGreaterThan(2);
    }
  }
}
