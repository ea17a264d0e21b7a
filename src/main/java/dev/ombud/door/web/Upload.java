package dev.ombud.door.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that somebody chose in a form. Immutable by custom.
///
/// @param name as it was on the disk of whoever chose it
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Upload(String name, byte[] content) {
  static Upload read(String name, Path from) {
    try {
      return new Upload(name, Files.readAllBytes(from));
    } catch (IOException e) {
      throw new UncheckedIOException("an uploaded file is gone", e);
    }
  }
}
