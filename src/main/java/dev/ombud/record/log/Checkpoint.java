package dev.ombud.record.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many leaves a log has and what their root is (C2SP tlog-checkpoint), and the note in which
/// that is signed (C2SP signed-note). In UTF-8, each line with a line feed at its end:
///
/// ```
/// <origin>
/// <size in decimal>
/// <root in base64>
///
/// — <name of the key> <base64 of the key's id, 4 bytes, and its signature, 64 bytes>
/// ```
///
/// The signature (Ed25519, RFC 8032) is over the first three lines with their line feeds; the first
/// character of its line is U+2014. Immutable by custom.
///
/// @param origin the name of the log
/// @param root 32 bytes
public record Checkpoint(String origin, long size, byte[] root) {
  private static final Pattern NOTE =
      Pattern.compile(
          "([^\\s+]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n\n((?:— [^\\s+]+ [A-Za-z0-9+/=]+\n)+)");

  public Checkpoint {
    if (size < 0 || root.length != MerkleTree.HASH_BYTES) {
      throw new IllegalStateException("no checkpoint has the size " + size);
    }
  }

  /// A checkpoint as somebody signed it.
  ///
  /// @param text the whole note, byte for byte
  public record Note(Checkpoint checkpoint, List<Signature> signatures, String text) {
    public Note {
      signatures = List.copyOf(signatures);
    }

    /// Whether a key signed it.
    public boolean isSignedBy(LogKey key) {
      byte[] body = checkpoint.body();
      return checkpoint.origin.equals(key.name())
          && signatures.stream()
              .anyMatch(each ->
                  each.name.equals(key.name())
                      && Arrays.equals(each.keyId, key.id())
                      && key.verifies(body, each.bytes));
    }
  }

  /// @param keyId 4 bytes
  /// @param bytes what follows them
  record Signature(String name, byte[] keyId, byte[] bytes) {}

  /// What is signed.
  byte[] body() {
    return "%s\n%d\n%s\n"
        .formatted(origin, size, Base64.getEncoder().encodeToString(root))
        .getBytes(StandardCharsets.UTF_8);
  }

  public Note sign(LogSigner signer) {
    byte[] body = body();
    byte[] signature = signer.sign(body);
    byte[] id = signer.key().id();
    byte[] both = Arrays.copyOf(id, id.length + signature.length);
    System.arraycopy(signature, 0, both, id.length, signature.length);
    String text =
        new String(body, StandardCharsets.UTF_8)
            + "\n— %s %s\n".formatted(origin, Base64.getEncoder().encodeToString(both));
    return new Note(this, List.of(new Signature(origin, id, signature)), text);
  }

  /// Reads one note.
  public static Optional<Note> read(String text) {
    Matcher matcher = NOTE.matcher(text);
    return matcher.matches() ? note(matcher) : Optional.empty();
  }

  /// Reads all notes in a text, in order, and skips what is none.
  static List<Note> readAll(String text) {
    List<Note> notes = new ArrayList<>();
    Matcher matcher = NOTE.matcher(text);
    while (matcher.find()) {
      note(matcher).ifPresent(notes::add);
    }
    return notes;
  }

  private static Optional<Note> note(Matcher matcher) {
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      Checkpoint checkpoint =
          new Checkpoint(
              matcher.group(1), Long.parseLong(matcher.group(2)), base64.decode(matcher.group(3)));
      List<Signature> signatures = new ArrayList<>();
      for (String line : matcher.group(4).split("\n")) {
        String[] words = line.split(" ");
        byte[] both = base64.decode(words[2]);
        if (both.length > LogKey.ID_BYTES) {
          signatures.add(
              new Signature(
                  words[1],
                  Arrays.copyOf(both, LogKey.ID_BYTES),
                  Arrays.copyOfRange(both, LogKey.ID_BYTES, both.length)));
        }
      }
      return Optional.of(new Note(checkpoint, signatures, matcher.group()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
