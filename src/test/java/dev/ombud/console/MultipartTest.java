package dev.ombud.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.domain.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Forms with a file, as browsers send them.
class MultipartTest {
  private static Multipart read(String... lines) {
    return Multipart.read("XX", String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsTextsAndAFile() {
    Multipart form =
        read(
            "--XX",
            "Content-Disposition: form-data; name=\"csrf\"",
            "",
            "abc",
            "--XX",
            "Content-Disposition: form-data; name=\"file\"; filename=\"a b.xlsx\"",
            "Content-Type: application/octet-stream",
            "",
            "\0",
            "--X",
            "\u00ff",
            "--XX--",
            "");
    assertThat(form.fields().find("csrf")).contains("abc");
    Multipart.Chosen file = form.file().orElseThrow();
    assertThat(file.name()).isEqualTo("a b.xlsx");
    assertThat(file.content())
        .isEqualTo("\0\r\n--X\r\n\u00ff".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsEmptyTextsAndSeesThatNoFileWasChosen() {
    Multipart form =
        read(
            "--XX",
            "Content-Disposition: form-data; name=\"tag\"",
            "",
            "",
            "--XX",
            "Content-Disposition: form-data; name=\"file\"; filename=\"\"",
            "",
            "",
            "--XX--",
            "");
    assertThat(form.fields().all("tag")).containsExactly("");
    assertThat(form.file()).isEmpty();
  }

  @Test
  void refusesWhatNoBrowserSends() {
    for (String body :
        List.of(
            "",
            "XX",
            "--XX",
            "--XX\r\n",
            "--XX\r\nno headers\r\n--XX--",
            "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nunended",
            "--XX\r\n\r\n".repeat(30) + "--XX--")) {
      assertThatThrownBy(() -> read(body)).as(body).isInstanceOf(ServiceException.class);
    }
  }
}
