package dev.ombud.ground.database;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs of PostgreSQL, unpacked from the class path: a tar of `bin`, `lib` and `share`,
/// compressed with xz, one for each operating system and processor.
final class ServerBinaries {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private static final int WRITERS = 16;

  private ServerBinaries() {}

  /// Unpacks them below a directory, unless they are there already. Several processes may do so at
  /// once: the first to finish wins.
  ///
  /// @return the directory that holds `bin`
  static Path unpack(Path cache) throws IOException {
    URL archive = archive();
    Path home = cache.resolve("server-" + fingerprint(archive));
    if (Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(cache);
    Path fresh = Files.createTempDirectory(cache, "unpacking-");
    try {
      try (InputStream bytes = archive.openStream()) {
        extract(bytes, fresh);
      }
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(fresh);
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
    return home;
  }

  private static URL archive() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "");
    String name =
        "postgres-"
            + (system.startsWith("mac") ? "darwin" : system)
            + "-"
            + (List.of("amd64", "x86_64").contains(processor) ? "x86_64" : "arm_64")
            + ".txz";
    URL archive = ServerBinaries.class.getClassLoader().getResource(name);
    if (archive == null) {
      throw new ServiceException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "there is no embedded PostgreSQL for "
              + system
              + " on "
              + processor
              + ": set OMBUD_DATABASE_URL to a server of your own");
    }
    return archive;
  }

  private static String fingerprint(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      // The archive's own directory has its checksum, so that no start has to read 15 MB.
      return "%08x-%d".formatted(jar.getJarEntry().getCrc(), jar.getJarEntry().getSize());
    }
    return Long.toString(connection.getLastModified());
  }

  /// Unpacks on this thread and writes on others: the disk takes half as long as the unpacking.
  /// What is there in the end is on the disk, for no later start looks at it again.
  private static void extract(InputStream bytes, Path target) throws IOException {
    // Without `.` and `..`, so that a path that leaves it can be told.
    Path root = target.toAbsolutePath().normalize();
    List<Future<?>> writes = new ArrayList<>();
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(bytes, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
          throw new IOException("an entry outside of the archive: `" + entry.getName() + "`");
        }
        Files.createDirectories(path.getParent());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          byte[] content = tar.readAllBytes();
          boolean executable = (entry.getMode() & 0100) != 0;
          writes.add(writers.submit(() -> write(path, content, executable)));
        }
      }
      for (Future<?> write : writes) {
        write.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while unpacking PostgreSQL", e);
    }
  }

  private static Path write(Path path, byte[] content, boolean executable) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      file.force(true);
    }
    return executable ? Files.setPosixFilePermissions(path, OWNER_ONLY) : path;
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
