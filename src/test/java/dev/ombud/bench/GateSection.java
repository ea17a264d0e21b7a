package dev.ombud.bench;

import dev.ombud.database.DatabaseConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a pipeline waits for at a release gate with a million decisions on record.
final class GateSection implements Section {
  private static final int DECISIONS = 1_000_000;
  private static final int QUICK_DECISIONS = 20_000;
  private static final int ASKED = 500;
  private static final int WARM_UP = 100;
  private static final double MOST_MILLIS = 200;

  @Override
  public void measure(Run run) throws Exception {
    int wanted = run.isQuick() ? QUICK_DECISIONS : DECISIONS;
    DatabaseConfig config = Postgres.start(run).createMigrated("gate");
    List<String> products = populate(run, config, wanted);
    ServiceProcess service = ServiceProcess.start(run, config, true);
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < WARM_UP; i++) {
        ask(http, service, products.get(i % products.size()), "");
      }
      measure(run, http, service, products, "", "all surfaces");
      measure(
          run, http, service, products, ",\"surfaces\":[\"search\",\"downloads\"]", "two of them");
    }
  }

  private static void measure(
      Run run,
      HttpClient http,
      ServiceProcess service,
      List<String> products,
      String more,
      String what)
      throws Exception {
    long[] nanos = new long[ASKED];
    for (int i = 0; i < ASKED; i++) {
      long start = System.nanoTime();
      ask(http, service, products.get(i % products.size()), more);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    double p99 = nanos[ASKED * 99 / 100 - 1] / 1e6;
    run.figure(what + ", p50 ms", "%.1f".formatted(nanos[ASKED / 2] / 1e6));
    run.judged(what + ", p99 ms", "%.1f".formatted(p99), "< 200", p99 < MOST_MILLIS);
  }

  private static void ask(HttpClient http, ServiceProcess service, String product, String more)
      throws IOException, InterruptedException {
    String question =
        """
        {"product":"%s","release":"9.9.9","stage":"PRODUCTION",
         "tests":{"regressionSuite":"PASSED"},
         "telemetry":{"errorRate":{"value":1,"baseline":1,"observedAt":"%s"}},
         "rollbackPlanAttached":true,
         "fixes":[{"id":"PR-1","themes":["payment_failure"],"validatedAgainst":["payment_failure"],
           "rootCauseConfidence":0.9}]%s}
        """
            .formatted(product, Instant.now(), more);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/v1/gates/production/evaluations"
                        .formatted(service.port())))
            .header("Authorization", "Bearer " + ServiceProcess.TOKEN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(question))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the gate answers " + answer.body());
    }
  }

  /// The products, the most frequent first.
  private static List<String> populate(Run run, DatabaseConfig config, int wanted)
      throws Exception {
    Population.fill(run, config, wanted);
    List<String> products = new ArrayList<>();
    try (Connection connection = Postgres.connect(config);
        Statement statement = connection.createStatement()) {
      try (var rows =
          statement.executeQuery(
              "select product from decisions group by product order by count(*) desc limit 5")) {
        while (rows.next()) {
          products.add(rows.getString(1));
        }
      }
    }
    return products;
  }
}
