package dev.ombud.door.tableapi;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.door.web.DocsRoutes;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.domain.Lexicon;
import dev.ombud.ground.domain.Lexicon.Word;
import dev.ombud.ground.field.Field;
import dev.ombud.ground.field.WordList;
import java.util.List;
import java.util.function.Supplier;

/// What callers may send, by the ruleset that decides: `/docs/vocabulary`. Without sign-in, as all
/// of `/docs`; so it has the words of the contract, and neither teams nor products nor rates.
/// Thread-safe.
public final class VocabularyPage {
  private static final List<WordList> SHOWN =
      List.of(WordList.CATEGORY, WordList.SURFACE, WordList.STEP, WordList.CHANNEL);

  private VocabularyPage() {}

  /// @param live the ruleset that decides
  public static Route route(Supplier<CompiledRuleset> live) {
    return Route.of("GET", "/docs/vocabulary", _ -> page(live.get()));
  }

  private static Response page(CompiledRuleset ruleset) {
    Lexicon lexicon = ruleset.lexicon();
    StringBuilder body = new StringBuilder();
    body.append(
        """
        <p>What the ruleset that decides now knows. An aggregate may carry other words and metrics:
        then the answer warns of them, and only general rows apply.
        Back to <a href="/docs">the API</a>.</p>
        """);
    for (WordList list : SHOWN) {
      heading(body, list.text());
      table(body, "Word", "What belongs to it", "What does not");
      for (Word word : lexicon.words(list)) {
        row(body, "`" + word.name() + "`", word.includes(), word.excludes());
      }
      body.append("</tbody></table>\n");
    }
    heading(body, "metrics");
    table(body, "Metric");
    ruleset.metrics().names().stream().sorted().forEach(name -> row(body, "`" + name + "`"));
    body.append("</tbody></table>\n");
    heading(body, "fields");
    table(body, "Field", "Unit", "Meaning");
    for (Field field : lexicon.fields()) {
      row(body, "`" + field.name() + "`", field.unit(), field.meaning());
    }
    body.append("</tbody></table>\n");
    return DocsRoutes.document("Vocabulary", body.toString());
  }

  private static void heading(StringBuilder body, String name) {
    body.append("<h2 id=\"").append(name).append("\">").append(name).append("</h2>\n");
  }

  private static void table(StringBuilder body, String... heads) {
    body.append("<table><thead><tr>");
    for (String head : heads) {
      body.append("<th>").append(head).append("</th>");
    }
    body.append("</tr></thead><tbody>\n");
  }

  private static void row(StringBuilder body, String... cells) {
    body.append("<tr>");
    for (String cell : cells) {
      body.append("<td>").append(DocsRoutes.html(cell)).append("</td>");
    }
    body.append("</tr>\n");
  }
}
