package dev.ombud.record.verify;

import dev.ombud.record.log.Checkpoint;
import dev.ombud.record.log.KeyRow;
import dev.ombud.record.log.LogKey;
import dev.ombud.record.verify.LogFinding.Kind;
import java.util.List;
import java.util.Optional;

/// The keys of a log, each endorsed by the one before, and which of them signs at which size.
/// Immutable.
final class KeyChain {
  private final List<KeyRow> rows;

  KeyChain(List<KeyRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /// Notes each key that nobody handed over to, and a trusted key that is none of these.
  void check(Optional<LogKey> trusted, LogReport report) {
    for (int i = 0; i < rows.size(); i++) {
      KeyRow row = rows.get(i);
      boolean isGood = i == 0 ? row.fromSize() == 0 : row.isEndorsedBy(rows.get(i - 1).key());
      if (!isGood) {
        report.add(
            LogFinding.of(
                Kind.FORGED,
                "key " + row.key().idText(),
                "the key before it did not endorse it for more than %d leaves"
                    .formatted(row.fromSize())));
      }
    }
    if (trusted.isPresent()) {
      String text = trusted.get().text();
      if (rows.stream().noneMatch(row -> row.key().text().equals(text))) {
        report.add(
            LogFinding.of(
                Kind.FORGED,
                "key " + trusted.get().idText(),
                "the log was never signed by the trusted key"));
      }
    } else if (!rows.isEmpty()) {
      report.addUnchecked(
          "whether %s is the key of this log: it was taken from the log itself (name the one that you know with --key)"
              .formatted(rows.getFirst().key().text()));
    }
  }

  /// Whether the key that signs at this size signed it.
  boolean signs(Checkpoint.Note note) {
    KeyRow signer = null;
    for (KeyRow row : rows) {
      if (row.fromSize() < note.checkpoint().size()) {
        signer = row;
      }
    }
    return signer != null && note.isSignedBy(signer.key());
  }
}
