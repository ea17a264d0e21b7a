package dev.ombud.record.verify;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.record.log.CheckpointRow;
import dev.ombud.record.log.DecisionRow;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.log.MerkleTree;
import dev.ombud.record.log.RecordKind;
import dev.ombud.record.log.TreeEdge;
import dev.ombud.record.verify.LogFinding.Kind;
import dev.ombud.record.verify.TreeCheck.NodePlace;
import dev.ombud.record.verify.VerifyStore.Piece;
import dev.ombud.record.verify.VerifyStore.StoredLeaf;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Checks a log and every record in a database, as they are at one moment: each leaf against its
/// record, the tree against each checkpoint, each signature, and that no record is without a leaf.
/// Pieces are read and hashed ahead ([PieceReader]); what it holds does not grow with the log.
/// Belongs to one thread.
public final class Verifier {
  /// Leaves a piece.
  private static final int PIECE = 1_024;

  private static final int QUEUE_ROWS = 64;

  /// Records that are not as their leaf, of which it is tried whether they changed places.
  private static final int MAX_ALTERED = 200;

  private final VerifyStore store;
  private final LogReport report = new LogReport();
  private final TreeCheck tree;
  private final Map<String, Long> retiredMonths;
  private final Map<String, Long> missingByMonth = new HashMap<>();
  private final TreeMap<Long, Altered> altered = new TreeMap<>();
  private final List<NodePlace> badNodes = new ArrayList<>();
  private final Map<UUID, Long> absentEvents = new HashMap<>();
  private long expected;
  private boolean hasGap;

  /// A record whose leaf is not the one in the log.
  private record Altered(StoredLeaf leaf, byte[] recomputed) {}

  private Verifier(VerifyStore store, TrustAnchors trust) throws SQLException {
    this.store = store;
    KeyChain keys = new KeyChain(store.keys());
    keys.check(trust.key(), report);
    this.tree = new TreeCheck(keys, trust.checkpoints(), report);
    this.retiredMonths = store.retiredMonths();
  }

  /// Is told how far a verification is; what it throws ends it.
  @FunctionalInterface
  public interface Progress {
    void at(long leaves, long of);
  }

  /// As fast as the machine can.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public static LogReport verify(DatabaseConfig config, TrustAnchors trust) {
    // One computes while another's session waits for the disk.
    return verify(config, trust, 2 * Runtime.getRuntime().availableProcessors(), (_, _) -> {});
  }

  /// @param sessions that read side by side
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public static LogReport verify(
      DatabaseConfig config, TrustAnchors trust, int sessions, Progress progress) {
    try (VerifyStore store = VerifyStore.open(config)) {
      Verifier verifier = new Verifier(store, trust);
      verifier.run(sessions, progress);
      return verifier.report;
    } catch (SQLException e) {
      throw new dev.ombud.ground.base.ServiceException(
          dev.ombud.ground.base.ErrorCode.DATABASE_UNAVAILABLE,
          "the log cannot be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private void run(int sessions, Progress progress) throws SQLException {
    long size = store.size();
    try (PieceReader pieces = new PieceReader(store, size, PIECE, sessions)) {
      while (pieces.hasNext()) {
        compareNodes(check(pieces.next()));
        progress.at(report.leaves, size);
      }
    }
    tree.end(store.largestCheckpoint());
    judgeMissing();
    queue();
    List<UUID> homeless = strangers();
    if (!hasGap) { // Else nothing after the gap can fit, and the gap is named.
      Map<Long, byte[]> recomputed = new HashMap<>();
      altered.forEach((index, each) -> recomputed.put(index, each.recomputed()));
      new BreakSearch(store, report, badNodes, recomputed, homeless)
          .explain(tree.firstBreak())
          .ifPresent(altered::remove);
    }
    judgeAltered();
  }

  private Map<NodePlace, byte[]> check(Piece piece) {
    int next = 0;
    List<CheckpointRow> checkpoints = piece.checkpoints();
    for (StoredLeaf leaf : piece.leaves()) {
      if (leaf.index() != expected) {
        report.add(
            LogFinding.of(
                Kind.REMOVED,
                expected,
                "leaves %d to %d".formatted(expected, leaf.index() - 1),
                "they are missing in the log"));
        expected = leaf.index();
        hasGap = true;
      }
      expected++;
      compare(leaf, piece);
      tree.leaf(leaf.hash());
      report.leaves++;
      while (next < checkpoints.size() && checkpoints.get(next).size() <= expected) {
        tree.checkpoint(checkpoints.get(next++));
      }
    }
    return tree.takeWhole();
  }

  private void compare(StoredLeaf leaf, Piece piece) {
    byte[] decision = piece.decisions().get(leaf.record());
    byte[] hash = decision == null ? piece.events().get(leaf.record()) : decision;
    if (hash == null) {
      absent(leaf);
      return;
    }
    report.decisions += decision == null ? 0 : 1;
    report.events += decision == null ? 1 : 0;
    if (!Arrays.equals(hash, leaf.hash())) {
      if (altered.size() < MAX_ALTERED) {
        altered.put(leaf.index(), new Altered(leaf, hash));
      } else {
        report.add(changed(leaf));
      }
    }
  }

  private void absent(StoredLeaf leaf) {
    if (leaf.kind().equals(RecordKind.EVENT.name())) {
      absentEvents.put(leaf.record(), leaf.index());
      return;
    }
    String month =
        YearMonth.from(
                Instant.ofEpochMilli(TimeIds.millisOf(leaf.record())).atOffset(ZoneOffset.UTC))
            .toString();
    if (retiredMonths.containsKey(month)) {
      report.retired++;
      missingByMonth.merge(month, 1L, Long::sum);
    } else {
      report.add(
          LogFinding.of(
              Kind.REMOVED, leaf.index(), leaf.subject(), "it is in the log and not on record"));
    }
  }

  private static LogFinding changed(StoredLeaf leaf) {
    return LogFinding.of(
        Kind.CHANGED, leaf.index(), leaf.subject(), "the record is not the one that was sealed");
  }

  private void compareNodes(Map<NodePlace, byte[]> whole) throws SQLException {
    for (int level = TreeEdge.LEVELS; level <= 32; level += TreeEdge.LEVELS) {
      int wanted = level;
      List<NodePlace> places =
          whole.keySet().stream()
              .filter(place -> place.level() == wanted)
              .sorted(TreeCheck.inOrder())
              .toList();
      if (places.isEmpty()) {
        continue;
      }
      Map<NodePlace, byte[]> stored =
          store.nodes(level, places.getFirst().index(), places.getLast().index());
      for (NodePlace place : places) {
        if (!Arrays.equals(stored.get(place), whole.get(place))) {
          badNodes.add(place);
        }
      }
      if (badNodes.size() > MAX_ALTERED) {
        badNodes.subList(MAX_ALTERED, badNodes.size()).clear();
      }
    }
  }

  private void judgeMissing() throws SQLException {
    Set<UUID> retired = store.retiredEvents(absentEvents.keySet());
    absentEvents.forEach((id, index) -> {
      if (retired.contains(id)) {
        report.retired++;
      } else {
        report.add(
            LogFinding.of(
                Kind.REMOVED, index, "event " + id, "it is in the log and not on record"));
      }
    });
    missingByMonth.forEach((month, count) -> {
      long named = retiredMonths.getOrDefault(month, 0L);
      if (count != named) {
        report.add(
            LogFinding.of(
                Kind.REMOVED,
                "decisions of " + month,
                "%d are not on record, and %d were retired".formatted(count, named)));
      }
    });
    if (report.retired > 0) {
      report.addUnchecked(
          "what %d retired records said: their hashes stay (an archive of them can be verified by itself)"
              .formatted(report.retired));
    }
  }

  /// Records that wait have a hash already.
  private void queue() throws SQLException {
    long after = 0;
    for (long last = store.queueAfter(after, QUEUE_ROWS);
        last > 0;
        last = store.queueAfter(after, QUEUE_ROWS)) {
      for (RecordKind kind : RecordKind.values()) {
        Map<UUID, byte[]> waiting = store.waiting(after, QUEUE_ROWS, kind);
        Map<UUID, byte[]> hashes =
            switch (kind) {
              case DECISION -> store.decisionHashes(waiting.keySet());
              case EVENT -> store.eventHashes(waiting.keySet());
            };
        report.waiting += waiting.size();
        waiting.forEach((id, hash) -> {
          String subject = kind.name().toLowerCase(java.util.Locale.ROOT) + " " + id;
          byte[] now = hashes.get(id);
          if (now == null) {
            report.add(
                LogFinding.of(Kind.REMOVED, subject, "it waits to be sealed and is not on record"));
          } else if (!Arrays.equals(now, hash)) {
            report.add(
                LogFinding.of(
                    Kind.CHANGED, subject, "it waits to be sealed and is not what was recorded"));
          }
        });
      }
      after = last;
    }
  }

  /// Records without a leaf; the hashes of some of them may be what the log lacks.
  private List<UUID> strangers() throws SQLException {
    List<UUID> decisions = store.strangers("decisions", LogReport.MAX_FINDINGS);
    List<UUID> events = store.strangers("audit_events", LogReport.MAX_FINDINGS);
    decisions.forEach(id -> stranger("decision " + id));
    events.forEach(id -> stranger("event " + id));
    for (UUID id : store.halves(LogReport.MAX_FINDINGS)) {
      report.add(
          LogFinding.of(
              Kind.INSERTED, "record " + id, "it stands in `records` and not in `decisions`"));
    }
    for (UUID id : store.twins(LogReport.MAX_FINDINGS)) {
      report.add(
          LogFinding.of(Kind.INSERTED, "record " + id, "it has a place in the log more than once"));
    }
    List<UUID> all = new ArrayList<>(decisions);
    all.addAll(events);
    return all;
  }

  private void stranger(String subject) {
    report.add(
        LogFinding.of(
            Kind.INSERTED, subject, "it is on record, and neither in the log nor in its queue"));
  }

  /// Of records that are not as their leaf, those whose content stands under another one's id.
  private void judgeAltered() throws SQLException {
    List<UUID> ids = altered.values().stream().map(each -> each.leaf().record()).toList();
    Map<UUID, DecisionRow> decisions = store.decisions(ids);
    Map<UUID, EventRow> events = store.events(ids);
    altered.forEach((index, each) -> {
      DecisionRow decision = decisions.get(each.leaf().record());
      EventRow event = events.get(each.leaf().record());
      Optional<StoredLeaf> owner =
          altered.values().stream()
              .map(Altered::leaf)
              .filter(other -> other.index() != index && isContentOf(decision, event, other))
              .findFirst();
      report.add(
          owner
              .map(other ->
                  LogFinding.of(
                      Kind.MOVED,
                      index,
                      each.leaf().subject(),
                      "under its id stands the record of leaf %d".formatted(other.index())))
              .orElseGet(() -> changed(each.leaf())));
    });
  }

  private static boolean isContentOf(
      @Nullable DecisionRow decision, @Nullable EventRow event, StoredLeaf other) {
    if (decision != null) {
      return Arrays.equals(decision.under(other.record()).leafHash(), other.hash());
    }
    return event != null
        && Arrays.equals(MerkleTree.leafHash(event.under(other.record()).leaf()), other.hash());
  }
}
