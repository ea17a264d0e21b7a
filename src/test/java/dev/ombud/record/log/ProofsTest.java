package dev.ombud.record.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.testing.TestDatabase;
import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: what the service hands out convinces implementations that are not ours. Method: proofs of
/// a log that is long enough for kept subtrees go through Sigstore's verifier of Merkle trees, and
/// signatures through Bouncy Castle.
final class ProofsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  @Test
  void convincesSigstoreAndBouncyCastle() throws InclusionProofVerificationException {
    TestLog log = TestLog.open(POSTGRES.database());
    Sealer sealer = log.sealer();
    List<UUID> records = log.record(700);
    sealer.seal();
    Proofs proofs = new Proofs(POSTGRES.database());
    for (int index : new int[] {0, 1, 254, 255, 256, 511, 512, 513, 640, 698, 699}) {
      Proofs.Proven proven = proofs.find(RecordKind.EVENT, records.get(index)).orElseThrow();
      Proofs.Place place = proven.place().orElseThrow();
      Checkpoint checkpoint = place.checkpoint().checkpoint();
      assertThat(place.index()).isEqualTo(index);
      assertThat(MerkleTree.leafHash(proven.leaf().orElseThrow())).isEqualTo(proven.leafHash());
      InclusionProofVerifier.verify(
          proven.leafHash(), index, checkpoint.size(), place.hashes(), checkpoint.root());
      byte[] other = proven.leafHash().clone();
      other[0] ^= 1;
      assertThatThrownBy(() ->
              InclusionProofVerifier.verify(
                  other, index, checkpoint.size(), place.hashes(), checkpoint.root()))
          .isInstanceOf(InclusionProofVerificationException.class);
    }
    checkSignature(proofs);
    checkConsistency(log, sealer, proofs);
  }

  private static void checkSignature(Proofs proofs) {
    LogKey key = proofs.keys().getFirst().key();
    Checkpoint.Note note = Checkpoint.read(proofs.newest().orElseThrow().note()).orElseThrow();
    byte[] signature = note.signatures().getFirst().bytes();
    assertThat(verifies(key, note.checkpoint().body(), signature)).isTrue();
    assertThat(verifies(key, "other".getBytes(java.nio.charset.StandardCharsets.UTF_8), signature))
        .isFalse();
  }

  private static boolean verifies(LogKey key, byte[] message, byte[] signature) {
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(key.bytes()));
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  private static void checkConsistency(TestLog log, Sealer sealer, Proofs proofs) {
    CheckpointRow before = proofs.newest().orElseThrow();
    log.record(77);
    sealer.seal();
    CheckpointRow after = proofs.newest().orElseThrow();
    Proofs.Growth growth = proofs.consistency(before.size(), after.size());
    assertThat(growth.fromRoot()).isEqualTo(before.root());
    assertThat(growth.toRoot()).isEqualTo(after.root());
    assertThat(
            MerkleTree.isConsistent(
                before.size(), before.root(), after.size(), after.root(), growth.hashes()))
        .isTrue();
    assertThat(
            MerkleTree.isConsistent(
                before.size() - 1, before.root(), after.size(), after.root(), growth.hashes()))
        .isFalse();
  }

  @Test
  void saysThatARecordWaitsAndThatThereIsNone() {
    TestLog log = TestLog.open(POSTGRES.database());
    UUID waiting = log.record(1).getFirst();
    Proofs proofs = new Proofs(POSTGRES.database());
    Proofs.Proven proven = proofs.find(RecordKind.EVENT, waiting).orElseThrow();
    assertThat(proven.place()).isEmpty();
    assertThat(proven.leaf()).isPresent();
    assertThat(proofs.find(RecordKind.DECISION, waiting)).isEmpty();
    assertThat(proofs.find(RecordKind.EVENT, UUID.randomUUID())).isEmpty();
  }
}
