package dev.ombud.record.verify;

import dev.ombud.record.log.MerkleTree;
import dev.ombud.record.log.TreeEdge;
import dev.ombud.record.verify.LogFinding.Kind;
import dev.ombud.record.verify.Suspects.Culprit;
import dev.ombud.record.verify.TreeCheck.Break;
import dev.ombud.record.verify.TreeCheck.NodePlace;
import dev.ombud.record.verify.VerifyStore.StoredLeaf;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Finds the leaf because of which a checkpoint does not fit: in the block of 256 whose kept hash
/// says otherwise, or between the last checkpoint that fits and the first that does not. Belongs to
/// one thread.
///
/// @param badNodes kept hashes that are not those of their leaves
/// @param recomputed by index, hashes of leaves whose records say otherwise than the log
/// @param homeless records that have no leaf
record BreakSearch(
    VerifyStore store,
    LogReport report,
    List<NodePlace> badNodes,
    Map<Long, byte[]> recomputed,
    List<UUID> homeless) {

  /// Notes what it finds.
  ///
  /// @return the leaf that was changed where its record was not
  Optional<Long> explain(Optional<Break> found) throws SQLException {
    if (found.isEmpty()) {
      badNodes.stream().findFirst().ifPresent(this::spoilt);
      return Optional.empty();
    }
    Break broken = found.get();
    long begin = broken.before().size();
    long end = broken.size();
    List<byte[]> hashes = homelessHashes();
    Optional<NodePlace> node =
        badNodes.stream()
            .filter(each -> each.level() == TreeEdge.LEVELS)
            .filter(each -> first(each) + Suspects.MAX_SUSPECTS > begin && first(each) < end)
            .findFirst();
    // Its kept hash may be the good one: then it narrows the search to its leaves.
    Optional<Culprit> culprit = node.isPresent() ? inBlock(node.get(), hashes) : Optional.empty();
    if (culprit.isEmpty() && end - begin <= Suspects.MAX_SUSPECTS) {
      culprit = inSpan(broken, hashes);
    }
    if (culprit.isPresent()) {
      return name(culprit.get());
    }
    long from = Math.max(begin, node.map(BreakSearch::first).orElse(begin));
    report.add(
        LogFinding.of(
            Kind.CHANGED,
            from,
            "leaves %d to %d".formatted(from, end - 1),
            "the checkpoint of %d leaves signs others: one of these was changed, removed, inserted or moved"
                .formatted(end)));
    return Optional.empty();
  }

  private static long first(NodePlace node) {
    return node.index() << node.level();
  }

  private void spoilt(NodePlace node) {
    report.add(
        LogFinding.of(
            Kind.CHANGED,
            first(node),
            "node %d of level %d".formatted(node.index(), node.level()),
            "it is not the hash of its leaves, which are good: proofs would not hold"));
  }

  private List<byte[]> homelessHashes() throws SQLException {
    List<byte[]> hashes = new ArrayList<>();
    store.decisions(homeless).values().forEach(row -> hashes.add(row.leafHash()));
    store.events(homeless).values().forEach(row -> hashes.add(MerkleTree.leafHash(row.leaf())));
    return hashes;
  }

  private Optional<Culprit> inBlock(NodePlace node, List<byte[]> homelessHashes)
      throws SQLException {
    byte[] kept = store.nodes(node.level(), node.index(), node.index()).get(node);
    List<byte[]> hashes = hashes(first(node), first(node) + Suspects.MAX_SUSPECTS + 1);
    if (kept == null || hashes.size() < Suspects.MAX_SUSPECTS) {
      return Optional.empty();
    }
    return new Suspects(
            first(node),
            hashes,
            Suspects.MAX_SUSPECTS,
            trial -> grows(TreeEdge.empty(), trial, kept))
        .find(recomputed, homelessHashes);
  }

  private Optional<Culprit> inSpan(Break broken, List<byte[]> homelessHashes) throws SQLException {
    long begin = broken.before().size();
    List<byte[]> hashes = hashes(begin, broken.size() + 1);
    int count = (int) Math.min(broken.size() - begin, hashes.size());
    return new Suspects(
            begin, hashes, count, trial -> grows(broken.before().copy(), trial, broken.root()))
        .find(recomputed, homelessHashes);
  }

  private static boolean grows(TreeEdge edge, List<byte[]> hashes, byte[] root) {
    hashes.forEach(hash -> edge.append(hash, (_, _, _) -> {}));
    return Arrays.equals(edge.root(), root);
  }

  private List<byte[]> hashes(long from, long to) throws SQLException {
    return store.leaves(from, to).stream().map(StoredLeaf::hash).toList();
  }

  private Optional<Long> name(Culprit culprit) throws SQLException {
    String subject =
        store.leaves(culprit.leaf(), culprit.leaf() + 1).stream()
            .map(StoredLeaf::subject)
            .findFirst()
            .orElse("leaf");
    boolean isRecordGood = recomputed.containsKey(culprit.leaf());
    String text =
        switch (culprit.kind()) {
          case MOVED ->
              "it stands in the log where leaf %d belongs".formatted(culprit.other().orElse(0L));
          case INSERTED -> "the checkpoints sign the log without it";
          case REMOVED -> "a record without a leaf belongs in its place";
          case CHANGED, TRUNCATED, ROLLED_BACK, FORGED ->
              isRecordGood
                  ? "its leaf is not the one that was signed, its record is"
                  : "its leaf is not the one that was signed";
        };
    report.add(LogFinding.of(culprit.kind(), culprit.leaf(), subject, text));
    return Optional.of(culprit.leaf()).filter(_ -> culprit.kind() == Kind.CHANGED && isRecordGood);
  }
}
