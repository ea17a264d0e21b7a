package dev.ombud.door.command;

import dev.ombud.act.brief.BriefWriter;
import dev.ombud.act.brief.Form;
import dev.ombud.act.brief.Model;
import dev.ombud.act.brief.OpenAiConfig;
import dev.ombud.act.brief.OpenAiConnector;
import dev.ombud.act.brief.Prompt;
import dev.ombud.act.brief.Prompts;
import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetException;
import dev.ombud.door.setting.Settings;
import dev.ombud.door.setting.SettingsException;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.json.Json;
import dev.ombud.publish.ruleset.RulesetFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `golden-set [DIR]`: runs the labelled cases of a folder through its rules and tables, and
/// through the model where one is configured, and says what got better or worse against the kept
/// result.
final class GoldenSetCommand {
  private static final String PROMPT = "--prompt";
  private static final String KEEP = "--keep";
  private static final String CASES = "golden-set/cases.ndjson";
  private static final String KEPT = "golden-set/kept.ndjson";

  private GoldenSetCommand() {}

  /// @return the exit code: 1 where something got worse
  static int run(List<String> words, Map<String, String> environment, PrintStream out)
      throws InterruptedException {
    Arguments arguments = Arguments.read(words, Map.of(PROMPT, true, KEEP, false));
    arguments.requireOperands(1);
    Path home =
        CheckCommand.path(arguments.operands().isEmpty() ? "." : arguments.operands().getFirst());
    Optional<Asked> asked = asked(home, arguments.value(PROMPT), environment);
    Path kept = home.resolve(KEPT);
    List<GoldenResult> results = new ArrayList<>();
    try (CompiledRuleset ruleset = new RulesetCompiler().compile(RulesetFiles.read(home))) {
      out.println("ruleset " + ruleset.digest());
      asked.ifPresent(each ->
          out.println(
              "prompt %s %d (%s), deployment %s"
                  .formatted(
                      each.prompt().name(),
                      each.prompt().version(),
                      Sha256.text(each.prompt().digest()),
                      each.model().deployment())));
      for (GoldenCase one : GoldenCase.read(home.resolve(CASES))) {
        results.add(result(one, ruleset, asked));
      }
    } catch (RulesetException e) {
      e.findings().forEach(finding -> out.println(Printable.line(finding.line())));
      return CommandLine.BAD_RULESET;
    }
    int worse = compare(results, read(kept), out);
    if (arguments.has(KEEP)) {
      write(kept, results);
      out.println("kept as `%s`".formatted(kept));
      return CommandLine.GOOD;
    }
    return worse == 0 ? CommandLine.GOOD : CommandLine.BAD_RULESET;
  }

  private record Asked(Model model, Prompt prompt) {}

  private static Optional<Asked> asked(
      Path home, Optional<String> version, Map<String, String> environment) {
    Optional<OpenAiConfig> config;
    try {
      config = Settings.read(environment).briefing().model();
    } catch (SettingsException e) {
      throw new UsageException(String.join("; ", e.problems()));
    }
    if (config.isEmpty()) {
      version.ifPresent(_ -> {
        throw new UsageException("`--prompt` needs a model: set OMBUD_OPENAI_ENDPOINT");
      });
      return Optional.empty();
    }
    try {
      Prompts prompts = Prompts.read(home.resolve("prompts"));
      Prompt prompt =
          version
              .map(number -> prompts.of(Form.BRIEF, number(number)))
              .orElseGet(() -> prompts.of(Form.BRIEF));
      return Optional.of(new Asked(new OpenAiConnector(config.get()), prompt));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static int number(String text) {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new UsageException("`" + text + "` is no version of a prompt: write a number from 1");
    }
    return Integer.parseInt(text);
  }

  private static GoldenResult result(GoldenCase one, CompiledRuleset ruleset, Optional<Asked> asked)
      throws InterruptedException {
    GoldenCase.Judged judged = one.judge(ruleset);
    Optional<BriefWriter.Written> written = Optional.empty();
    if (asked.isPresent()) {
      written =
          Optional.of(
              BriefWriter.write(judged.material(), asked.get().prompt(), asked.get().model()));
    }
    return GoldenResult.of(one.name(), judged, written);
  }

  /// @return how many got worse
  private static int compare(
      List<GoldenResult> results, Map<String, GoldenResult> kept, PrintStream out) {
    Map<GoldenResult.Change, Integer> counts = new LinkedHashMap<>();
    for (GoldenResult.Change change : GoldenResult.Change.values()) {
      counts.put(change, 0);
    }
    for (GoldenResult result : results) {
      GoldenResult.Comparison comparison = result.against(kept.get(result.name()));
      counts.merge(comparison.change(), 1, Integer::sum);
      if (comparison.change() != GoldenResult.Change.SAME) {
        out.println(
            Printable.line(
                "%s `%s`: %s".formatted(comparison.change(), result.name(), comparison.detail())));
      }
    }
    long holding = results.stream().filter(GoldenResult::holds).count();
    out.println("%d of %d cases hold by the rules".formatted(holding, results.size()));
    long briefed = results.stream().filter(result -> result.brief().isPresent()).count();
    if (briefed > 0) {
      long answered = results.stream().filter(GoldenResult::isAnswered).count();
      out.println("%d of %d briefs of the model hold".formatted(answered, briefed));
    }
    out.println(
        "better %d, worse %d, changed %d, new %d, same %d"
            .formatted(
                counts.get(GoldenResult.Change.BETTER),
                counts.get(GoldenResult.Change.WORSE),
                counts.get(GoldenResult.Change.CHANGED),
                counts.get(GoldenResult.Change.NEW),
                counts.get(GoldenResult.Change.SAME)));
    return counts.getOrDefault(GoldenResult.Change.WORSE, 0);
  }

  private static Map<String, GoldenResult> read(Path file) {
    Map<String, GoldenResult> kept = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (String line : GoldenCase.lines(file)) {
        if (!line.isBlank()) {
          GoldenResult result =
              GoldenResult.read(Json.readMembers(line.getBytes(StandardCharsets.UTF_8)));
          kept.put(result.name(), result);
        }
      }
    }
    return kept;
  }

  private static void write(Path file, List<GoldenResult> results) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (GoldenResult result : results) {
      lines.writeBytes(Json.write(result.view()));
      lines.write('\n');
    }
    try {
      Files.write(file, lines.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write `" + file + "`: name a folder that can be written", e);
    }
  }
}
