package dev.ombud.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds code and documents to the words of `docs/glossary.md`. What its last column has in
/// backticks is banned, in any case and as a whole word, in the singular and the plural.
class GlossaryTest {
  private static final String GLOSSARY = "docs/glossary.md";
  private static final Pattern ROW = Pattern.compile("\\| (.+?) \\| (.+) \\| (.*) \\|");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  @Test
  void usesNoBannedSynonym() {
    Map<String, String> banned = banned();
    assertThat(banned).isNotEmpty();
    List<String> found = new ArrayList<>();
    for (String file : SourceTree.files(GlossaryTest::isHeld)) {
      List<String> lines = SourceTree.lines(file);
      String text = String.join("\n", lines).toLowerCase(Locale.ROOT);
      banned.forEach((word, instead) -> {
        if (!text.contains(word.toLowerCase(Locale.ROOT))) {
          return; // as nearly always, and seen far sooner
        }
        // Between quotation marks it is a name that somebody else gave to a field.
        Pattern pattern =
            Pattern.compile(
                "(?<!\\w)(?!(?<=\")WORD\")WORDs?(?!\\w)".replace("WORD", Pattern.quote(word)),
                Pattern.CASE_INSENSITIVE);
        for (int i = 0; i < lines.size(); i++) {
          if (pattern.matcher(lines.get(i)).find()) {
            found.add("%s:%d: `%s`: write %s".formatted(file, i + 1, word, instead));
          }
        }
      });
    }
    assertThat(found).as("words that " + GLOSSARY + " bans").isEmpty();
  }

  /// Main sources, rules and documents; not what others wrote (the licence) and not the glossary.
  private static boolean isHeld(String file) {
    return (file.startsWith("src/main/") || file.startsWith("rules/") || file.endsWith(".md"))
        && SourceTree.isText(file)
        && !file.equals(GLOSSARY);
  }

  /// Banned word to what to write instead.
  private static Map<String, String> banned() {
    Map<String, String> banned = new LinkedHashMap<>();
    for (String line : SourceTree.lines(GLOSSARY)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Matcher word = QUOTED.matcher(row.group(3));
        while (word.find()) {
          banned.put(word.group(1), row.group(1));
        }
      }
    }
    return banned;
  }
}
