package dev.ombud.door.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.start.CommandRun;
import dev.ombud.ground.json.Json;
import dev.ombud.testing.Golden;
import dev.ombud.testing.OpenAiDouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: whoever changes a prompt, a model or a rule sees what gets better or worse before anybody
/// else does.
class GoldenSetCommandTest {
  private final OpenAiDouble azure = new OpenAiDouble();

  @TempDir Path home;

  @BeforeEach
  void copy() throws IOException {
    for (String folder : List.of("rules", "decision-tables", "prompts", "golden-set")) {
      Files.createDirectory(home.resolve(folder));
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file : files.toList()) {
          Files.copy(file, home.resolve(folder).resolve(file.getFileName()));
        }
      }
    }
  }

  @AfterEach
  void close() {
    azure.close();
  }

  private CommandRun run(Map<String, String> environment, String... more) {
    return CommandRun.of(
        environment,
        Stream.concat(Stream.of("golden-set", home.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private Map<String, String> model() {
    return Map.of(
        "OMBUD_OPENAI_ENDPOINT", azure.endpoint().toString(),
        "OMBUD_OPENAI_DEPLOYMENT", OpenAiDouble.DEPLOYMENT,
        "OMBUD_OPENAI_KEY", OpenAiDouble.KEY);
  }

  private Path cases() {
    return home.resolve("golden-set/cases.ndjson");
  }

  private void onlyTheFirst() throws IOException {
    Files.writeString(cases(), Files.readAllLines(cases()).getFirst() + "\n");
  }

  private static String answer() {
    Map<String, Object> answer = new LinkedHashMap<>();
    for (String section :
        List.of(
            "summary",
            "impactedArea",
            "likelyCause",
            "urgency",
            "recommendedOwner",
            "nextStep",
            "engineering",
            "support",
            "product",
            "leadership")) {
      answer.put(section, "Paying by card fails.");
    }
    answer.put("evidence", List.of("rv-1"));
    return new String(Json.write(answer), StandardCharsets.UTF_8);
  }

  @Test
  void isAsItWasKept() throws IOException {
    CommandRun kept = run(Map.of(), "--keep");
    assertThat(kept.exit()).as(kept.output().toString()).isEqualTo(CommandLine.GOOD);
    Golden.checkFile(
        Path.of("golden-set/kept.ndjson"),
        Files.readString(home.resolve("golden-set/kept.ndjson")));
    CommandRun run = run(Map.of());
    assertThat(run.exit()).isEqualTo(CommandLine.GOOD);
    assertThat(run.output().toString()).contains("worse 0, changed 0, new 0, same 35");
  }

  @Test
  void saysWhatARuleMakesWorse() throws IOException {
    String first = Files.readAllLines(cases()).getFirst();
    assertThat(first).contains("[\"P1\", \"P2\"]");
    Files.writeString(cases(), first.replace("[\"P1\", \"P2\"]", "[\"P4\"]") + "\n");
    CommandRun run = run(Map.of());
    assertThat(run.exit()).isEqualTo(CommandLine.BAD_RULESET);
    assertThat(run.output().toString())
        .contains("WORSE `surge on a core funnel step", "0 of 1 cases hold");
    assertThat(run(Map.of(), "--keep").exit()).isEqualTo(CommandLine.GOOD);
    assertThat(run(Map.of()).exit()).isEqualTo(CommandLine.GOOD);
    Files.writeString(cases(), first + "\n");
    assertThat(run(Map.of()).output().toString()).contains("BETTER `surge on a core funnel step");
  }

  @Test
  void comparesModels() throws IOException {
    onlyTheFirst();
    azure.says(answer());
    CommandRun good = run(model(), "--prompt", "1", "--keep");
    assertThat(good.output().toString())
        .contains("prompt brief 1 (sha256:", "1 of 1 briefs of the model hold");
    assertThat(Files.readString(home.resolve("golden-set/kept.ndjson")))
        .contains("\"model\":\"" + OpenAiDouble.MODEL + "\"", "\"calls\":1");
    azure.refuses("no");
    CommandRun worse = run(model());
    assertThat(worse.exit()).isEqualTo(CommandLine.BAD_RULESET);
    assertThat(worse.output().toString())
        .contains("WORSE", "brief REFUSED after 1 calls", "was ANSWERED after 1 (brief 1");
  }

  @Test
  void saysWhatItNeeds() {
    CommandRun run = run(Map.of(), "--prompt", "1");
    assertThat(run.exit()).isEqualTo(CommandLine.BAD_USAGE);
    assertThat(run.errors().toString()).contains("`--prompt` needs a model");
    assertThat(run(model(), "--prompt", "9").errors().toString()).contains("there is no version 9");
    assertThat(run(model(), "--prompt", "x").errors().toString())
        .contains("is no version of a prompt");
    assertThat(run(Map.of("OMBUD_PORT", "x")).errors().toString()).contains("OMBUD_PORT");
  }
}
