package dev.ombud.record.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Goal: the tree is RFC 6962's. Method: the vectors that the Certificate Transparency project
/// published with its implementation (eight leaves, the roots and proofs of trees of one to eight),
/// and a second, naive reading of the RFC on random trees.
@Tag("property")
final class MerkleTreeTest {
  private static final HexFormat HEX = HexFormat.of();

  /// `google/certificate-transparency`, merkletree/merkle_tree_test.cc.
  private static final List<byte[]> LEAVES =
      hex(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<byte[]> ROOTS =
      hex(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void hasThePublishedRoots() {
    assertThat(TreeEdge.empty().root())
        .isEqualTo(
            HEX.parseHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    TreeEdge edge = TreeEdge.empty();
    MerkleTree.Hashes hashes = hashes(leafHashes(LEAVES));
    for (int size = 1; size <= 8; size++) {
      edge.append(MerkleTree.leafHash(LEAVES.get(size - 1)), (_, _, _) -> {});
      assertThat(edge.root()).as("of %d leaves", size).isEqualTo(ROOTS.get(size - 1));
      assertThat(MerkleTree.root(hashes, size)).isEqualTo(ROOTS.get(size - 1));
    }
  }

  @Test
  void hasThePublishedInclusionProofs() {
    checkInclusion(1, 1);
    checkInclusion(
        1,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    checkInclusion(
        6,
        8,
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    checkInclusion(3, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    checkInclusion(
        2,
        5,
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  @Test
  void hasThePublishedConsistencyProofs() {
    checkConsistency(1, 1);
    checkConsistency(
        1,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    checkConsistency(
        6,
        8,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    checkConsistency(
        2,
        5,
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  @Test
  void agreesWithTheRfcReadWordByWordAndRefusesEveryOtherByte() {
    Property.forAll(
        (random, size) -> leaves(random, 1 + random.nextInt(size * 3 + 1)),
        leaves -> {
          List<byte[]> hashes = leafHashes(leaves);
          MerkleTree.Hashes tree = hashes(hashes);
          Random random = new Random(leaves.size());
          int to = leaves.size();
          byte[] root = naive(hashes);
          assertThat(MerkleTree.root(tree, to)).isEqualTo(root);
          int index = random.nextInt(to);
          List<byte[]> path = MerkleTree.inclusion(tree, index, to);
          assertThat(MerkleTree.includes(hashes.get(index), index, to, path, root)).isTrue();
          assertThat(MerkleTree.includes(flip(hashes.get(index), random), index, to, path, root))
              .isFalse();
          int from = 1 + random.nextInt(to);
          byte[] fromRoot = naive(hashes.subList(0, from));
          List<byte[]> proof = MerkleTree.consistency(tree, from, to);
          assertThat(MerkleTree.isConsistent(from, fromRoot, to, root, proof)).isTrue();
          assertThat(MerkleTree.isConsistent(from, flip(fromRoot, random), to, root, proof))
              .isFalse();
          if (!proof.isEmpty()) {
            List<byte[]> other = new ArrayList<>(proof);
            int at = random.nextInt(proof.size());
            other.set(at, flip(proof.get(at), random));
            assertThat(MerkleTree.isConsistent(from, fromRoot, to, root, other)).isFalse();
            assertThat(
                    MerkleTree.isConsistent(
                        from, fromRoot, to, root, proof.subList(0, proof.size() - 1)))
                .isFalse();
          }
        });
  }

  @Test
  void goesOnFromAnEdgeThatWasReadAnewAndKeepsWholeSubtrees() {
    Map<String, byte[]> nodes = new HashMap<>();
    List<byte[]> hashes = new ArrayList<>();
    TreeEdge edge = TreeEdge.empty();
    for (int i = 0; i < 70_000; i++) {
      byte[] hash = MerkleTree.leafHash(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)});
      hashes.add(hash);
      edge.append(hash, (level, index, whole) -> nodes.put(level + "/" + index, whole));
    }
    MerkleTree.Hashes all = hashes(hashes);
    assertThat(nodes).hasSize(273 + 1);
    assertThat(nodes.get("8/0")).isEqualTo(MerkleTree.root(all, 256));
    assertThat(nodes.get("16/0")).isEqualTo(MerkleTree.root(all, 65_536));
    for (long size : new long[] {0, 1, 255, 256, 257, 65_536, 69_999}) {
      TreeEdge again = TreeEdge.of(all, size);
      assertThat(again.root()).isEqualTo(MerkleTree.root(all, size));
      for (long i = size; i < 70_000; i++) {
        again.append(hashes.get((int) i), (_, _, _) -> {});
      }
      assertThat(again.root()).isEqualTo(edge.root());
    }
  }

  /// @param leaf from 1, as the vectors count
  private static void checkInclusion(int leaf, int size, String... path) {
    List<byte[]> hashes = leafHashes(LEAVES);
    assertThat(MerkleTree.inclusion(hashes(hashes), leaf - 1, size)).containsExactly(array(path));
    assertThat(
            MerkleTree.includes(
                hashes.get(leaf - 1), leaf - 1, size, hex(path), ROOTS.get(size - 1)))
        .isTrue();
  }

  private static void checkConsistency(int from, int to, String... proof) {
    assertThat(MerkleTree.consistency(hashes(leafHashes(LEAVES)), from, to))
        .containsExactly(array(proof));
    assertThat(
            MerkleTree.isConsistent(from, ROOTS.get(from - 1), to, ROOTS.get(to - 1), hex(proof)))
        .isTrue();
  }

  private static byte[][] array(String... hex) {
    return hex(hex).toArray(new byte[0][]);
  }

  private static List<byte[]> hex(String... texts) {
    return List.of(texts).stream().map(HEX::parseHex).toList();
  }

  private static List<byte[]> leafHashes(List<byte[]> leaves) {
    return leaves.stream().map(MerkleTree::leafHash).toList();
  }

  private static MerkleTree.Hashes hashes(List<byte[]> leafHashes) {
    return new MerkleTree.Hashes() {
      @Override
      public byte[] at(int level, long index) {
        return level == 0
            ? leafHashes.get((int) index)
            : MerkleTree.nodeHash(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
      }
    };
  }

  /// MTH of RFC 6962, section 2.1.
  private static byte[] naive(List<byte[]> hashes) {
    if (hashes.size() == 1) {
      return hashes.getFirst();
    }
    int k = 1;
    while (2 * k < hashes.size()) {
      k *= 2;
    }
    return MerkleTree.nodeHash(
        naive(hashes.subList(0, k)), naive(hashes.subList(k, hashes.size())));
  }

  private static List<byte[]> leaves(Random random, int count) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] leaf = new byte[random.nextInt(40)];
      random.nextBytes(leaf);
      leaves.add(leaf);
    }
    return leaves;
  }

  private static byte[] flip(byte[] bytes, Random random) {
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }
}
