package dev.ombud.decide.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.table.DecisionTable;
import dev.ombud.ground.base.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every page of `docs/checks` shows a table and what is found in it. The last block of a page is
/// the findings of its code, the block before it the table, and the first of three the table that
/// decides now.
final class CheckPagesTest {
  private static final Path FOLDER = Path.of("docs/checks");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("(?m)^\\*\\*Code\\*\\* `([a-z-]+)`");

  @Test
  void showWhatIsFound() throws IOException {
    for (Path page : pages()) {
      String text = Files.readString(page);
      List<String> blocks = BLOCK.matcher(text).results().map(each -> each.group(1)).toList();
      String shown = blocks.getLast().strip();
      String table = blocks.get(blocks.size() - 2);
      Optional<String> before =
          Optional.of(blocks).filter(all -> all.size() > 2).map(List::getFirst);
      assertThat(found(code(text), table, before)).as(page.toString()).isEqualTo(shown);
    }
  }

  @Test
  void standInTheIndexWithTheirCodes() throws IOException {
    String index = Files.readString(FOLDER.resolve("README.md"));
    List<Path> pages = pages();
    assertThat(pages).isNotEmpty();
    for (Path page : pages) {
      String code = code(Files.readString(page));
      assertThat(index).contains("[`%s`](%s)".formatted(code, page.getFileName()));
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
    }
  }

  private static String code(String page) {
    return CODE.matcher(page).results().findFirst().orElseThrow().group(1);
  }

  private static String found(String code, String text, Optional<String> before) {
    DecisionTable table;
    try {
      table = Tables.of(text);
    } catch (IllegalArgumentException refused) {
      return String.valueOf(refused.getMessage());
    }
    return TableChecks.check(table, before.map(Tables::of)).stream()
        .filter(each -> each.code().equals(code))
        .map(Finding::line)
        .collect(Collectors.joining("\n"));
  }
}
