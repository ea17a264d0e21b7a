package dev.ombud.bench;

import dev.ombud.ground.database.DatabaseConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a pipeline waits for at a release gate with a million decisions on record: about products
/// and surfaces that are frequent, rare, and never heard of; and what the page of a release costs.
final class GateSection implements Section {
  private static final int QUICK_DECISIONS = 20_000;
  private static final int ASKED = 500;

  /// Each is one decision in two thousand.
  private static final int RARE = 5;

  private static final int WARM_UP = 100;
  private static final double MOST_MILLIS = 200;

  private final int decisions;

  GateSection(int decisions) {
    this.decisions = decisions;
  }

  /// @param products are asked about in turns
  /// @param more of the question, beginning with a comma
  private record Asked(String what, List<String> products, String more) {}

  @Override
  public void measure(Run run) throws Exception {
    int wanted = run.isQuick() ? QUICK_DECISIONS : decisions;
    DatabaseConfig config = Postgres.start(run).createMigrated("gate");
    populate(run, config, wanted);
    List<Asked> asked = asked(config);
    ServiceProcess service = ServiceProcess.start(run, config, true);
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < WARM_UP; i++) {
        ask(http, service, asked.get(i % asked.size()), i);
      }
      for (Asked each : asked) {
        measure(run, each.what(), i -> ask(http, service, each, i));
      }
      measure(run, "what gates said of a release", i -> list(http, service, i));
    }
  }

  /// One request.
  private interface Call {
    void make(int number) throws IOException, InterruptedException;
  }

  private static void measure(Run run, String what, Call call) throws Exception {
    long[] nanos = new long[ASKED];
    for (int i = 0; i < ASKED; i++) {
      long start = System.nanoTime();
      call.make(i);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    double p99 = nanos[ASKED * 99 / 100 - 1] / 1e6;
    run.figure(what + ", p50 ms", "%.1f".formatted(nanos[ASKED / 2] / 1e6));
    run.judged(what + ", p99 ms", "%.1f".formatted(p99), "< 200", p99 < MOST_MILLIS);
  }

  private static void ask(HttpClient http, ServiceProcess service, Asked asked, int number)
      throws IOException, InterruptedException {
    String question =
        """
        {"product":"%s","release":"9.9.%d","stage":"PRODUCTION",
         "tests":{"regressionSuite":"PASSED"},
         "telemetry":{"errorRate":{"value":1,"baseline":1,"observedAt":"%s"}},
         "rollbackPlanAttached":true,
         "fixes":[{"id":"PR-1","themes":["payment_failure"],"validatedAgainst":["payment_failure"],
           "rootCauseConfidence":0.9}]%s}
        """
            .formatted(
                asked.products().get(number % asked.products().size()),
                number,
                Instant.now(),
                asked.more());
    HttpRequest.Builder request =
        request(service, "evaluations")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(question));
    send(http, request);
  }

  private static void list(HttpClient http, ServiceProcess service, int number)
      throws IOException, InterruptedException {
    send(http, request(service, "evaluations?product=unheard-of&release=9.9." + number).GET());
  }

  private static HttpRequest.Builder request(ServiceProcess service, String what) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/v1/gates/production/%s".formatted(service.port(), what)))
        .header("Authorization", "Bearer " + ServiceProcess.TOKEN);
  }

  private static void send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the gate answers " + answer.body());
    }
  }

  private static void populate(Run run, DatabaseConfig config, int wanted) throws Exception {
    List<String> lines = new ArrayList<>(Corpus.aggregates());
    for (int i = 0; i < RARE; i++) {
      lines.add(rare(lines.get(i), i));
    }
    Population.fill(run, config, lines, wanted);
  }

  /// The same of a product that hardly anybody complains about: the real ones are about one.
  private static String rare(String line, int number) {
    return line.replaceFirst("\"aggregateId\": ?\"", "\"aggregateId\":\"rare-" + number + "-")
        .replaceFirst("\"product\": ?\"", "\"product\":\"rare-" + number + "-");
  }

  private static List<Asked> asked(DatabaseConfig config) throws Exception {
    try (Connection connection = Postgres.connect(config);
        Statement statement = connection.createStatement()) {
      List<String> products = names(statement, "product", "desc", "");
      List<String> frequent = products.subList(0, 1);
      String of = " where product = '" + frequent.getFirst() + "'";
      String most = names(statement, "surface", "desc", of).getFirst();
      String least = names(statement, "surface", "asc", of).getFirst();
      return List.of(
          new Asked("five products", products, ""),
          new Asked("the most frequent product", frequent, ""),
          new Asked("and its most frequent surface", frequent, surfaces(most)),
          new Asked("and its rarest surface", frequent, surfaces(least)),
          new Asked("and a surface never heard of", frequent, surfaces("nowhere")),
          new Asked("and all of these", frequent, surfaces(most, least, "nowhere")),
          new Asked("the five rarest products", names(statement, "product", "asc", ""), ""),
          new Asked("a product never heard of", List.of("unheard-of"), ""));
    }
  }

  private static String surfaces(String... names) {
    return ",\"surfaces\":[\"" + String.join("\",\"", names) + "\"]";
  }

  /// At most five.
  private static List<String> names(Statement statement, String column, String order, String of)
      throws SQLException {
    List<String> names = new ArrayList<>();
    try (var rows =
        statement.executeQuery(
            "select %s from decisions%s group by 1 order by count(*) %s limit 5"
                .formatted(column, of, order))) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
