package dev.ombud.door.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.ModelBudget;
import dev.ombud.act.target.Targets;
import dev.ombud.door.identity.Session;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.code.Severity;
import dev.ombud.testing.Proposals;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads many small environments; each case states either what was understood or every problem, in
/// full, since the messages are what an operator gets to see.
class SettingsTest {
  private static final String SECRET = "hunter2:and+more:Zk3vT9qLwX0bYcN5mR7s";

  @TempDir Path folder;

  @Test
  void hasDefaults() {
    assertThat(Settings.read(Map.of()))
        .isEqualTo(
            new Settings(
                "127.0.0.1",
                8080,
                Path.of("./data"),
                Optional.empty(),
                24,
                List.of(),
                Optional.empty(),
                Path.of("."),
                4096,
                20_000,
                false,
                Path.of("./data/keys/text.key"),
                Optional.empty(),
                Path.of("./data/keys/log.key"),
                Path.of("./data/checkpoints"),
                Optional.empty(),
                Duration.ofDays(365),
                Duration.ofDays(1095),
                0.001,
                0,
                Path.of("./data/archive"),
                20,
                List.of(),
                "production",
                Set.of(),
                14,
                new Settings.Reviewing(Proposals.PATIENCE, Duration.ofDays(7), Optional.empty()),
                new BriefPolicy(
                    Set.of(Severity.P1, Severity.P2),
                    Set.of(BriefKind.REVIEW, BriefKind.GATE_VERDICT, BriefKind.RELEASE_NOTES),
                    false,
                    Optional.empty(),
                    new ModelBudget(200_000, 2_000_000, 50, 2.5, 10)),
                Targets.NONE,
                Optional.empty(),
                URI.create("http://127.0.0.1:8080/"),
                new Session.Life(Duration.ofHours(12), Duration.ofHours(2)),
                Optional.empty()));
  }

  private static Map<String, String> everySetting(
      Path certificate, Path key, Path patterns, Path platforms) {
    return Map.ofEntries(
        Map.entry("OMBUD_HOST", "0.0.0.0"),
        Map.entry("OMBUD_RETAIN_DECISIONS_MONTHS", "13"),
        Map.entry("OMBUD_ARCHIVE_DIR", "/mnt/archive"),
        Map.entry("OMBUD_REVIEW_MINUTES", "30, 240, 2880"),
        Map.entry("OMBUD_REVIEW_ENDING", "HOLD, HOLD, LAPSE"),
        Map.entry("OMBUD_OVERRIDE_DAYS", "90"),
        Map.entry("OMBUD_SLACK_SIGNING_SECRET", "slack:" + SECRET),
        Map.entry("OMBUD_SLACK_PEOPLE", patterns.toString()),
        Map.entry("OMBUD_GITHUB_WEBHOOK_SECRET", "github:" + SECRET),
        Map.entry("OMBUD_AUTOMATIC_ACTIONS_PER_HOUR", "0"),
        Map.entry("OMBUD_PORT", "0"),
        Map.entry("OMBUD_DATA_DIR", "/var/lib/ombud"),
        Map.entry("OMBUD_DATABASE_URL", "jdbc:postgresql://db:5432/ombud?sslmode=require"),
        Map.entry("OMBUD_DATABASE_USER", "service"),
        Map.entry("OMBUD_DATABASE_PASSWORD", " kept as it is "),
        Map.entry("OMBUD_DATABASE_OWNER_USER", "owner"),
        Map.entry("OMBUD_DATABASE_OWNER_PASSWORD", "other"),
        Map.entry("OMBUD_DATABASE_POOL", "20"),
        Map.entry(
            "OMBUD_BOOTSTRAP_TOKENS",
            "ci:caller:" + SECRET + ", ops:operator+admin:" + SECRET + "2"),
        Map.entry("OMBUD_TLS_CERTIFICATE", certificate.toString()),
        Map.entry("OMBUD_TLS_KEY", key.toString()),
        Map.entry("OMBUD_HOME", "/opt/ombud"),
        Map.entry("OMBUD_TOKEN", "left alone"),
        Map.entry("OMBUD_QUEUE_CAPACITY", "1"),
        Map.entry("OMBUD_REQUESTS_PER_SECOND", "1000000"),
        Map.entry("OMBUD_ALLOW_RULE_UPLOAD", "true"),
        Map.entry("OMBUD_TEXT_KEY", "/etc/ombud/text.key"),
        Map.entry("OMBUD_MASKING_PATTERNS", patterns.toString()),
        Map.entry("OMBUD_LOG_KEY", "/etc/ombud/log.key"),
        Map.entry("OMBUD_CHECKPOINT_FILE", "/mnt/checkpoints"),
        Map.entry("OMBUD_CHECKPOINT_WEBHOOK", "https://witness.example/ombud?token=1"),
        Map.entry("OMBUD_RETAIN_TEXTS_DAYS", "1"),
        Map.entry("OMBUD_RETAIN_ACCESS_DAYS", "90"),
        Map.entry("OMBUD_FLAG_PLATFORMS", platforms.toString()),
        Map.entry("OMBUD_FLAG_ENVIRONMENT", "staging"),
        Map.entry("OMBUD_FLAG_ORIGINS", " https://shop.example, http://localhost:5173,"),
        Map.entry("OMBUD_SWITCH_DAYS", "30"),
        Map.entry("OMBUD_PUBLIC_URL", "https://ombud.example/"),
        Map.entry("OMBUD_REPLAY_SHARE", "0.5"));
  }

  @Test
  void refusesAnOriginThatNoBrowserWrites() {
    for (String wrong :
        List.of(
            "*",
            "null",
            "shop.example",
            "https://Shop.example",
            "https://shop.example/",
            "https://shop.example:443",
            "http://shop.example:80",
            "ftp://shop.example",
            "https://shop.example https://other.example")) {
      assertThatThrownBy(() -> Settings.read(Map.of("OMBUD_FLAG_ORIGINS", wrong)))
          .as(wrong)
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("OMBUD_FLAG_ORIGINS")
          .hasMessageContaining("is no origin");
    }
    String many =
        IntStream.range(0, 101).mapToObj(i -> "https://s" + i).collect(Collectors.joining(","));
    assertThatThrownBy(() -> Settings.read(Map.of("OMBUD_FLAG_ORIGINS", many)))
        .hasMessageContaining("at most 100");
  }

  /// A variable of a script beside a service is in the service's environment too.
  @Test
  void knowsEveryVariableThatDocumentsAndExamplesUse() throws IOException {
    Pattern variable = Pattern.compile("OMBUD_[A-Z][A-Z_]*[A-Z]");
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("compose.yaml")));
    for (String folder : List.of("docs", "examples", "scripts")) {
      try (Stream<Path> found = Files.walk(Path.of(folder))) {
        found.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    Set<String> unknown = new TreeSet<>();
    for (Path file : files) {
      variable
          .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
          .results()
          .map(MatchResult::group)
          .filter(name -> Setting.variables().stream().noneMatch(each -> each.startsWith(name)))
          .forEach(name -> unknown.add(file + ": " + name));
    }
    assertThat(files).hasSizeGreaterThan(50);
    assertThat(unknown).isEmpty();
  }

  @Test
  void readsEverySetting() throws IOException {
    Path certificate = Files.createFile(folder.resolve("certificate.pem"));
    Path key = Files.createFile(folder.resolve("key.pem"));
    Path patterns = Files.createFile(folder.resolve("patterns"));
    Path platforms = Files.writeString(folder.resolve("platforms.json"), "[]");
    Map<String, String> environment =
        new HashMap<>(everySetting(certificate, key, patterns, platforms));
    environment.put("OMBUD_TARGETS", noTargets().toString());
    environment.put("OMBUD_SESSION_HOURS", "8");
    environment.putAll(BriefSettingsTest.EVERY);
    environment.putAll(OpenIdSettingsTest.every(folder));
    assertThat(environment.keySet()).containsExactlyInAnyOrderElementsOf(Setting.variables());
    Settings settings = Settings.read(environment);
    assertThat(settings)
        .isEqualTo(
            new Settings(
                "0.0.0.0",
                0,
                Path.of("/var/lib/ombud"),
                Optional.of(
                    new Settings.Database(
                        "jdbc:postgresql://db:5432/ombud?sslmode=require",
                        new Settings.Login("service", " kept as it is "),
                        Optional.of(new Settings.Login("owner", "other")))),
                20,
                List.of(
                    new BootstrapToken("ci", Set.of(Role.CALLER), SECRET),
                    new BootstrapToken("ops", Set.of(Role.OPERATOR, Role.ADMIN), SECRET + "2")),
                Optional.of(new Settings.Tls(certificate, key)),
                Path.of("/opt/ombud"),
                1,
                1_000_000,
                true,
                Path.of("/etc/ombud/text.key"),
                Optional.of(patterns),
                Path.of("/etc/ombud/log.key"),
                Path.of("/mnt/checkpoints"),
                Optional.of(URI.create("https://witness.example/ombud?token=1")),
                Duration.ofDays(1),
                Duration.ofDays(90),
                0.5,
                13,
                Path.of("/mnt/archive"),
                0,
                List.of(),
                "staging",
                Set.of("https://shop.example", "http://localhost:5173"),
                30,
                new Settings.Reviewing(
                    Proposals.PATIENCE,
                    Duration.ofDays(90),
                    Optional.of(new Settings.Slack("slack:" + SECRET, Map.of()))),
                settings.briefing(),
                Targets.NONE,
                Optional.of(new Settings.GitHub("github:" + SECRET)),
                URI.create("https://ombud.example/"),
                new Session.Life(Duration.ofHours(8), Duration.ofMinutes(30)),
                settings.provider()));
  }

  private Path noTargets() throws IOException {
    return Files.writeString(folder.resolve("targets.json"), "{\"targets\":[],\"routes\":[]}");
  }

  @Test
  void takesAnEmptyVariableForUnset() {
    Map<String, String> environment = new HashMap<>();
    Setting.variables().forEach(name -> environment.put(name, " "));
    assertThat(Settings.read(environment)).isEqualTo(Settings.read(Map.of()));
  }

  @Test
  void leavesOtherVariablesAlone() {
    assertThat(Settings.read(Map.of("PATH", "/bin", "OMBUDSMAN", "x")))
        .isEqualTo(Settings.read(Map.of()));
  }

  @Test
  void refusesUnknownNamesWithTheNearest() {
    check(
        Map.of("OMBUD_PROT", "1", "OMBUD_DATABASE_URI", "x", "OMBUD_FROBNICATION_LEVEL", "9"),
        "`OMBUD_DATABASE_URI` is no setting: did you mean OMBUD_DATABASE_URL?",
        "`OMBUD_FROBNICATION_LEVEL` is no setting: docs/settings.md lists all there are",
        "`OMBUD_PROT` is no setting: did you mean OMBUD_PORT?");
  }

  @Test
  void refusesNumbersOutOfBounds() {
    check(
        Map.of(
            "OMBUD_PORT", "65536",
            "OMBUD_DATABASE_POOL", "1",
            "OMBUD_QUEUE_CAPACITY", "many",
            "OMBUD_REQUESTS_PER_SECOND", "99999999999"),
        "OMBUD_PORT: `65536` is no whole number from 0 to 65535: write one, or unset it for 8080",
        "OMBUD_DATABASE_POOL: `1` is no whole number from 14 to 500: write one, or unset it for 24",
        "OMBUD_QUEUE_CAPACITY: `many` is no whole number from 1 to 1000000: write one, or unset it"
            + " for 4096",
        "OMBUD_REQUESTS_PER_SECOND: `99999999999` is no whole number from 1 to 1000000: write one,"
            + " or unset it for 20000");
  }

  @Test
  void refusesSharesOutOfBounds() {
    for (String share : List.of("1.1", "-0.1", "NaN", "half")) {
      check(
          Map.of("OMBUD_REPLAY_SHARE", share),
          "OMBUD_REPLAY_SHARE: `"
              + share
              + "` is no number from 0 to 1: write one, or unset it for 0.001");
    }
  }

  @Test
  void readsTokens() {
    assertThat(tokens("a:caller:x:y", "localhost").bootstrapTokens())
        .containsExactly(new BootstrapToken("a", Set.of(Role.CALLER), "x:y"));
    checkTokens("ci:caler:x", "token 1 of 1 has the unknown role `caler`: write caller");
    checkTokens(
        "ci::x",
        "token 1 of 1 has the unknown role ``: write one of caller, flags, owner, reviewer, auditor,"
            + " operator, admin");
    checkTokens("ci:caller:", "token 1 of 1 has an empty secret: put one after the roles");
    checkTokens(
        "a:caller:x,a:owner:y", "token 2 of 2 is the second one named `a`: give it another name");
    checkTokens(
        "a:caller:x,b:owner:x",
        "token 2 of 2 has the secret of another one: give each a secret of its own");
    checkTokens(
        "service:caller:x",
        "token 1 of 1 is named as the service names itself in records: give it another name");
    checkTokens(
        "two words:caller:x",
        "token 1 of 1 has no good name: write 1 to 64 letters, digits, dots, hyphens, underscores");
    checkTokens(
        "a:caller:x,",
        "token 2 of 2 has too few parts: write name:role+role:secret, and no comma in the secret");
  }

  @Test
  void refusesHalfADatabase() {
    String notOne =
        "OMBUD_DATABASE_URL: is not the address of a PostgreSQL: write"
            + " jdbc:postgresql://host:5432/name or postgresql://host:5432/name";
    check(Map.of("OMBUD_DATABASE_URL", "mysql://me:" + SECRET + "@h/db"), notOne);
    check(Map.of("OMBUD_DATABASE_URL", "postgresql:db"), notOne);
    check(
        Map.of("OMBUD_DATABASE_URL", "postgresql://me:%zz" + SECRET + "@h/db"),
        "OMBUD_DATABASE_URL: has a bad escape in its user or password: write a percent sign and two"
            + " hexadecimal digits");
    check(
        Map.of("OMBUD_DATABASE_URL", "postgresql://h/db"),
        "OMBUD_DATABASE_USER: is missing: set it to the role that the service connects as");
    check(
        Map.of("OMBUD_DATABASE_USER", "me", "OMBUD_DATABASE_PASSWORD", SECRET),
        "OMBUD_DATABASE_USER: means nothing without OMBUD_DATABASE_URL: set both or neither",
        "OMBUD_DATABASE_PASSWORD: means nothing without OMBUD_DATABASE_URL: set both or neither");
    check(
        Map.of(
            "OMBUD_DATABASE_URL", "postgresql://me@h/db", "OMBUD_DATABASE_OWNER_PASSWORD", SECRET),
        "OMBUD_DATABASE_OWNER_PASSWORD: means nothing without OMBUD_DATABASE_OWNER_USER: set both"
            + " or neither");
  }

  @Test
  void refusesHalfACertificate() throws IOException {
    String there = Files.createFile(folder.resolve("there.pem")).toString();
    String absent = folder.resolve("absent.pem").toString();
    check(
        Map.of("OMBUD_TLS_KEY", there),
        "OMBUD_TLS_CERTIFICATE: is missing: TLS needs the certificate and its key: set both or"
            + " neither");
    check(
        Map.of("OMBUD_TLS_CERTIFICATE", there, "OMBUD_TLS_KEY", absent),
        "OMBUD_TLS_KEY: there is no file `" + absent + "`: name a file");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    check(
        Map.of("OMBUD_NAME", "x", "OMBUD_PORT", "x", "OMBUD_OVERRIDE_DAYS", "0"),
        "`OMBUD_NAME` is no setting: did you mean OMBUD_HOME?",
        "OMBUD_PORT: `x` is no whole number from 0 to 65535: write one, or unset it for 8080",
        "OMBUD_OVERRIDE_DAYS: `0` is no whole number from 1 to 90: write one");
  }

  private static Settings tokens(String tokens, String host) {
    return Settings.read(Map.of("OMBUD_BOOTSTRAP_TOKENS", tokens, "OMBUD_HOST", host));
  }

  private static void checkTokens(String tokens, String problem) {
    check(Map.of("OMBUD_BOOTSTRAP_TOKENS", tokens), "OMBUD_BOOTSTRAP_TOKENS: " + problem);
  }

  private static void check(Map<String, String> environment, String... problems) {
    SettingsException refusal =
        catchThrowableOfType(SettingsException.class, () -> Settings.read(environment));
    assertThat(refusal).isNotNull();
    assertThat(refusal.problems()).containsExactly(problems);
    assertThat(refusal).hasMessage(String.join("\n", problems));
    assertThat(refusal.getMessage()).doesNotContain("hunter2");
  }
}
