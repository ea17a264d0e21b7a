package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.SelfSigned;
import dev.ombud.testing.ServiceProcess;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a start works or says in one sentence why not. Method: the service as a process of its
/// own, whose output and exit code are looked at.
class StartTest {
  private static final int CANNOT_START = 1;
  private static final int BAD_SETTINGS = 2;

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();
  @RegisterExtension static final TestDatabase OF_ONE_USER = new TestDatabase();

  @TempDir Path folder;

  /// Runs a start that must fail, and returns what it says on standard error.
  private static String checkRefused(int exitCode, Map<String, String> settings) {
    try (ServiceProcess process = ServiceProcess.start(settings)) {
      assertThat(process.awaitExit()).as("%s", process).isEqualTo(exitCode);
      assertThat(process.output()).isEmpty();
      assertThat(process.errors()).noneMatch(line -> line.startsWith("\tat "));
      return String.join("\n", process.errors());
    }
  }

  @Test
  void namesTheSettingThatIsNearestToAnUnknownOne() {
    String said = checkRefused(BAD_SETTINGS, Map.of("OMBUD_PROT", "1", "OMBUD_PORT", "many"));
    assertThat(said)
        .contains("`OMBUD_PROT` is no setting: did you mean OMBUD_PORT?")
        .contains("OMBUD_PORT: `many` is no whole number");
  }

  @Test
  void listensToOthersOnlyWithTokens() {
    assertThat(checkRefused(BAD_SETTINGS, Map.of("OMBUD_HOST", "0.0.0.0")))
        .contains("OMBUD_HOST: `0.0.0.0` is open to others")
        .contains("set OMBUD_BOOTSTRAP_TOKENS");
  }

  @Test
  void namesADatabaseThatIsNotThere() {
    String server = POSTGRES.config().url().replaceFirst("jdbc:postgresql://([^/]*)/.*", "$1");
    String said =
        checkRefused(
            CANNOT_START,
            Map.of("OMBUD_DATABASE_URL", "postgresql://ombud:hunter2@" + server + "/ombud"));
    assertThat(said)
        .contains("cannot start: the database at `jdbc:postgresql://" + server + "/ombud`")
        .doesNotContain("hunter2");
  }

  @Test
  void saysThatItsPortIsTaken() {
    try (RunningService first = RunningService.start(POSTGRES.config())) {
      String port = Integer.toString(first.port());
      Map<String, String> settings = new HashMap<>(RunningService.settings(POSTGRES.config()));
      settings.put("OMBUD_PORT", port);
      assertThat(checkRefused(CANNOT_START, settings))
          .contains("cannot start: cannot listen on `127.0.0.1:" + port + "`");
    }
  }

  @Test
  @Tag("long") // a service as a process
  void printsATokenForEachRoleAndACommandThatWorks() throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>(RunningService.settings(POSTGRES.config()));
    settings.remove("OMBUD_BOOTSTRAP_TOKENS");
    try (ServiceProcess process = ServiceProcess.start(settings).awaitReady();
        ApiClient client = process.client()) {
      for (Role role : Role.values()) {
        String token = token(process.output(), role);
        var request =
            client
                .request("/v1/decisions?limit=1", role)
                .setHeader("Authorization", "Bearer " + token)
                .build();
        assertThat(client.send(request).status())
            .as("%s", role)
            .isEqualTo(role == Role.FLAGS ? 403 : 200);
      }
      String answer = runPrinted(process, Map.of());
      assertThat(ApiClient.json(answer).path("severity").asText()).isEqualTo("P1");
    }
  }

  @Test
  @Tag("long") // a service as a process
  void printsACommandThatTakesTheTokenFromTheShell() throws IOException, InterruptedException {
    try (ServiceProcess process =
        ServiceProcess.start(RunningService.settings(POSTGRES.config())).awaitReady()) {
      assertThat(process.output()).noneMatch(line -> line.contains(ApiClient.secret(Role.CALLER)));
      String answer = runPrinted(process, Map.of("OMBUD_TOKEN", ApiClient.secret(Role.CALLER)));
      assertThat(ApiClient.json(answer).path("severity").asText()).isEqualTo("P1");
    }
  }

  private static String token(List<String> output, Role role) {
    Pattern line = Pattern.compile("^  " + role.word() + " +(\\S{32})$");
    return output.stream()
        .map(line::matcher)
        .filter(matcher -> matcher.find())
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no token of " + role + " in " + output));
  }

  /// Runs the command that the start printed, as it stands.
  private String runPrinted(ServiceProcess process, Map<String, String> environment)
      throws IOException, InterruptedException {
    boolean hasCurl =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "curl")));
    Assumptions.assumeTrue(hasCurl, "skipped: there is no curl");
    String all = String.join("\n", process.output());
    String command = all.substring(all.indexOf("  scripts/canary "));
    Files.createSymbolicLink(folder.resolve("scripts"), Path.of("scripts").toAbsolutePath());
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process curl = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String answer = curl.inputReader().readAllAsString();
    assertThat(curl.waitFor()).as(command).isZero();
    return answer;
  }

  @Test
  @Tag("long") // a service as a process
  void speaksTlsWithACertificateOfItsOwn() throws Exception {
    SelfSigned certificate = SelfSigned.in(folder);
    Map<String, String> settings = new HashMap<>(RunningService.settings(POSTGRES.config()));
    settings.put("OMBUD_TLS_CERTIFICATE", certificate.certificate().toString());
    settings.put("OMBUD_TLS_KEY", certificate.key().toString());
    try (ServiceProcess process = ServiceProcess.start(settings).awaitReady()) {
      var address = process.address().orElseThrow();
      assertThat(address.getScheme()).isEqualTo("https");
      HttpClient trusting = HttpClient.newBuilder().sslContext(certificate.trust()).build();
      try (ApiClient client = new ApiClient(address, trusting)) {
        assertThat(client.get("/health/ready").status()).isEqualTo(200);
        assertThat(client.decide(example("tls")).status()).isEqualTo(201);
      }
    }
  }

  private static String example(String id) throws IOException {
    return Files.readString(Path.of("examples", "checkout-surge.json"))
        .replace("storefront/2026-03-02T18:00:00Z", id);
  }

  /// An administrator has made the role and given it to the one user; that user is no superuser,
  /// owns the database, and migrates it.
  @Test
  @Tag("long") // a service as a process
  void runsWithOneUserThatOwnsItsDatabase() throws IOException, SQLException {
    DatabaseConfig admin = OF_ONE_USER.config();
    String name = "test_9001";
    try (Connection connection = OF_ONE_USER.connectAsOwner();
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name);
      statement.execute("drop role if exists shop_owner");
      statement.execute("create role shop_owner login password 'one-user'");
      statement.execute("grant ombud_service to shop_owner");
      statement.execute("create database " + name + " owner shop_owner");
    }
    DatabaseConfig config =
        new DatabaseConfig(
            admin.url().replaceFirst("[^/]*$", name),
            new DatabaseConfig.Login("shop_owner", "one-user"),
            Optional.empty(),
            4);
    try (ServiceProcess process =
            ServiceProcess.start(RunningService.settings(config)).awaitReady();
        ApiClient client = process.client()) {
      Answer answer = client.decide(example("one-user"));
      assertThat(answer.status()).as("%s", process).isEqualTo(201);
      assertThat(client.get("/v1/decisions/" + answer.decisionId()).status()).isEqualTo(200);
    }
    try (RunningService again = RunningService.start(config)) {
      assertThat(again.client().decide(example("one-user")).status()).isEqualTo(200);
    }
  }
}
