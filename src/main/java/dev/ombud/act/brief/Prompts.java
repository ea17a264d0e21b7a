package dev.ombud.act.brief;

import dev.ombud.ground.base.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The prompts of a folder: `NAME.VERSION.txt`, and `versions.txt` with the digest of each. A file
/// whose digest is another one stops the start: whoever changes a prompt gives it a new version, so
/// that a brief's version always says what was asked. Immutable.
public final class Prompts {
  private static final String LIST = "versions.txt";

  private final Map<Form, NavigableMap<Integer, Prompt>> versions;

  private Prompts(Map<Form, NavigableMap<Integer, Prompt>> versions) {
    this.versions = versions;
  }

  /// @throws IllegalStateException where a prompt is missing, or is not what its version was
  public static Prompts read(Path folder) {
    List<String> listed = lines(folder.resolve(LIST));
    Map<Form, NavigableMap<Integer, Prompt>> versions = new EnumMap<>(Form.class);
    for (Form form : Form.values()) {
      NavigableMap<Integer, Prompt> found = new TreeMap<>();
      for (Prompt prompt : all(folder, form)) {
        if (!listed.contains(line(prompt))) {
          throw new IllegalStateException(
              "`%s.%d.txt` in `%s` is not what version %d was: give the change a version of its own,"
                      .formatted(prompt.name(), prompt.version(), folder, prompt.version())
                  + " and add the line `%s` to `%s`".formatted(line(prompt), LIST));
        }
        found.put(prompt.version(), prompt);
      }
      if (found.isEmpty()) {
        throw new IllegalStateException(
            "there is no prompt `%s` in `%s`: put one there".formatted(form.word(), folder));
      }
      versions.put(form, found);
    }
    return new Prompts(versions);
  }

  /// As [#read] finds it in the list: name, version, digest.
  static String line(Prompt prompt) {
    return "%s %d %s".formatted(prompt.name(), prompt.version(), Sha256.text(prompt.digest()));
  }

  static List<Prompt> all(Path folder, Form form) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Prompt> prompts = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.matches(form.word() + "\\.[1-9][0-9]{0,5}\\.txt")) {
          int version =
              Integer.parseInt(name.substring(form.word().length() + 1, name.length() - 4));
          prompts.add(prompt(form, version, Files.readString(file)));
        }
      }
      return prompts;
    } catch (IOException e) {
      throw new UncheckedIOException("`" + folder + "` cannot be read: put the prompts there", e);
    }
  }

  private static Prompt prompt(Form form, int version, String text) {
    MessageDigest digest = Sha256.begin();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update(form.schema());
    return new Prompt(form.word(), version, digest.digest(), text);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("`" + file + "` cannot be read: put the prompts there", e);
    }
  }

  /// The newest version.
  public Prompt of(Form form) {
    return all(form).lastEntry().getValue();
  }

  /// @throws IllegalArgumentException where there is none
  public Prompt of(Form form, int version) {
    Prompt prompt = all(form).get(version);
    if (prompt == null) {
      throw new IllegalArgumentException(
          "there is no version %d of `%s`: use one of %s"
              .formatted(version, form.word(), all(form).keySet()));
    }
    return prompt;
  }

  private NavigableMap<Integer, Prompt> all(Form form) {
    NavigableMap<Integer, Prompt> all = versions.get(form);
    if (all == null) {
      throw new IllegalStateException("no prompt for " + form);
    }
    return all;
  }
}
