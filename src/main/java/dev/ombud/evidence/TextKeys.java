package dev.ombud.evidence;

import dev.ombud.database.Database;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// The keys that texts are encrypted with: a file that only its owner may read, a line a key.
///
/// ```
/// # comments and empty lines are skipped
/// 1 <32 bytes in base64>
/// 2 <32 bytes in base64>
/// ```
///
/// Numbers rise, 1 to 32767; the last key is current, the others still open what they encrypted.
/// The table `text_keys` has a proof of each key, HMAC-SHA256(key, `ombud text key proof v1`),
/// which says nothing about the key; so an instance that has another key, or lacks one, does not
/// start. Immutable; no text form shows a key.
public final class TextKeys {
  private static final byte[] PROOF_LABEL =
      "ombud text key proof v1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;
  private static final String OWNER_ONLY = "rw-------";
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final NavigableMap<Integer, byte[]> keys;

  private TextKeys(NavigableMap<Integer, byte[]> keys) {
    this.keys = keys;
  }

  /// Reads the file, or makes it where there is none and no key was ever known to the database.
  ///
  /// @throws ServiceException where the file is not as it has to be, others may read it, a key is
  ///   missing or another one; the message says what to do
  public static TextKeys open(Path file, Database database, Instant now) {
    return new TextKeyStore(database)
        .exclusively(table -> {
          Map<Integer, byte[]> known = table.proofs();
          if (Files.notExists(file)) {
            if (!known.isEmpty()) {
              throw refusal(
                  ("the text key file `%s` is missing, and the database has texts of its keys %s: put the"
                          + " file back from its backup, or name it with OMBUD_TEXT_KEY")
                      .formatted(file, known.keySet()));
            }
            generate(file);
          }
          TextKeys keys = new TextKeys(read(file));
          table.add(keys.proofsBeside(known, file), now);
          return keys;
        });
  }

  /// The proofs of the keys that the database does not know yet.
  private Map<Integer, byte[]> proofsBeside(Map<Integer, byte[]> known, Path file) {
    known.forEach((id, proof) -> {
      byte[] key = keys.get(id);
      if (key == null) {
        throw refusal(
            ("the text key file `%s` lacks key %d, which texts are encrypted with: put its line back"
                    + " from the backup")
                .formatted(file, id));
      }
      if (!MessageDigest.isEqual(proof, proof(key))) {
        throw refusal(
            ("key %2$d in the text key file `%1$s` is not the one that texts are encrypted with: use"
                    + " the file that belongs to this database; a new key gets a new number")
                .formatted(file, id));
      }
    });
    Map<Integer, byte[]> unknown = new TreeMap<>();
    keys.forEach((id, key) -> {
      if (!known.containsKey(id)) {
        unknown.put(id, proof(key));
      }
    });
    return unknown;
  }

  private static byte[] proof(byte[] key) {
    return TextCipher.mac(key).doFinal(PROOF_LABEL);
  }

  private static void generate(Path file) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    String content =
        """
        # Ombud encrypts the texts of evidence with these keys; the last one is current.
        # Whoever has this file and the database can read them; without it nobody can, ever again.
        # Keep a copy, apart from the database. See docs/privacy.md.
        1 %s
        """
            .formatted(Base64.getEncoder().encodeToString(key));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              file,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)))) {
        channel.write(StandardCharsets.UTF_8.encode(content));
        // On disk before anything is encrypted with it.
        channel.force(true);
      }
    } catch (IOException e) {
      throw refusal("the text key file `%s` cannot be made: %s".formatted(file, e));
    }
  }

  private static NavigableMap<Integer, byte[]> read(Path file) {
    List<String> lines;
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw refusal(
            ("the text key file `%s` can be read or changed by others than its owner: run chmod 600"
                    + " on it, and think about who may have read it")
                .formatted(file));
      }
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw refusal("the text key file `%s` cannot be read: %s".formatted(file, e));
    }
    NavigableMap<Integer, byte[]> keys = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(keys, line, "line " + (i + 1) + " of the text key file `" + file + "`");
      }
    }
    if (keys.isEmpty()) {
      throw refusal(
          "the text key file `%s` has no key: put it back from its backup".formatted(file));
    }
    return keys;
  }

  private static void add(NavigableMap<Integer, byte[]> keys, String line, String place) {
    String[] parts = line.split("\\s+");
    if (parts.length != 2 || !parts[0].matches("[1-9][0-9]{0,4}")) {
      throw refusal(
          "%s is no key: write its number, a space and 32 bytes in base64".formatted(place));
    }
    int id = Integer.parseInt(parts[0]);
    if (id > Short.MAX_VALUE || (!keys.isEmpty() && id <= keys.lastKey())) {
      throw refusal(
          "%s has the number %d: numbers rise, up to %d".formatted(place, id, Short.MAX_VALUE));
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(parts[1]);
    } catch (IllegalArgumentException e) {
      key = new byte[0];
    }
    if (key.length != KEY_BYTES) {
      throw refusal("%s is no key of 32 bytes in base64: mend or remove the line".formatted(place));
    }
    keys.put(id, key);
  }

  private static ServiceException refusal(String message) {
    return new ServiceException(ErrorCode.INTERNAL, message);
  }

  /// The number of the key that encrypts.
  int current() {
    return keys.lastKey();
  }

  Set<Integer> ids() {
    return keys.keySet();
  }

  boolean has(int id) {
    return keys.containsKey(id);
  }

  byte[] key(int id) {
    byte[] key = keys.get(id);
    if (key == null) {
      throw new IllegalStateException("there is no text key " + id);
    }
    return Arrays.copyOf(key, key.length);
  }
}
