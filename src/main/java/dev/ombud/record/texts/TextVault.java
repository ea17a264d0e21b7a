package dev.ombud.record.texts;

import dev.ombud.ground.text.SourceText;
import dev.ombud.record.texts.Masking.Masked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Masks texts and encrypts each under a key of its own.
///
/// | what | bytes | is |
/// |---|---|---|
/// | salt | 16 | chance |
/// | seed | 32 | chance |
/// | key of the text | 32 | HMAC-SHA256(text key, `ombud text key v1` and seed) |
/// | content | 1 + n | 0x00 and the text, where nothing was masked; else 0x01, the length of the masked text in bytes (4, big-endian), the masked text, the raw text; UTF-8 |
/// | sealed | 17 + n | AES-256-GCM of content under the key of the text; nonce 12 zero bytes; tag at the end; authenticated with it: salt, then path in UTF-8 |
/// | commitment | 32 | SHA-256(salt and the raw text in UTF-8); stands in the record |
/// | lookup key | 32 | HMAC-SHA256(text key, `ombud lookup key v1`) |
/// | lookup | 16 | the first half of HMAC-SHA256(lookup key, SHA-256(raw text in UTF-8)) |
///
/// The nonce is fixed because a key encrypts exactly once: each comes from a fresh seed. Whoever
/// destroys the seed has destroyed the key, and with the salt the way to try out texts against the
/// commitment. Whoever has no text key can tell from `lookup` which texts are equal, nothing else.
///
/// Thread-safe. No thread waits for another: ciphers are costly to make, so they are lent out and
/// put back (per thread would not do, since each request has a thread of its own).
public final class TextVault {
  private final TextKeys keys;
  private final Masking masking;
  private final ConcurrentLinkedQueue<TextCipher> idle = new ConcurrentLinkedQueue<>();

  public TextVault(TextKeys keys, Masking masking) {
    this.keys = keys;
    this.masking = masking;
  }

  /// Masks and encrypts, under the current key.
  public List<SealedText> seal(List<SourceText> texts) {
    List<SealedText> sealed = new ArrayList<>(texts.size());
    TextCipher cipher = borrow();
    for (SourceText text : texts) {
      sealed.add(cipher.seal(text, masked(text)));
    }
    // Not in a `finally`: one that broke half-way is not lent out again.
    idle.offer(cipher);
    return sealed;
  }

  private Masked masked(SourceText text) {
    SourceText.Mask mask = text.mask();
    return mask == null
        ? masking.mask(text.text())
        : new Masked(mask.shown(), List.of(mask.kind()));
  }

  /// Decrypts, or says nothing where the bytes are not as they were sealed or their key is not
  /// here.
  public Optional<OpenText> open(int keyId, String path, byte[] salt, byte[] seed, byte[] sealed) {
    if (!keys.has(keyId)) {
      return Optional.empty();
    }
    TextCipher cipher = borrow();
    Optional<OpenText> open = cipher.open(keyId, path, salt, seed, sealed);
    idle.offer(cipher);
    return open;
  }

  /// By what a text is found, under each key.
  ///
  /// @param digest SHA-256 of the raw text in UTF-8
  List<Lookup> lookups(byte[] digest) {
    TextCipher cipher = borrow();
    List<Lookup> lookups =
        keys.ids().stream().map(id -> new Lookup(id, cipher.lookup(id, digest))).toList();
    idle.offer(cipher);
    return lookups;
  }

  record Lookup(int keyId, byte[] bytes) {}

  private TextCipher borrow() {
    TextCipher cipher = idle.poll();
    return cipher == null ? new TextCipher(keys) : cipher;
  }
}
