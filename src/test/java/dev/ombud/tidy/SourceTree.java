package dev.ombud.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The files of the repository, as paths from its top with forward slashes.
final class SourceTree {
  /// What is not kept in the repository (see `.gitignore`).
  private static final Set<String> NOT_OURS = Set.of(".git", ".idea", "data", "target");

  private SourceTree() {}

  /// All files that the predicate wants, sorted.
  static List<String> files(Predicate<String> wanted) {
    List<String> files = new ArrayList<>();
    Path top = Path.of("");
    try {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_OURS.contains(folder.toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = file.toString().replace('\\', '/');
              if (!name.endsWith(".iml") && wanted.test(name)) {
                files.add(name);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(files);
    return files;
  }

  static List<String> javaFiles() {
    // What a generated client does stands apart: it is compiled with that client.
    return files(file ->
        file.startsWith("src/")
            && file.endsWith(".java")
            && !file.startsWith("src/test/contract/"));
  }

  static List<String> mainJavaFiles() {
    return files(file -> file.startsWith("src/main/java/") && file.endsWith(".java"));
  }

  static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  static List<String> lines(String file) {
    return text(file).lines().toList();
  }

  static boolean isText(String file) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of(file));
      return !new String(bytes, StandardCharsets.ISO_8859_1).contains("\0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  static String folder(String file) {
    int slash = file.lastIndexOf('/');
    return slash < 0 ? "" : file.substring(0, slash);
  }
}
