package dev.ombud.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Contract;
import dev.ombud.testing.Contract.Operation;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the document has every status, code, header and media type that a route answers, and says
/// nothing that none does. Method: every answer here is held against it; each operation is asked in
/// every way that is wrong for all alike, [ContractCourse] goes through what is right and what is
/// wrong in its own way, and at the end nothing of the document is left over.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ContractHttpTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final Contract CONTRACT = new Contract();

  /// What other tests make happen, since it takes a state that none can make over HTTP alone.
  private static final Map<String, Class<?>> ELSEWHERE = Map.of();

  @TempDir static Path folder;

  private static RunningService service;
  private static ContractCalls calls;
  private static String draft;

  @BeforeAll
  static void start() throws IOException {
    service =
        RunningService.start(
            POSTGRES.config(),
            Map.of(
                "OMBUD_BOOTSTRAP_TOKENS",
                ApiClient.TOKENS + ",ann:owner:ann-secret,bob:owner:bob-secret",
                "OMBUD_ALLOW_RULE_UPLOAD",
                "true",
                "OMBUD_FLAG_ORIGINS",
                ContractCourse.PAGE,
                "OMBUD_GITHUB_WEBHOOK_SECRET",
                ContractCalls.Signer.SECRET,
                "OMBUD_SLACK_SIGNING_SECRET",
                ContractCalls.Signer.SECRET,
                "OMBUD_SLACK_PEOPLE",
                Files.writeString(folder.resolve("people"), "T1/U1 test-reviewer\n").toString()));
    calls = new ContractCalls(service, CONTRACT);
    draft =
        calls.call("createDraft").body("{}").must(201).json().path("id").asText();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void forAll(Task task) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running = new ArrayList<>();
      for (Operation operation : CONTRACT.operations()) {
        Callable<Void> one =
            () -> {
              task.run(operation);
              return null;
            };
        running.add(threads.submit(one));
      }
      for (Future<Void> each : running) {
        try {
          each.get();
        } catch (java.util.concurrent.ExecutionException e) {
          wrong.add(String.valueOf(e.getCause()));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private interface Task {
    void run(Operation operation) throws Exception;
  }

  @Test
  @Order(1)
  void refusesEveryoneWhoMayNot() throws Exception {
    forAll(operation -> {
      if (!operation.isOpen()) {
        calls.call(operation.id()).as("").must(401, "unauthenticated");
        for (String role : ContractCalls.others(operation)) {
          calls.call(operation.id()).as(role).must(403, "forbidden");
        }
      }
    });
  }

  @Test
  @Order(2)
  void refusesWhatIsWrongForAllAlike() throws Exception {
    forAll(operation -> {
      calls.call(operation.id()).query("surprise=1").must(400, "bad-parameter");
      if (operation.has(415)) {
        calls.call(operation.id()).type("image/png").must(415, "unsupported-media-type");
      }
      if (operation.has(406) && !operation.path().contains("/tables/")) {
        calls.call(operation.id()).header("Accept", "image/png").must(406, "not-acceptable");
      }
      if (operation.has(404) && operation.path().contains("{") && !operation.path().contains("{gate}")) {
        calls.call(operation.id()).header("If-Match", "\"x\"").must(404);
      }
    });
  }

  @Test
  @Order(3)
  void refusesABodyThatIsNone() throws Exception {
    forAll(operation -> {
      if (operation.has(413)) {
        raw(operation, "Content-Length: 99999999\n", "", 413);
      }
      if (operation.mediaTypes().contains("application/json")) {
        calls.call(operation.id()).body("{\"broken\":").header("If-Match", "*").must(400);
        if (operation.has(422)) {
          calls.call(operation.id()).body("{\"surprise\":1}").header("If-Match", "*").must(422);
        }
      }
    });
  }

  /// Thirty seconds, for all at once.
  @Test
  @Order(4)
  void endsWaitingForABodyThatDoesNotCome() throws Exception {
    forAll(operation -> {
      if (operation.has(408)) {
        raw(operation, "Content-Length: 10\n", "{", 408);
      }
    });
  }

  private static void raw(Operation operation, String header, String body, int status) {
    String path =
        operation
            .path()
            .replace("/v1/drafts/{id}", "/v1/drafts/" + draft)
            .replace("{file}", "guardrails.drl")
            .replaceAll("\\{[a-z]+}", "00000000-0000-7000-8000-000000000000");
    String token = operation.isOpen() ? "none" : operation.roles().getFirst() + "-secret";
    try (RawClient client = new RawClient(service.port()).patient(60_000)) {
      client.head(
          "%s %s HTTP/1.1\nHost: x\nAuthorization: Bearer %s\nContent-Type: %s\nIf-Match: *\n%s\n"
              .formatted(
                  operation.method(), path, token, operation.mediaTypes().getFirst(), header));
      RawClient.Answer got = client.send(body).read();
      Map<String, List<String>> headers = new java.util.TreeMap<>();
      got.headers().forEach((name, value) -> headers.put(name, List.of(value)));
      Answer answer =
          new Answer(
              got.status(),
              HttpHeaders.of(headers, (name, value) -> true),
              got.body().getBytes(StandardCharsets.UTF_8));
      CONTRACT.note(operation.id(), answer);
      assertThat(answer.status()).as("%s: %s", operation.id(), answer.text()).isEqualTo(status);
    }
  }

  @Test
  @Order(5)
  void answersWhatIsRightAndWhatIsWrongInItsOwnWay() throws Exception {
    new ContractCourse(calls, POSTGRES).run();
  }

  @Test
  @Order(6)
  void limitsHowFastATokenAsks() throws Exception {
    try (RunningService slow =
        RunningService.start(POSTGRES.config(), Map.of("OMBUD_REQUESTS_PER_SECOND", "1"))) {
      ContractCalls hurried = new ContractCalls(slow, CONTRACT);
      forAll(operation -> {
        if (operation.path().startsWith("/integrations/")) {
          hurried.call(operation.id()).must(404, "not-found");
        }
        if (operation.has(429)) {
          for (int i = 0; i < 20; i++) {
            if (hurried.call(operation.id()).send().status() == 429) {
              return;
            }
          }
          throw new AssertionError("no limit for " + operation.id());
        }
      });
    }
  }

  @Test
  @Order(7)
  void saysThatTheDatabaseIsAway() throws Exception {
    try (Connection owner = POSTGRES.connectAsOwner();
        Statement statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      String name = owner.getCatalog();
      lockAll(statement);
      assertThat(name).isNotEmpty();
      forAll(operation -> {
        if (operation.has(503)) {
          calls.call(operation.id()).send();
        }
      });
      owner.rollback();
    }
  }

  private static void lockAll(Statement statement) throws SQLException {
    statement.execute(
        """
        do $$ declare each record; begin
          for each in select oid::regclass as name from pg_class
            where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
          loop execute format('lock table %s in access exclusive mode', each.name); end loop;
        end $$
        """);
  }

  @Test
  @Order(8)
  void leavesNothingOfTheDocumentOver() {
    Set<String> left = new TreeSet<>(CONTRACT.unseen());
    left.removeIf(each -> ELSEWHERE.keySet().stream().anyMatch(each::matches));
    for (Operation operation : CONTRACT.operations()) {
      if (ContractCalls.others(operation).isEmpty()) {
        left.removeIf(each -> each.startsWith(operation.id() + " 403"));
      }
    }
    try { java.nio.file.Files.write(java.nio.file.Path.of("/tmp/left.txt"), left); } catch (IOException e) { throw new java.io.UncheckedIOException(e); }
    assertThat(left).isEmpty();
  }
}
