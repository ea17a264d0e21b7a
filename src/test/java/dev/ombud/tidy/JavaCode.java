package dev.ombud.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// What javac's parser says of one file; nothing is compiled, so comments and texts cannot mislead.
///
/// @param packageName for example `dev.ombud.decide.table`
/// @param names every dotted name in it, imported or written out: `io.vertx.core.Vertx`
/// @param texts every literal text in it, as it stands between its quotes
/// @param methods every method with a body
record JavaCode(
    String file, String packageName, Set<String> names, List<String> texts, List<Method> methods) {
  private static final Pattern PACKAGE =
      Pattern.compile("dev\\.ombud\\.([a-z]\\w*\\.[a-z]\\w*)\\.");

  /// @param lines from its first line, annotations and modifiers included, to its closing brace
  record Method(String name, long firstLine, long lines) {}

  /// The room that it lies in, for example `decide`; empty for code outside of any.
  String room() {
    return room(packageName + ".");
  }

  /// The package that it lies in, with its room: `decide.table`; empty for code outside of any.
  String feature() {
    return feature(packageName + ".");
  }

  /// The room that a dotted name belongs to, or empty.
  static String room(String name) {
    String feature = feature(name);
    return feature.substring(0, Math.max(0, feature.indexOf('.')));
  }

  /// The package that a dotted name belongs to, with its room, or empty.
  static String feature(String name) {
    Matcher ours = PACKAGE.matcher(name);
    return ours.lookingAt() ? ours.group(1) : "";
  }

  /// Of the whole project, parsed once: what many checks ask for.
  private static final Map<String, JavaCode> PARSED = new ConcurrentHashMap<>();

  /// By path.
  static Map<String, JavaCode> parse(List<String> files) {
    List<String> fresh = files.stream().filter(file -> !PARSED.containsKey(file)).toList();
    if (!fresh.isEmpty()) {
      PARSED.putAll(read(fresh));
    }
    Map<String, JavaCode> parsed = new LinkedHashMap<>();
    files.forEach(file -> parsed.put(file, PARSED.get(file)));
    return parsed;
  }

  private static Map<String, JavaCode> read(List<String> files) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    Map<String, JavaCode> parsed = new LinkedHashMap<>();
    try (StandardJavaFileManager manager =
        javac.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              javac.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjects(files.toArray(String[]::new)));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        String file = unit.getSourceFile().getName().replace('\\', '/');
        parsed.put(file, read(file, unit, positions));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parsed;
  }

  private static JavaCode read(String file, CompilationUnitTree unit, SourcePositions positions) {
    Set<String> names = new TreeSet<>();
    List<String> texts = new ArrayList<>();
    List<Method> methods = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitPackage(PackageTree tree, @Nullable Void nothing) {
        return null;
      }

      @Override
      public @Nullable Void visitImport(ImportTree tree, @Nullable Void nothing) {
        names.add(tree.getQualifiedIdentifier().toString());
        return null;
      }

      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
        String name = tree.toString();
        if (name.matches("[\\w.]+")) {
          names.add(name);
        }
        return super.visitMemberSelect(tree, null);
      }

      @Override
      public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
        if (tree.getValue() instanceof String text) {
          texts.add(text);
        }
        return null;
      }

      @Override
      public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
        long start = positions.getStartPosition(unit, tree);
        long end = positions.getEndPosition(unit, tree);
        if (tree.getBody() != null && start >= 0 && end >= 0) {
          long first = unit.getLineMap().getLineNumber(start);
          long last = unit.getLineMap().getLineNumber(end);
          methods.add(new Method(tree.getName().toString(), first, last - first + 1));
        }
        return super.visitMethod(tree, null);
      }
    }.scan(unit, null);
    return new JavaCode(file, String.valueOf(unit.getPackageName()), names, texts, methods);
  }
}
