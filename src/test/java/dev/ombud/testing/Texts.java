package dev.ombud.testing;

import dev.ombud.ground.database.Database;
import dev.ombud.record.decision.Intake;
import dev.ombud.record.decision.Submission;
import dev.ombud.record.texts.Masking;
import dev.ombud.record.texts.TextKeys;
import dev.ombud.record.texts.TextVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What tests need to encrypt texts: one key file a database.
public final class Texts {
  private static final Map<Database, TextVault> VAULTS = new ConcurrentHashMap<>();
  private static final Map<Database, Path> KEY_FILES = new ConcurrentHashMap<>();
  private static final Masking MASKING = Masking.usual();

  private Texts() {}

  /// The vault of a database, with a key of its own.
  public static TextVault vault(Database database) {
    return VAULTS.computeIfAbsent(
        database,
        each -> new TextVault(TextKeys.open(keyFile(each), each, Instant.now()), MASKING));
  }

  /// The file of that vault's key.
  public static Path keyFile(Database database) {
    return KEY_FILES.computeIfAbsent(database, _ -> newKeyFile());
  }

  private static Path newKeyFile() {
    try {
      return Files.createTempDirectory("ombud-keys").resolve("text.key");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a caller `test` sent, or rehearsed where it is in the environment of drills.
  public static Submission submission(Database database, String json) {
    Intake intake = new Intake(MASKING, vault(database)::seal);
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    String trace = "0".repeat(32);
    return json.contains("\"environment\": \"drill\"")
        ? intake.rehearse(utf8, "test", trace)
        : intake.read(utf8, "test", trace);
  }
}
