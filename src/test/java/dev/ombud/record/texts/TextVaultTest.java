package dev.ombud.record.texts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.text.SourceText;
import dev.ombud.testing.Property;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the bytes are as the page says, and any that is changed is noticed. Method: seal, open by
/// hand with the JDK alone, and open again with each single byte changed.
@Tag("property")
final class TextVaultTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final byte[] FIRST = filled(1);
  private static final byte[] SECOND = filled(2);
  private static final SourceText SOURCE =
      new SourceText("/evidence/0/text", "rv-1", "Mail jo@example.org — bitte!");

  @TempDir private Path folder;

  private static byte[] filled(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return key;
  }

  private TextVault vault(byte[]... keys) throws IOException {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < keys.length; i++) {
      content.append(i + 1).append(' ').append(Base64.getEncoder().encodeToString(keys[i]));
      content.append('\n');
    }
    Path file = Files.writeString(folder.resolve("text.key"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    forgetKeys();
    return new TextVault(TextKeys.open(file, POSTGRES.database(), Instant.now()), Masking.usual());
  }

  private static void forgetKeys() {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      statement.execute("truncate text_keys");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SealedText seal(TextVault vault, SourceText source) {
    return vault.seal(List.of(source)).getFirst();
  }

  private static Optional<OpenText> open(TextVault vault, SealedText text) {
    return vault.open(text.keyId(), text.path(), text.salt(), text.seed(), text.sealed());
  }

  @Test
  void opensWhatItSealed() throws IOException {
    TextVault vault = vault(FIRST);
    SealedText sealed = seal(vault, SOURCE);
    assertThat(open(vault, sealed))
        .contains(new OpenText("Mail [email] — bitte!", "Mail jo@example.org — bitte!"));
    assertThat(sealed.masked()).containsExactly("email");
    assertThat(sealed.evidenceId()).isEqualTo("rv-1");
    assertThat(open(vault, sealed).orElseThrow()).hasToString("OpenText");
  }

  @Test
  void opensEveryTextThatItSealed() throws IOException {
    TextVault vault = vault(FIRST);
    List<String> pieces = List.of("a", "é", "漢", "\ud83d\ude00", "\n", "jo@example.org ", "\u0000");
    Property.forAll(
        (random, size) -> {
          StringBuilder text = new StringBuilder();
          for (int i = 1; i < size; i++) {
            text.append(pieces.get(random.nextInt(pieces.size())));
          }
          return text.toString();
        },
        text ->
            assertThat(
                    open(vault, seal(vault, new SourceText("/p", null, text))).map(OpenText::raw))
                .contains(text));
  }

  @Test
  void laysOutTheBytesAsThePageSays() throws IOException, GeneralSecurityException {
    SealedText text = seal(vault(FIRST), SOURCE);
    assertThat(text.salt()).hasSize(16);
    assertThat(text.seed()).hasSize(32);
    byte[] raw = SOURCE.text().getBytes(StandardCharsets.UTF_8);
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(text.salt());
    assertThat(text.commitment()).isEqualTo(sha256.digest(raw));

    byte[] label = "ombud text key v1".getBytes(StandardCharsets.US_ASCII);
    byte[] key = hmac(FIRST, ByteBuffer.allocate(49).put(label).put(text.seed()).array());
    Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
    aes.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(128, new byte[12]));
    aes.updateAAD(text.salt());
    aes.updateAAD(text.path().getBytes(StandardCharsets.UTF_8));
    byte[] masked = "Mail [email] — bitte!".getBytes(StandardCharsets.UTF_8);
    assertThat(aes.doFinal(text.sealed()))
        .isEqualTo(
            ByteBuffer.allocate(5 + masked.length + raw.length)
                .put((byte) 1)
                .putInt(masked.length)
                .put(masked)
                .put(raw)
                .array());

    byte[] lookupKey = hmac(FIRST, "ombud lookup key v1".getBytes(StandardCharsets.US_ASCII));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(raw);
    assertThat(text.lookup()).isEqualTo(Arrays.copyOf(hmac(lookupKey, digest), 16));
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  @Test
  void storesATextOnceWhereNothingIsMasked() throws IOException {
    SealedText text = seal(vault(FIRST), new SourceText("/p", null, "plain"));
    assertThat(text.masked()).isEmpty();
    assertThat(text.sealed()).hasSize(1 + 5 + 16);
  }

  @Test
  void noticesEveryByteThatIsChanged() throws IOException {
    TextVault vault = vault(FIRST);
    SealedText text = seal(vault, SOURCE);
    for (byte[] part : List.of(text.salt(), text.seed(), text.sealed())) {
      for (int i = 0; i < part.length; i++) {
        part[i] ^= 1;
        assertThat(open(vault, text)).as("byte %d of %d", i, part.length).isEmpty();
        part[i] ^= 1;
      }
    }
    assertThat(vault.open(1, "/evidence/1/text", text.salt(), text.seed(), text.sealed()))
        .as("at another place")
        .isEmpty();
    assertThat(vault.open(1, text.path(), text.salt(), text.seed(), new byte[0])).isEmpty();
    assertThat(vault.open(1, text.path(), text.salt(), text.seed(), new byte[16])).isEmpty();
    assertThat(open(vault, text)).isPresent();
  }

  @Test
  void opensWithAnOlderKeyAndSealsWithTheNewest() throws IOException {
    SealedText old = seal(vault(FIRST), SOURCE);
    TextVault rotated = vault(FIRST, SECOND);
    SealedText recent = seal(rotated, SOURCE);
    assertThat(old.keyId()).isEqualTo(1);
    assertThat(recent.keyId()).isEqualTo(2);
    assertThat(open(rotated, old)).isEqualTo(open(rotated, recent)).isPresent();
    assertThat(open(vault(SECOND), old)).as("under another key").isEmpty();
    assertThat(open(vault(FIRST), recent)).as("without the key").isEmpty();
  }

  @Test
  void findsATextByItsDigestUnderEachKey() throws IOException, GeneralSecurityException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(SOURCE.text().getBytes(StandardCharsets.UTF_8));
    SealedText old = seal(vault(FIRST), SOURCE);
    TextVault rotated = vault(FIRST, SECOND);
    SealedText recent = seal(rotated, SOURCE);
    List<TextVault.Lookup> lookups = rotated.lookups(digest);
    assertThat(lookups).extracting(TextVault.Lookup::keyId).containsExactly(1, 2);
    assertThat(lookups.get(0).bytes()).isEqualTo(old.lookup());
    assertThat(lookups.get(1).bytes()).isEqualTo(recent.lookup()).isNotEqualTo(old.lookup());
  }

  @Test
  void drawsSaltAndSeedAnewForEachTextOnEachThread()
      throws IOException, InterruptedException, ExecutionException {
    TextVault vault = vault(FIRST);
    List<SourceText> same = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      same.add(SOURCE);
    }
    Set<ByteBuffer> drawn = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<SealedText>>> sealing = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Callable<List<SealedText>> work = () -> vault.seal(same);
        sealing.add(threads.submit(work));
      }
      for (Future<List<SealedText>> each : sealing) {
        for (SealedText text : each.get()) {
          assertThat(drawn.add(ByteBuffer.wrap(text.salt()))).isTrue();
          assertThat(drawn.add(ByteBuffer.wrap(text.seed()))).isTrue();
          assertThat(drawn.add(ByteBuffer.wrap(text.commitment()))).isTrue();
          assertThat(open(vault, text).map(OpenText::raw)).contains(SOURCE.text());
        }
      }
    }
    assertThat(drawn).hasSize(6_000);
  }
}
