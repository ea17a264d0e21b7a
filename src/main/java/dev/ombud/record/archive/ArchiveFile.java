package dev.ombud.record.archive;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.ombud.ground.base.Sha256;
import dev.ombud.record.archive.ArchiveStore.Leaf;
import dev.ombud.record.export.ExportOutput;
import dev.ombud.record.log.MerkleTree;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file of a month: the lines of [NdjsonWriter][dev.ombud.record.export.NdjsonWriter], in the
/// order of identities, in Zstandard (RFC 8878) with a checksum: `decisions-2026-01.ndjson.zst`.
/// Beside it stands a manifest in JSON.
///
/// A file has its name only when all of it is on the disk; until then it ends with `.part`.
public final class ArchiveFile {
  private static final int LEVEL = 3;
  private static final int BATCH = 1_000;
  private static final int MAX_LINE_BYTES = 64 << 20;
  private static final Pattern LINE =
      Pattern.compile("\\{\"leafIndex\":(0|[1-9]\\d{0,17}),\"leaf\":");
  private static final int START_BYTES = 64;

  private final Path folder;
  private final String name;

  public ArchiveFile(Path folder, YearMonth month) {
    this.folder = folder;
    this.name = "decisions-" + month;
  }

  public Path path() {
    return folder.resolve(name + ".ndjson.zst");
  }

  Path manifest() {
    return folder.resolve(name + ".manifest.json");
  }

  /// What is in a file.
  ///
  /// @param records lines
  /// @param bytes before compression
  /// @param digest SHA-256 of them
  public record Content(long records, long bytes, byte[] digest) {}

  /// What writes the lines.
  @FunctionalInterface
  interface Filling {
    void fill(ExportOutput output) throws SQLException, InterruptedException;
  }

  /// Writes the file anew, under another name until [#publish].
  ///
  /// @throws IOException where the disk is full or the folder cannot be written to
  void write(Filling filling) throws IOException, SQLException, InterruptedException {
    Files.createDirectories(folder);
    write(
        part(path()),
        out -> {
          try (ZstdOutputStream compressed = new ZstdOutputStream(out, LEVEL)) {
            compressed.setChecksum(true);
            filling.fill(
                new ExportOutput((bytes, from, length) -> {
                  try {
                    compressed.write(bytes, from, length);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
          }
        });
  }

  /// Gives what was written its name, and the manifest beside it.
  void publish(byte[] manifest) throws IOException, SQLException, InterruptedException {
    write(part(manifest()), out -> out.write(manifest));
    for (Path file : List.of(manifest(), path())) {
      Files.move(part(file), file, StandardCopyOption.ATOMIC_MOVE);
    }
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  /// Removes what has no name yet.
  void discard() throws IOException {
    Files.deleteIfExists(part(path()));
    Files.deleteIfExists(part(manifest()));
  }

  @FunctionalInterface
  private interface Writing {
    void write(OutputStream out) throws IOException, SQLException, InterruptedException;
  }

  private static void write(Path part, Writing writing)
      throws IOException, SQLException, InterruptedException {
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writing.write(open(channel));
      channel.force(true);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /// A stream that leaves the channel open when it is closed, for it has to be forced then.
  private static OutputStream open(FileChannel channel) {
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  /// As [#verify], of what has no name yet.
  Content verifyPart(ArchiveStore store, UUID from, UUID to) throws IOException, SQLException {
    return verify(part(path()), store, from, to);
  }

  /// Reads the whole file back and compares each leaf with the log.
  ///
  /// @param from no identity is less
  /// @param to each identity is less
  /// @throws IOException where the file is damaged, or holds what the log does not; the message
  ///   says where
  public Content verify(ArchiveStore store, UUID from, UUID to) throws IOException, SQLException {
    return verify(path(), store, from, to);
  }

  private static Content verify(Path file, ArchiveStore store, UUID from, UUID to)
      throws IOException, SQLException {
    Verification verification = new Verification(store, from, to);
    try (InputStream in =
        new BufferedInputStream(new ZstdInputStream(Files.newInputStream(file)), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 14);
      for (int each = in.read(); each >= 0; each = in.read()) {
        if (each == '\n') {
          verification.add(line.toByteArray());
          line.reset();
        } else if (line.size() < MAX_LINE_BYTES) {
          line.write(each);
        } else {
          throw new IOException("line " + (verification.records + 1) + " has no end");
        }
      }
      if (line.size() > 0) {
        throw new IOException("the last line has no end");
      }
    }
    return verification.end();
  }

  /// Lines that were read, and the leaves that they have to be. Belongs to one thread.
  private static final class Verification {
    private final ArchiveStore store;
    private final UUID to;
    private final MessageDigest digest = Sha256.begin();
    private final Map<Long, byte[]> batch = new LinkedHashMap<>();
    private UUID last;
    private boolean isFirst = true;
    private long records;
    private long bytes;

    Verification(ArchiveStore store, UUID from, UUID to) {
      this.store = store;
      this.last = from;
      this.to = to;
    }

    void add(byte[] line) throws IOException, SQLException {
      records++;
      bytes += line.length + 1;
      digest.update(line);
      digest.update((byte) '\n');
      String start =
          new String(line, 0, Math.min(line.length, START_BYTES), StandardCharsets.ISO_8859_1);
      Matcher matcher = LINE.matcher(start);
      if (!matcher.lookingAt() || line[line.length - 1] != '}') {
        throw new IOException("line " + records + " is no line of an archive");
      }
      byte[] leaf = Arrays.copyOfRange(line, matcher.end(), line.length - 1);
      if (batch.put(Long.valueOf(matcher.group(1)), MerkleTree.leafHash(leaf)) != null) {
        throw new IOException("line " + records + " repeats a leaf");
      }
      if (batch.size() == BATCH) {
        compare();
      }
    }

    private void compare() throws IOException, SQLException {
      Map<Long, Leaf> leaves = store.leaves(batch.keySet());
      for (Map.Entry<Long, byte[]> each : batch.entrySet()) {
        Leaf leaf = leaves.get(each.getKey());
        if (leaf == null || !Arrays.equals(leaf.hash(), each.getValue())) {
          throw new IOException("leaf " + each.getKey() + " is not what was sealed");
        }
        boolean isNext = isFirst || order(last, leaf.record()) < 0;
        if (!isNext || order(leaf.record(), to) >= 0) {
          throw new IOException("leaf " + each.getKey() + " does not stand in its place");
        }
        last = leaf.record();
        isFirst = false;
      }
      batch.clear();
    }

    Content end() throws IOException, SQLException {
      compare();
      return new Content(records, bytes, digest.digest());
    }

    /// As PostgreSQL orders identities: by unsigned bytes.
    private static int order(UUID left, UUID right) {
      int high =
          Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
      return high != 0
          ? high
          : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }
  }
}
