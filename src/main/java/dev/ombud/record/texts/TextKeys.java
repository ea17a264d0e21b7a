package dev.ombud.record.texts;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.KeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
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

  private final NavigableMap<Integer, byte[]> keys;

  private TextKeys(NavigableMap<Integer, byte[]> keys) {
    this.keys = keys;
  }

  /// Reads the file, or makes it where there is none and no key was ever known to the database.
  ///
  /// @throws ServiceException where the file is not as it has to be, others may read it, a key is
  ///   missing or another one; the message says what to do
  public static TextKeys open(Path path, Database database, Instant now) {
    KeyFile file = new KeyFile(path, "text key file");
    return new TextKeyStore(database)
        .exclusively(table -> {
          Map<Integer, byte[]> known = table.proofs();
          if (file.isMissing()) {
            if (!known.isEmpty()) {
              throw KeyFile.refusal(
                  ("%s is missing, and the database has texts of its keys %s: put the"
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
  private Map<Integer, byte[]> proofsBeside(Map<Integer, byte[]> known, KeyFile file) {
    known.forEach((id, proof) -> {
      byte[] key = keys.get(id);
      if (key == null) {
        throw KeyFile.refusal(
            ("%s lacks key %d, which texts are encrypted with: put its line back"
                    + " from the backup")
                .formatted(file, id));
      }
      if (!MessageDigest.isEqual(proof, proof(key))) {
        throw KeyFile.refusal(
            ("key %2$d in %1$s is not the one that texts are encrypted with: use"
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

  private static void generate(KeyFile file) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    file.make(
        """
        # Ombud encrypts the texts of evidence with these keys; the last one is current.
        # Whoever has this file and the database can read them; without it nobody can, ever again.
        # Keep a copy, apart from the database. See docs/privacy.md.
        1 %s
        """
            .formatted(Base64.getEncoder().encodeToString(key)));
  }

  private static NavigableMap<Integer, byte[]> read(KeyFile file) {
    NavigableMap<Integer, byte[]> keys = new TreeMap<>();
    for (KeyFile.Line line : file.lines()) {
      add(keys, line.text(), "line " + line.number() + " of " + file);
    }
    return keys;
  }

  private static void add(NavigableMap<Integer, byte[]> keys, String line, String place) {
    String[] parts = line.split("\\s+");
    if (parts.length != 2 || !parts[0].matches("[1-9][0-9]{0,4}")) {
      throw KeyFile.refusal(
          "%s is no key: write its number, a space and 32 bytes in base64".formatted(place));
    }
    int id = Integer.parseInt(parts[0]);
    if (id > Short.MAX_VALUE || (!keys.isEmpty() && id <= keys.lastKey())) {
      throw KeyFile.refusal(
          "%s has the number %d: numbers rise, up to %d".formatted(place, id, Short.MAX_VALUE));
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(parts[1]);
    } catch (IllegalArgumentException e) {
      key = new byte[0];
    }
    if (key.length != KEY_BYTES) {
      throw KeyFile.refusal(
          "%s is no key of 32 bytes in base64: correct or remove the line".formatted(place));
    }
    keys.put(id, key);
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
