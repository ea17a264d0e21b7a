package dev.ombud.record.log;

import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

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

  private final KeyFile file;
  private final List<LogSigner> signers;

  private LogKeys(KeyFile file, List<LogSigner> signers) {
    this.file = file;
    this.signers = signers;
  }

  /// Reads the file, or makes it with a fresh key where there is none and the log has no key yet.
  ///
  /// @throws ServiceException where the file is not as it has to be, others may read it, or it
  ///   lacks the key that the log goes on with; the message says what to do
  public static LogKeys open(Path path, Database database, Instant now) {
    KeyFile file = new KeyFile(path, "log key file");
    return new SealStore(database)
        .patiently(turn -> {
          List<KeyRow> known = turn.keys();
          if (file.isMissing()) {
            if (!known.isEmpty()) {
              throw KeyFile.refusal(
                  ("%s is missing, and this database's log is signed by key %s: put"
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
                KeyFile.refusal(
                    ("%s lacks key %s, which signs this database's log: put its line"
                            + " back; a new key goes below it and not in its place")
                        .formatted(file, newest.idText())));
    boolean goesBack =
        known.subList(0, known.size() - 1).stream()
            .anyMatch(each -> each.key().text().equals(current().key().text()));
    if (goesBack || !current().key().name().equals(newest.name())) {
      throw KeyFile.refusal(
          ("the last key of %s is one that the log has left, or has another name"
                  + " than `%s`: let key %s be the last, or a new one of that name")
              .formatted(file, newest.name(), newest.idText()));
    }
    return signer;
  }

  private static void generate(KeyFile file) {
    byte[] name = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(name);
    LogSigner signer = LogSigner.generate("ombud." + HexFormat.of().formatHex(name));
    file.make(
        """
        # Ombud signs the checkpoints of its audit log with this key. Whoever has it can sign other
        # histories: keep it to the service, and a copy apart from the database. To change the key,
        # add another line below. See docs/audit-log.md. The public key, for whoever verifies:
        # %s
        %s
        """
            .formatted(signer.key().text(), signer.text()));
  }

  private static List<LogSigner> read(KeyFile file) {
    return file.lines().stream()
        .map(line ->
            LogSigner.read(line.text())
                .orElseThrow(() ->
                    KeyFile.refusal(
                        ("line %d of %s is no key: write PRIVATE+KEY+, its name, its id and its seed as"
                                + " docs/audit-log.md has it")
                            .formatted(line.number(), file))))
        .toList();
  }
}
