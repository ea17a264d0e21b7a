package dev.ombud.database;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      delete(fresh);
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

  private static void extract(InputStream bytes, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(bytes, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("an entry outside of the archive: `" + entry.getName() + "`");
        }
        Files.createDirectories(path.getParent());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(path, OWNER_ONLY);
          }
        }
      }
    }
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
