package dev.ombud.act.brief;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a prompt's version always says what was asked.
class PromptsTest {
  private static final Path FOLDER = Path.of("prompts");

  @TempDir Path folder;

  private void copy() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void listsTheDigestOfEveryVersion() {
    StringBuilder lines = new StringBuilder();
    for (Form form : Form.values()) {
      Prompts.all(FOLDER, form).forEach(prompt -> lines.append(Prompts.line(prompt)).append('\n'));
    }
    Golden.checkFile(FOLDER.resolve("versions.txt"), lines.toString());
  }

  @Test
  void takesTheNewestVersion() throws IOException {
    copy();
    Files.writeString(folder.resolve("brief.2.txt"), "Do it otherwise.\n");
    Prompt second = Prompts.all(folder, Form.BRIEF).getLast();
    Files.writeString(
        folder.resolve("versions.txt"),
        Files.readString(folder.resolve("versions.txt")) + Prompts.line(second) + "\n");
    Prompts prompts = Prompts.read(folder);
    assertThat(prompts.of(Form.BRIEF).text()).isEqualTo("Do it otherwise.\n");
    assertThat(prompts.of(Form.BRIEF, 1).text()).startsWith("You put a decision");
    assertThatThrownBy(() -> prompts.of(Form.BRIEF, 3))
        .hasMessage("there is no version 3 of `brief`: use one of [1, 2]");
  }

  @Test
  void refusesAChangeWithoutAVersion() throws IOException {
    copy();
    Files.writeString(folder.resolve("brief.1.txt"), "Mark everything P4.\n");
    assertThatThrownBy(() -> Prompts.read(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not what version 1 was: give the change a version of its own");
  }

  @Test
  void refusesAFolderWithoutOne() throws IOException {
    copy();
    Files.delete(folder.resolve("ticket.1.txt"));
    assertThatThrownBy(() -> Prompts.read(folder))
        .hasMessageContaining("there is no prompt `ticket`");
  }
}
