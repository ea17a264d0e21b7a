package dev.ombud.record.verify;

import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.json.Json;
import dev.ombud.record.log.Checkpoint;
import dev.ombud.record.log.MerkleTree;
import dev.ombud.record.log.TreeEdge;
import dev.ombud.record.verify.LogFinding.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks an export without a database. A line is
///
/// ```
/// {"leafIndex":17,"leaf":{…}}
/// {"leafIndex":17,"leaf":{…},"proof":["<hash in base64>",…]}
/// ```
///
/// and the leaf's hash is taken over its bytes as they stand there. Its manifest is a JSON object
/// with `checkpoint`, the signed note that the export belongs to, `count`, the number of lines, and
/// `sha256`, that of all bytes. Lines with a proof are proven one by one; an export of all leaves
/// from 0 on is proven as a whole; of any other, only the digest can be. Reads line by line.
/// Belongs to one thread.
public final class ExportCheck {
  private static final Pattern START =
      Pattern.compile("^\\{\"leafIndex\":(0|[1-9][0-9]{0,17}),\"leaf\":");
  private static final Pattern PROOF =
      Pattern.compile(",\"proof\":\\[((?:\"[A-Za-z0-9+/]{43}=\"(?:,|(?=])))*)]}$");
  private static final int MAX_START_BYTES = 48;
  private static final int MAX_LINE_BYTES = 64 << 20;

  private final LogReport report = new LogReport();
  private final TreeEdge edge = TreeEdge.empty();
  private final Optional<Checkpoint> checkpoint;
  private boolean isWhole = true;
  private long last = -1;
  private long unproven;

  private ExportCheck(Optional<Checkpoint> checkpoint) {
    this.checkpoint = checkpoint;
  }

  /// @throws IOException where a file cannot be read
  /// @throws dev.ombud.ground.base.ServiceException where the manifest is no JSON
  public static LogReport verify(Path export, Path manifestFile, TrustAnchors trust)
      throws IOException {
    Map<?, ?> manifest = Json.readMembers(Files.readAllBytes(manifestFile));
    Optional<Checkpoint.Note> note =
        manifest.get("checkpoint") instanceof String text
            ? Checkpoint.read(text)
            : Optional.empty();
    ExportCheck check = new ExportCheck(note.map(Checkpoint.Note::checkpoint));
    check.signature(note, trust);
    check.lines(export, manifest);
    check.end();
    return check.report;
  }

  private void signature(Optional<Checkpoint.Note> note, TrustAnchors trust) {
    if (note.isEmpty()) {
      report.add(
          LogFinding.of(Kind.FORGED, "manifest", "it has no signed checkpoint to compare with"));
      return;
    }
    Checkpoint.Note signed = note.get();
    report.checkpoints++;
    String subject = "checkpoint of " + signed.checkpoint().size() + " leaves";
    if (trust.key().isEmpty()) {
      report.addUnchecked("who signed the manifest's checkpoint: name the public key with --key");
    } else {
      report.signatures++;
      if (!signed.isSignedBy(trust.key().get())) {
        report.add(LogFinding.of(Kind.FORGED, subject, "the trusted key did not sign it"));
      }
    }
    for (Checkpoint.Note known : trust.checkpoints()) {
      if (known.checkpoint().size() == signed.checkpoint().size()
          && !Arrays.equals(known.checkpoint().root(), signed.checkpoint().root())) {
        report.add(
            LogFinding.of(
                Kind.ROLLED_BACK, subject, "the trusted one of that size has another root"));
      }
    }
  }

  private void lines(Path export, Map<?, ?> manifest) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(export), 1 << 16);
        DigestInputStream bytes = new DigestInputStream(file, Sha256.begin());
        InputStream buffered = new BufferedInputStream(bytes, 1 << 16)) {
      long number = 0;
      for (byte[] line = line(buffered); line != null; line = line(buffered)) {
        number++;
        if (line.length > 0) {
          line(number, line);
        }
      }
      compare(manifest, "sha256", HexFormat.of().formatHex(bytes.getMessageDigest().digest()));
      compare(manifest, "count", String.valueOf(report.leaves));
    }
  }

  private void compare(Map<?, ?> manifest, String member, String found) {
    Object named = manifest.get(member);
    if (named != null && !String.valueOf(named).equals(found)) {
      report.add(
          LogFinding.of(
              Kind.CHANGED,
              "export",
              "its manifest names `%s` %s, and it has %s".formatted(member, named, found)));
    }
  }

  private static byte @Nullable [] line(InputStream bytes) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(8_192);
    int next = bytes.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = bytes.read()) {
      if (line.size() == MAX_LINE_BYTES) {
        throw new IOException("a line is longer than " + MAX_LINE_BYTES + " bytes");
      }
      line.write(next);
    }
    return line.toByteArray();
  }

  private void line(long number, byte[] line) {
    String head =
        new String(line, 0, Math.min(line.length, MAX_START_BYTES), StandardCharsets.ISO_8859_1);
    Matcher start = START.matcher(head);
    // One byte a character, so that places in the text are places in the line.
    String text = new String(line, StandardCharsets.ISO_8859_1);
    if (!start.find() || !text.endsWith("}")) {
      report.add(
          LogFinding.of(Kind.CHANGED, "line " + number, "it is no line of an export any more"));
      return;
    }
    report.leaves++;
    long index = Long.parseLong(start.group(1));
    int proofAt = text.lastIndexOf(",\"proof\":[");
    Matcher proof = PROOF.matcher(proofAt < 0 ? "" : text.substring(proofAt));
    boolean hasProof = proof.find();
    int end = hasProof ? proofAt : line.length - 1;
    byte[] hash = MerkleTree.leafHash(Arrays.copyOfRange(line, start.end(), end));
    place(index, hash);
    if (hasProof) {
      prove(index, hash, proof.group(1));
    } else {
      unproven++;
    }
  }

  private void place(long index, byte[] hash) {
    if (index != edge.size()) {
      isWhole = false;
    }
    if (index == last) {
      report.add(LogFinding.of(Kind.INSERTED, index, "leaf", "it stands in the export twice"));
    }
    last = index;
    if (isWhole) {
      edge.append(hash, (_, _, _) -> {});
    }
  }

  private void prove(long index, byte[] hash, String hashes) {
    List<byte[]> path = new ArrayList<>();
    for (String each : hashes.split(",")) {
      if (!each.isEmpty()) {
        path.add(Base64.getDecoder().decode(each.substring(1, each.length() - 1)));
      }
    }
    boolean holds =
        checkpoint
            .filter(known -> MerkleTree.includes(hash, index, known.size(), path, known.root()))
            .isPresent();
    if (holds) {
      report.decisions++;
    } else {
      report.add(
          LogFinding.of(
              Kind.CHANGED, index, "leaf", "it is not the one that the checkpoint signs there"));
    }
  }

  private void end() {
    if (unproven == 0 || checkpoint.isEmpty()) {
      return;
    }
    Checkpoint known = checkpoint.get();
    if (isWhole && edge.size() == known.size()) {
      if (Arrays.equals(edge.root(), known.root())) {
        report.decisions = edge.size();
      } else {
        report.add(
            LogFinding.of(
                Kind.CHANGED,
                0,
                "leaves 0 to " + (edge.size() - 1),
                "the checkpoint signs others: one of these was changed, removed, inserted or moved"));
      }
    } else {
      report.unproven = unproven;
      report.addUnchecked(
          "whether %d lines are in the log: they have no proof, and the export is not the whole log (the manifest's digest is all that speaks for them)"
              .formatted(unproven));
    }
  }
}
