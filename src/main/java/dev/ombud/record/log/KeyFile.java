package dev.ombud.record.log;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A file of secret keys, a line each, that only its owner may read. Empty lines and lines with `#`
/// in front say nothing. Immutable.
///
/// @param what as messages name it: `text key file`
public record KeyFile(Path path, String what) {
  private static final String OWNER_ONLY = "rw-------";
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  /// A line with a key.
  ///
  /// @param number the first of the file being 1
  /// @param text without white space around it
  public record Line(int number, String text) {}

  public boolean isMissing() {
    return Files.notExists(path);
  }

  /// Makes it, and has it on disk before anybody uses what is in it.
  ///
  /// @throws ServiceException where it is there already, or cannot be made
  public void make(String content) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              path,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)))) {
        channel.write(StandardCharsets.UTF_8.encode(content));
        channel.force(true);
      }
    } catch (IOException e) {
      throw refusal("%s cannot be made: %s".formatted(this, e));
    }
  }

  /// Its lines with keys, at least one.
  ///
  /// @throws ServiceException where it cannot be read, others may read or change it, or it has none
  public List<Line> lines() {
    List<String> all;
    try {
      if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
        throw refusal(
            "%s can be read or changed by others than its owner: run chmod 600 on it, and think about who may have read it"
                .formatted(this));
      }
      all = Files.readAllLines(path);
    } catch (IOException e) {
      throw refusal("%s cannot be read: %s".formatted(this, e));
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String line = all.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        lines.add(new Line(i + 1, line));
      }
    }
    if (lines.isEmpty()) {
      throw refusal("%s has no key: put it back from its backup".formatted(this));
    }
    return lines;
  }

  /// What stops a start because of a key.
  public static ServiceException refusal(String message) {
    return new ServiceException(ErrorCode.INTERNAL, message);
  }

  /// As a message names it.
  @Override
  public String toString() {
    return "the " + what + " `" + path + "`";
  }
}
