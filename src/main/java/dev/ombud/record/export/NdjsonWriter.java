package dev.ombud.record.export;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// Newline-delimited JSON, a decision a line, in UTF-8:
///
/// ```
/// {"leafIndex":17,"leaf":{…}}
/// ```
///
/// and where proofs were asked for `{"leafIndex":17,"leaf":{…},"proof":["…"]}`, the hashes in
/// base64 from the leaf upwards.
///
/// The members stand in this order and without white space. After `"leaf":` and up to the `}` at
/// the end of the line, or to the last `,"proof":[`, are the bytes that the log has the hash of, as
/// [dev.ombud.record.log.DecisionRow#leaf] has them. So `SHA-256(0x00 || leaf)` can be taken
/// without reading any JSON. Each line ends with a line feed.
public final class NdjsonWriter implements ExportWriter {
  private static final byte[] BEFORE_LEAF = ascii(",\"leaf\":");
  private static final byte[] END = ascii("}\n");

  private final ExportOutput output;
  private byte[] line = new byte[16 * 1024];

  public NdjsonWriter(ExportOutput output) {
    this.output = output;
  }

  @Override
  public void add(ExportRow row) throws InterruptedException {
    byte[] start = ascii("{\"leafIndex\":" + row.leafIndex());
    byte[] proof = ascii(row.proof().map(NdjsonWriter::member).orElse(""));
    int length = start.length + BEFORE_LEAF.length + row.leaf().length + proof.length + END.length;
    if (line.length < length) {
      line = new byte[length];
    }
    int at = put(start, 0);
    at = put(BEFORE_LEAF, at);
    at = put(row.leaf(), at);
    at = put(proof, at);
    output.write(line, put(END, at));
  }

  private static String member(List<byte[]> hashes) {
    return hashes.stream()
        .map(hash -> "\"" + Base64.getEncoder().encodeToString(hash) + "\"")
        .collect(Collectors.joining(",", ",\"proof\":[", "]"));
  }

  private int put(byte[] bytes, int at) {
    System.arraycopy(bytes, 0, line, at, bytes.length);
    return at + bytes.length;
  }

  @Override
  public void end() {
    // A file of lines ends with its last line.
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
