package dev.ombud.record.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The operator's own memory of the log, outside the database: a file to which each checkpoint is
/// appended as it was signed, followed by an empty line. Several services may append to one file.
/// What is no note in it is skipped, such as the half of one that a crash left. Thread-safe.
public final class CheckpointFile {
  /// A checkpoint takes about 250 bytes, so this is the work of a day and more.
  private static final int TAIL_BYTES = 16 << 20;

  private final Path file;

  public CheckpointFile(Path file) {
    this.file = file;
  }

  public Path path() {
    return file;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /// The checkpoint of the largest tree.
  public Optional<Checkpoint.Note> newest() throws IOException {
    return notes().stream().max(Comparator.comparingLong(note -> note.checkpoint().size()));
  }

  /// The notes at the end of the file, of 16 MB at most; none where there is no file.
  public List<Checkpoint.Note> notes() throws IOException {
    if (!exists()) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      int length = (int) Math.min(size, TAIL_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate(length);
      channel.position(size - length);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until all is there
      }
      return Checkpoint.readAll(new String(bytes.array(), StandardCharsets.UTF_8));
    }
  }

  /// When it returns, the checkpoint is on the disk.
  void append(Checkpoint.Note note) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && Files.notExists(folder)) {
      Files.createDirectories(folder);
    }
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      // A line feed first ends the half of a note that may stand there.
      ByteBuffer bytes = StandardCharsets.UTF_8.encode("\n" + note.text());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
