package dev.ombud.record.texts;

import dev.ombud.ground.code.MaskingConfidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text on its way into the database. [TextVault] says what the bytes are; nobody changes them.
///
/// @param path where it stood in the aggregate, a JSON Pointer
/// @param masked what kinds of things were masked in it, in alphabetical order
/// @param confidence that nothing else in it says who somebody is; not stored
/// @param salt 16 bytes
/// @param seed 32 bytes
/// @param lookup 16 bytes
/// @param commitment SHA-256 over salt and text: what the record has
public record SealedText(
    String path,
    @Nullable String evidenceId,
    List<String> masked,
    MaskingConfidence confidence,
    byte[] salt,
    byte[] seed,
    byte[] lookup,
    byte[] sealed,
    byte[] commitment,
    int keyId) {}
