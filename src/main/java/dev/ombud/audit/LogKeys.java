package dev.ombud.audit;

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
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The private keys that sign checkpoints: a file that only its owner may read, a line a key, as
/// [LogSigner] has it.
///
/// ```
/// # comments and empty lines are skipped
/// PRIVATE+KEY+ombud.3f2a90c1d4e5b678+8c1f2e3d+AQ…
/// ```
///
/// The last key signs. A new one is added as the last line: the key before endorses it
/// ([LogKey#endorsed]) in the table `log_keys` when the log next grows, and may leave the file
/// after that. All keys have the log's name. Immutable; no text form shows a key.
public final class LogKeys {
  private static final int NAME_BYTES = 8;
  private static final String OWNER_ONLY = "rw-------";
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path file;
  private final List<LogSigner> signers;

  private LogKeys(Path file, List<LogSigner> signers) {
    this.file = file;
    this.signers = signers;
  }

  /// Reads the file, or makes it with a fresh key where there is none and the log has no key yet.
  ///
  /// @throws ServiceException where the file is not as it has to be, others may read it, or it
  ///   lacks the key that the log goes on with; the message says what to do
  public static LogKeys open(Path file, Database database, Instant now) {
    return new SealStore(database)
        .patiently(turn -> {
          List<KeyRow> known = turn.keys();
          if (Files.notExists(file)) {
            if (!known.isEmpty()) {
              throw refusal(
                  ("the log key file `%s` is missing, and this database's log is signed by key %s: put"
                          + " the file back from its backup, or name it with OMBUD_LOG_KEY")
                      .formatted(file, known.getLast().key().idText()));
            }
            generate(file);
          }
          LogKeys keys = new LogKeys(file, read(file));
          if (known.isEmpty()) {
            turn.add(new KeyRow(keys.current().key(), 0, Optional.empty(), now));
          } else {
            keys.successorOf(known);
          }
          return keys;
        });
  }

  /// The key that signs next: the last of the file.
  LogSigner current() {
    return signers.getLast();
  }

  /// The newest key of the log, to sign or to hand over with.
  ///
  /// @throws ServiceException where the file lacks it, or goes on with an older one
  LogSigner successorOf(List<KeyRow> known) {
    LogKey newest = known.getLast().key();
    LogSigner signer =
        signers.stream()
            .filter(each -> each.key().text().equals(newest.text()))
            .findFirst()
            .orElseThrow(() ->
                refusal(
                    ("the log key file `%s` lacks key %s, which signs this database's log: put its line"
                            + " back; a new key goes below it and not in its place")
                        .formatted(file, newest.idText())));
    boolean goesBack =
        known.subList(0, known.size() - 1).stream()
            .anyMatch(each -> each.key().text().equals(current().key().text()));
    if (goesBack || !current().key().name().equals(newest.name())) {
      throw refusal(
          ("the last key of the log key file `%s` is one that the log has left, or has another name"
                  + " than `%s`: let key %s be the last, or a new one of that name")
              .formatted(file, newest.name(), newest.idText()));
    }
    return signer;
  }

  private static void generate(Path file) {
    byte[] name = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(name);
    LogSigner signer = LogSigner.generate("ombud." + HexFormat.of().formatHex(name));
    String content =
        """
        # Ombud signs the checkpoints of its audit log with this key. Whoever has it can sign other
        # histories: keep it to the service, and a copy apart from the database. To change the key,
        # add another line below. See docs/audit-log.md. The public key, for whoever verifies:
        # %s
        %s
        """
            .formatted(signer.key().text(), signer.text());
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              file,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)))) {
        channel.write(StandardCharsets.UTF_8.encode(content));
        // On disk before anything is signed with it.
        channel.force(true);
      }
    } catch (IOException e) {
      throw refusal("the log key file `%s` cannot be made: %s".formatted(file, e));
    }
  }

  private static List<LogSigner> read(Path file) {
    List<String> lines;
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw refusal(
            ("the log key file `%s` can be read or changed by others than its owner: run chmod 600 on"
                    + " it, and think about who may have read it")
                .formatted(file));
      }
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw refusal("the log key file `%s` cannot be read: %s".formatted(file, e));
    }
    List<LogSigner> signers = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        int number = i + 1;
        signers.add(
            LogSigner.read(line)
                .orElseThrow(() ->
                    refusal(
                        ("line %d of the log key file `%s` is no key: write PRIVATE+KEY+, its name, its"
                                + " id and its seed as docs/audit-log.md has it")
                            .formatted(number, file))));
      }
    }
    if (signers.isEmpty()) {
      throw refusal(
          "the log key file `%s` has no key: put it back from its backup".formatted(file));
    }
    return List.copyOf(signers);
  }

  private static ServiceException refusal(String message) {
    return new ServiceException(ErrorCode.INTERNAL, message);
  }
}
