package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.door.setting.Settings;
import dev.ombud.door.setting.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file of targets, as a start reads it.
class TargetsSettingTest {
  @TempDir Path folder;

  @Test
  void readsTargetsWithTheirSecretsAndNamesTheirFaults() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("targets.json"),
            """
            {"targets": [{"name": "pager", "kind": "pagerduty", "secret": "env:PAGER_KEY"}],
             "routes": [{"subject": "team:*", "target": "pager"}]}
            """);
    Map<String, String> environment =
        Map.of("OMBUD_TARGETS", file.toString(), "PAGER_KEY", "planted-key-31");
    Settings settings = Settings.read(environment);
    assertThat(settings.targets().routes()).hasSize(1);
    assertThat(settings.toString()).contains("pager").doesNotContain("planted");
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class, () -> Settings.read(Map.of("OMBUD_TARGETS", file.toString())));
    assertThat(refused.problems())
        .containsExactly(
            "OMBUD_TARGETS: targets.json:targets[0].secret: the environment has no `PAGER_KEY`: set it"
                + " to the secret");
  }
}
