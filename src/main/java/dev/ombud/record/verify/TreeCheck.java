package dev.ombud.record.verify;

import dev.ombud.record.log.Checkpoint;
import dev.ombud.record.log.CheckpointRow;
import dev.ombud.record.log.TreeEdge;
import dev.ombud.record.verify.LogFinding.Kind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rebuilds the tree from leaf hashes that come in order, and compares it with every checkpoint.
/// Where a first one does not fit, it keeps what is needed to find out why. Belongs to one thread.
final class TreeCheck {
  private final KeyChain keys;
  private final LogReport report;
  private final TreeMap<Long, Checkpoint.Note> trusted = new TreeMap<>();
  private final Map<NodePlace, byte[]> whole = new HashMap<>();
  private TreeEdge edge = TreeEdge.empty();
  private long trustedSize;
  private @Nullable Another another;
  private TreeEdge lastGood = TreeEdge.empty();
  private @Nullable Break firstBreak;

  record NodePlace(int level, long index) {}

  /// The first checkpoint that does not fit.
  ///
  /// @param before the tree of the last one that did
  record Break(TreeEdge before, long size, byte[] root) {}

  /// The first trusted checkpoint that does not fit.
  ///
  /// @param before the size of the last one that did
  private record Another(long before, long size) {}

  TreeCheck(KeyChain keys, List<Checkpoint.Note> trusted, LogReport report) {
    this.keys = keys;
    this.report = report;
    for (Checkpoint.Note note : trusted) {
      this.trusted.put(note.checkpoint().size(), note);
    }
  }

  void leaf(byte[] hash) {
    edge.append(hash, (level, index, node) -> whole.put(new NodePlace(level, index), node));
    Checkpoint.Note known = trusted.get(edge.size());
    if (known == null) {
      return;
    }
    if (Arrays.equals(known.checkpoint().root(), edge.root())) {
      trustedSize = edge.size();
    } else if (another == null) {
      another = new Another(trustedSize, edge.size());
    }
  }

  /// Whether no own checkpoint shows the same.
  private boolean isWrittenAnew(Another seen) {
    return firstBreak == null || firstBreak.before().size() >= seen.size();
  }

  long size() {
    return edge.size();
  }

  byte[] root() {
    return edge.root();
  }

  /// The subtrees that became whole since it was asked last.
  Map<NodePlace, byte[]> takeWhole() {
    Map<NodePlace, byte[]> taken = Map.copyOf(whole);
    whole.clear();
    return taken;
  }

  /// A checkpoint of as many leaves as there are now.
  void checkpoint(CheckpointRow row) {
    report.checkpoints++;
    String subject = "checkpoint of " + row.size() + " leaves";
    Checkpoint.Note note = Checkpoint.read(row.note()).orElse(null);
    if (note == null
        || note.checkpoint().size() != row.size()
        || !Arrays.equals(note.checkpoint().root(), row.root())) {
      report.add(
          LogFinding.of(Kind.CHANGED, row.size() - 1, subject, "its columns are not its note's"));
      return;
    }
    report.signatures++;
    if (!keys.signs(note)) {
      report.add(
          LogFinding.of(
              Kind.FORGED, row.size() - 1, subject, "the key of that size did not sign it"));
      return;
    }
    if (Arrays.equals(edge.root(), row.root())) {
      if (firstBreak == null) {
        lastGood = edge.copy();
      }
    } else {
      broken(row.root());
    }
  }

  private void broken(byte[] root) {
    if (firstBreak == null) {
      firstBreak = new Break(lastGood, edge.size(), root);
    }
  }

  Optional<Break> firstBreak() {
    return Optional.ofNullable(firstBreak);
  }

  /// What is left when all leaves were seen.
  ///
  /// @param largest the size of the largest checkpoint in the log itself
  void end(long largest) {
    if (largest > edge.size()) {
      report.add(
          LogFinding.of(
              Kind.TRUNCATED,
              edge.size(),
              "checkpoint of " + largest + " leaves",
              "the log ends with leaf %d: those after it were removed".formatted(edge.size() - 1)));
    } else if (largest < edge.size()) {
      report.add(
          LogFinding.of(
              Kind.INSERTED,
              largest,
              "leaves %d to %d".formatted(largest, edge.size() - 1),
              "no checkpoint signs them"));
    }
    Another seen = another;
    if (seen != null && isWrittenAnew(seen)) {
      report.add(
          LogFinding.of(
              Kind.ROLLED_BACK,
              seen.before(),
              "trusted checkpoint of " + seen.size() + " leaves",
              "leaves %d to %d are not those that it signs: the log was written anew"
                  .formatted(seen.before(), seen.size() - 1)));
    }
    for (Checkpoint.Note note : trusted.values()) {
      if (!keys.signs(note)) {
        report.add(
            LogFinding.of(
                Kind.FORGED,
                "trusted checkpoint of " + note.checkpoint().size() + " leaves",
                "no key of this log signed it for that size"));
      }
    }
    if (trusted.isEmpty()) {
      report.addUnchecked(
          "whether the log was rolled back as a whole, or written anew by somebody with its key: no"
              + " checkpoint from outside was given (--checkpoint)");
    } else if (trusted.lastKey() > edge.size()) {
      report.add(
          LogFinding.of(
              Kind.ROLLED_BACK,
              edge.size(),
              "trusted checkpoint of " + trusted.lastKey() + " leaves",
              "the log has only %d: it is older, or its end and its checkpoints were removed"
                  .formatted(edge.size())));
    }
  }

  static Comparator<NodePlace> inOrder() {
    return Comparator.comparingInt(NodePlace::level).thenComparingLong(NodePlace::index);
  }
}
