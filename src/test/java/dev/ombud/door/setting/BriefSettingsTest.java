package dev.ombud.door.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.ModelBudget;
import dev.ombud.act.brief.OpenAiConfig;
import dev.ombud.ground.code.Severity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// As [SettingsTest], for what is put into words and by whom.
class BriefSettingsTest {
  private static final String KEY = "planted-openai-key";

  /// Each of them, set.
  static final Map<String, String> EVERY =
      Map.ofEntries(
          Map.entry("OMBUD_BRIEFS", "P1, REVIEW"),
          Map.entry("OMBUD_OPENAI_ENDPOINT", "https://ours.openai.azure.com/"),
          Map.entry("OMBUD_OPENAI_DEPLOYMENT", "briefs"),
          Map.entry("OMBUD_OPENAI_API_VERSION", "2025-04-01-preview"),
          Map.entry("OMBUD_OPENAI_KEY", KEY),
          Map.entry("OMBUD_OPENAI_ENTRA_CLIENT", "11111111-2222-3333-4444-555555555555"),
          Map.entry("OMBUD_OPENAI_TEMPERATURE", "0.2"),
          Map.entry("OMBUD_OPENAI_TIMEOUT_SECONDS", "20"),
          Map.entry("OMBUD_OPENAI_TOKENS", "1000, 2000"),
          Map.entry("OMBUD_OPENAI_PRICES", "0.15,0.6"),
          Map.entry("OMBUD_OPENAI_COST_PER_DAY", "7.5"));

  @TempDir Path folder;

  private static BriefPolicy read(String... pairs) {
    return Settings.read(environment(pairs)).briefing();
  }

  private static Map<String, String> environment(String... pairs) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put("OMBUD_" + pairs[i], pairs[i + 1]);
    }
    return environment;
  }

  private static void check(String problem, String... pairs) {
    SettingsException refusal =
        catchThrowableOfType(SettingsException.class, () -> Settings.read(environment(pairs)));
    assertThat(refusal).as("%s", String.join(" ", pairs)).isNotNull();
    assertThat(refusal).hasMessageContaining(problem);
    assertThat(refusal.getMessage()).doesNotContain(KEY);
  }

  @Test
  void readsEveryOne() {
    BriefPolicy policy = Settings.read(EVERY).briefing();
    assertThat(policy.severities()).containsExactly(Severity.P1);
    assertThat(policy.kinds()).containsExactly(BriefKind.REVIEW);
    assertThat(policy.budget()).isEqualTo(new ModelBudget(1_000, 2_000, 7.5, 0.15, 0.6));
    OpenAiConfig model = policy.model().orElseThrow();
    assertThat(model.endpoint()).isEqualTo(URI.create("https://ours.openai.azure.com/"));
    assertThat(model.deployment()).isEqualTo("briefs");
    assertThat(model.version()).isEqualTo("2025-04-01-preview");
    assertThat(model.key().orElseThrow().reveal()).isEqualTo(KEY);
    assertThat(model.temperature()).isEqualTo(Optional.of(0.2));
    assertThat(model.timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(policy.toString()).doesNotContain(KEY);
  }

  @Test
  void asksNobodyWithoutAnEndpoint() {
    assertThat(read().model()).isEmpty();
    assertThat(read("BRIEFS", "NONE").severities()).isEmpty();
    assertThat(read("BRIEFS", "NONE").kinds()).isEmpty();
  }

  @Test
  void takesAnEndpointOnLoopbackInTheClear() {
    BriefPolicy policy =
        read("OPENAI_ENDPOINT", "http://127.0.0.1:8089/", "OPENAI_DEPLOYMENT", "d");
    assertThat(policy.model().orElseThrow().key()).isEmpty();
    assertThat(
            read(
                    "OPENAI_ENDPOINT",
                    "https://a.example/",
                    "OPENAI_DEPLOYMENT",
                    "d",
                    "OPENAI_TEMPERATURE",
                    "NONE")
                .model()
                .orElseThrow()
                .temperature())
        .isEmpty();
  }

  @Test
  void readsTheKeyFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(
            read(
                    "OPENAI_ENDPOINT",
                    "https://a.example/",
                    "OPENAI_DEPLOYMENT",
                    "d",
                    "OPENAI_KEY",
                    "file:" + file)
                .model()
                .orElseThrow()
                .key()
                .orElseThrow()
                .reveal())
        .isEqualTo(KEY);
  }

  @Test
  void saysWhatIsWrong() {
    check("OMBUD_BRIEFS: `P9` is none of them", "BRIEFS", "P1,P9");
    check("OMBUD_OPENAI_DEPLOYMENT: is missing", "OPENAI_ENDPOINT", "https://a.example/");
    check("OMBUD_OPENAI_ENDPOINT: is missing", "OPENAI_DEPLOYMENT", "d");
    check("OMBUD_OPENAI_KEY: means nothing without", "OPENAI_KEY", KEY);
    check(
        "OMBUD_OPENAI_ENDPOINT: is no address",
        "OPENAI_ENDPOINT",
        "http://elsewhere.example/",
        "OPENAI_DEPLOYMENT",
        "d");
    check(
        "OMBUD_OPENAI_API_VERSION: `newest` is no version",
        "OPENAI_ENDPOINT",
        "https://a.example/",
        "OPENAI_DEPLOYMENT",
        "d",
        "OPENAI_API_VERSION",
        "newest");
    check(
        "OMBUD_OPENAI_TEMPERATURE: `hot` is no number",
        "OPENAI_ENDPOINT",
        "https://a.example/",
        "OPENAI_DEPLOYMENT",
        "d",
        "OPENAI_TEMPERATURE",
        "hot");
    check(
        "OMBUD_OPENAI_TIMEOUT_SECONDS: `121` is no whole number",
        "OPENAI_ENDPOINT",
        "https://a.example/",
        "OPENAI_DEPLOYMENT",
        "d",
        "OPENAI_TIMEOUT_SECONDS",
        "121");
    check("OMBUD_OPENAI_TOKENS: needs 2 numbers", "OPENAI_TOKENS", "5");
    check("OMBUD_OPENAI_TOKENS: needs 2 numbers", "OPENAI_TOKENS", "5,x");
    check("OMBUD_OPENAI_PRICES: needs 2 numbers", "OPENAI_PRICES", "1,2,3");
    check("OMBUD_OPENAI_COST_PER_DAY: needs a number", "OPENAI_COST_PER_DAY", "-1");
    check(
        "there is no file",
        "OPENAI_ENDPOINT",
        "https://a.example/",
        "OPENAI_DEPLOYMENT",
        "d",
        "OPENAI_KEY",
        "file:/nowhere/at/all");
  }
}
