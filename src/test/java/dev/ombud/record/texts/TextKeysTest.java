package dev.ombud.record.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class TextKeysTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir private Path folder;

  @BeforeEach
  void forget() throws SQLException {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("truncate text_keys");
    }
  }

  private Path file() {
    return folder.resolve("keys").resolve("text.key");
  }

  private TextKeys open() {
    return TextKeys.open(file(), POSTGRES.database(), NOW);
  }

  private static String key(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return Base64.getEncoder().encodeToString(key);
  }

  private void write(String content) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), content);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void makesAFileThatOnlyItsOwnerReadsAndReadsItAgain() throws IOException {
    TextKeys made = open();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    TextKeys again = open();
    assertThat(again.current()).isEqualTo(1);
    assertThat(again.key(1)).isEqualTo(made.key(1)).hasSize(32).isNotEqualTo(new byte[32]);
    assertThat(made).asString().doesNotContain(Base64.getEncoder().encodeToString(made.key(1)));
  }

  @Test
  void makesADifferentKeyForEachFile() {
    TextKeys one = open();
    assertThatThrownBy(() -> TextKeys.open(folder.resolve("other.key"), POSTGRES.database(), NOW))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("is missing, and the database has texts of its keys [1]");
    assertThat(Files.exists(folder.resolve("other.key"))).isFalse();
    assertThat(one.key(1)).hasSize(32);
  }

  @Test
  void takesAKeyMoreForTheCurrentOneAndKeepsTheOthers() throws IOException {
    write("1 " + key(1));
    open();
    write("# older\n1 " + key(1) + "\n\n2 " + key(2) + "\n");
    TextKeys keys = open();
    assertThat(keys.current()).isEqualTo(2);
    assertThat(keys.ids()).containsExactly(1, 2);
    assertThat(keys.key(1)).containsOnly(1);
    write("1 " + key(1));
    checkRefused("lacks key 2", "put its line back");
  }

  @Test
  void refusesAnotherKeyOfTheSameNumber() throws IOException {
    write("1 " + key(1));
    open();
    write("1 " + key(9));
    checkRefused("key 1", "not the one that texts are encrypted with");
  }

  @Test
  void refusesAFileThatOthersMayRead() throws IOException {
    write("1 " + key(1));
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---"}) {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
      checkRefused("by others than its owner", "chmod 600");
    }
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("r--------"));
    assertThat(open().current()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoKeyFileAndNeverQuotesIt() throws IOException {
    checkNone("", "has no key");
    checkNone("# nothing\n", "has no key");
    checkNone("1", "line 1", "write its number");
    checkNone("one " + key(1), "line 1", "write its number");
    checkNone("0 " + key(1), "line 1", "write its number");
    checkNone("32768 " + key(1), "up to 32767");
    checkNone("2 " + key(1) + "\n1 " + key(2), "line 2", "numbers rise");
    checkNone("1 " + key(1) + "\n1 " + key(2), "line 2", "numbers rise");
    checkNone("1 c2hvcnQ=", "no key of 32 bytes");
    checkNone("1 !!!", "no key of 32 bytes");
  }

  private void checkNone(String content, String... parts) throws IOException {
    write(content);
    checkRefused(parts);
  }

  private void checkRefused(String... parts) {
    assertThatThrownBy(this::open)
        .isInstanceOf(ServiceException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining(key(1))
        .hasMessageNotContaining("c2hvcnQ");
  }
}
