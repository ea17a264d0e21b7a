package dev.ombud.ground.database;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes a data directory the property of one service. The operating system holds the lock, so it
/// goes with the process however that ends; the file names the holder.
final class DirectoryLock implements AutoCloseable {
  // INVARIANT: a file that this process holds is never opened a second time, for POSIX drops all
  // locks of a process on a file when it closes any descriptor of it.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// @param directory a real path
  static DirectoryLock take(Path directory) throws IOException {
    Path file = directory.resolve("ombud.lock");
    if (!HELD.add(file)) {
      throw refused(directory, Long.toString(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw refused(directory, Files.readString(file).strip());
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(pid));
      return new DirectoryLock(file, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(file);
      throw e;
    }
  }

  private static ServiceException refused(Path directory, String pid) {
    return new ServiceException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "the data directory `"
            + directory
            + "` is in use by the service with process id "
            + (pid.isEmpty() ? "unknown" : pid)
            + ": stop that one, or give this one a directory of its own");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(file);
    }
  }
}
