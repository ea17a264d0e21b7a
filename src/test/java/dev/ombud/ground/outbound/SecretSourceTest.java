package dev.ombud.ground.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourceTest {
  private static final SecretSource SOURCE =
      new SecretSource(Map.of("JIRA_TOKEN", " planted-91 \n", "EMPTY", " ", "OMBUD_X", "y"));

  @Test
  void readsAVariable() {
    assertThat(SOURCE.read("env:JIRA_TOKEN").reveal()).isEqualTo("planted-91");
    assertThat(SOURCE.read("env:JIRA_TOKEN")).hasToString("(secret)");
  }

  @Test
  void readsAFileOfItsOwner(@TempDir Path folder) throws IOException {
    assertThat(SOURCE.read("file:" + file(folder, "planted-92\n", "rw-------")).reveal())
        .isEqualTo("planted-92");
    assertThat(SOURCE.read("file:" + file(folder, "planted-92", "r--r-----")).reveal())
        .isEqualTo("planted-92");
  }

  @Test
  void refusesAFileThatOthersMayRead(@TempDir Path folder) throws IOException {
    refuses("file:" + file(folder, "planted-93", "rw-r--r--"), "chmod 600");
    refuses("file:" + file(folder, "planted-93", "rw-rw----"), "chmod 600");
  }

  @Test
  void refusesWhatIsNotThere(@TempDir Path folder) throws IOException {
    refuses("env:MISSING", "the environment has no `MISSING`");
    refuses("env:EMPTY", "the environment has no `EMPTY`");
    refuses("env:OMBUD_X", "begins like a setting");
    refuses("file:" + folder.resolve("none"), "there is no file");
    refuses("file:" + file(folder, " \n", "rw-------"), "is empty");
    refuses("file:\0", "is no path");
  }

  @Test
  void doesNotQuoteASecretThatStandsInTheFileItself() {
    assertThatThrownBy(() -> SOURCE.read("xoxb-planted-94"))
        .hasMessageNotContaining("planted")
        .hasMessageContaining("env:NAME or file:/path");
  }

  private static void refuses(String where, String why) {
    assertThatThrownBy(() -> SOURCE.read(where))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("planted");
  }

  private static Path file(Path folder, String content, String permissions) throws IOException {
    Path file = Files.createTempFile(folder, "secret", "");
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
