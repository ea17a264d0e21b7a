package dev.ombud.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ombud.ground.database.DatabaseConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What an auditor waits for with five million decisions on record: finding, explaining, proving,
/// counting, taking along, verifying all of it; and what sealing costs those who post.
final class AccountSection implements Section {
  private static final int QUICK_DECISIONS = 20_000;
  private static final int ASKED = 200;
  private static final int WARM_UP = 40;
  private static final int EXPORTED = 1_000_000;
  private static final int POSTED = 100_000;
  private static final double EXPORT_LEAST = 20_000;
  private static final double VERIFY_LEAST = 50_000;
  private static final double SEALING_MOST = 0.05;
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final int decisions;

  /// @param decisions on record
  AccountSection(int decisions) {
    this.decisions = decisions;
  }

  @Override
  public void measure(Run run) throws Exception {
    int wanted = run.isQuick() ? QUICK_DECISIONS : decisions;
    DatabaseConfig config = Postgres.start(run).createMigrated("account");
    Population.fill(run, config, Corpus.aggregates(), wanted);
    ServiceProcess service = ServiceProcess.start(run, config, true);
    OwnerClient client = run.own(new OwnerClient(service.port()));
    run.figure(
        "sealing what waits, leaves/s", Figure.number(wanted / Population.seal(service, wanted)));
    run.figure(
        "bytes on disk a decision, texts, leaves and indexes included",
        Figure.number(Postgres.bytes(config) / wanted));
    List<JsonNode> sample = sample(client);
    find(run, client, sample);
    askAbout(run, client, sample, "/explanation", "explanation, p99 ms", 50);
    askAbout(run, client, sample, "/proof", "proof, p99 ms", 50);
    count(run, client, sample);
    export(run, service, client, wanted);
    verify(run, config);
    post(run, config, service);
  }

  private static List<JsonNode> sample(OwnerClient client) {
    List<JsonNode> sample = new ArrayList<>();
    for (int month = 0; month < 3; month++) {
      Instant to = Instant.now().minus(Duration.ofDays(5 + 28L * month));
      client
          .get("/v1/decisions?limit=100&to=" + to, "application/json")
          .json()
          .path("items")
          .forEach(sample::add);
    }
    return sample;
  }

  private static void find(Run run, OwnerClient client, List<JsonNode> sample) {
    Map<String, List<String>> questions = new LinkedHashMap<>();
    for (JsonNode each : sample) {
      JsonNode aggregate =
          client
              .get("/v1/decisions/" + each.path("decisionId").asText(), "application/json")
              .json();
      JsonNode sent = aggregate.path("aggregate");
      ask(questions, "product", sent.path("product"));
      ask(questions, "surface", sent.path("surface"));
      ask(questions, "release", sent.at("/release/version"));
      ask(questions, "cluster", sent.at("/cluster/id"));
      ask(questions, "category", sent.at("/cluster/categories/0"));
      ask(questions, "severity", each.path("severity"));
      ask(questions, "disposition", each.path("disposition"));
      ask(questions, "tier", each.at("/mitigation/tier"));
      ask(questions, "mode", each.at("/mitigation/mode"));
      ask(questions, "owner", each.at("/owner/team"));
      ask(questions, "reason", each.at("/reasons/0/code"));
      ask(questions, "caller", aggregate.path("caller"));
      ask(questions, "trace", each.path("traceId"));
      ask(questions, "incident", each.path("incidentId"));
    }
    List<String> both = new ArrayList<>();
    for (int i = 0; i < questions.get("caller").size(); i++) {
      List<String> categories = questions.get("category");
      both.add(questions.get("caller").get(i) + "&" + categories.get(i % categories.size()));
    }
    questions.put("caller and category", both);
    questions.put("text", List.of("text=checkout", "text=refund%20twice", "text=v4711"));
    questions.put("nothing", List.of("severity=P1&disposition=DIGEST", "text=nobodywrotethis"));
    questions.put("priority", List.of("order=priority", "order=priority&severity=P2"));
    double worst = 0;
    for (Map.Entry<String, List<String>> question : questions.entrySet()) {
      double p99 =
          p99(
              question.getValue().stream()
                  .map(each -> (Runnable) () -> client.get("/v1/decisions?" + each, "*/*"))
                  .toList());
      run.figure("first page by " + question.getKey() + ", p99 ms", "%.1f".formatted(p99));
      worst = Math.max(worst, p99);
    }
    run.judged(
        "first page by the slowest of these, p99 ms",
        "%.1f".formatted(worst),
        "< 100",
        worst < 100);
  }

  private static void ask(Map<String, List<String>> questions, String name, JsonNode value) {
    if (value.isTextual()) {
      String text = URLEncoder.encode(value.asText(), StandardCharsets.UTF_8);
      questions.computeIfAbsent(name, _ -> new ArrayList<>()).add(name + "=" + text);
    }
  }

  private static void askAbout(
      Run run, OwnerClient client, List<JsonNode> sample, String what, String title, int most) {
    double p99 =
        p99(
            sample.stream()
                .map(each -> "/v1/decisions/" + each.path("decisionId").asText() + what)
                .map(path -> (Runnable) () -> client.get(path, "application/json"))
                .toList());
    run.judged(title, "%.1f".formatted(p99), "< " + most, p99 < most);
  }

  private static void count(Run run, OwnerClient client, List<JsonNode> sample)
      throws InterruptedException {
    long start = System.nanoTime();
    while (!client.get("/v1/decisions/facets", "*/*").json().path("complete").asBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("the facets were not complete within " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    List<Runnable> asked = new ArrayList<>();
    asked.add(() -> client.get("/v1/decisions/facets", "*/*"));
    for (JsonNode each : sample.subList(0, Math.min(20, sample.size()))) {
      String team = each.at("/owner/team").asText();
      asked.add(() -> client.get("/v1/decisions/facets?owner=" + team, "*/*"));
      asked.add(() -> client.get("/v1/decisions/facets?severity=P2", "*/*"));
    }
    double p99 = p99(asked);
    run.judged("facets, p99 ms", "%.1f".formatted(p99), "< 500", p99 < 500);
  }

  /// Milliseconds, of some hundred calls one after the other.
  private static double p99(List<Runnable> calls) {
    for (int i = 0; i < WARM_UP; i++) {
      calls.get(i % calls.size()).run();
    }
    long[] nanos = new long[ASKED];
    for (int i = 0; i < ASKED; i++) {
      long start = System.nanoTime();
      calls.get(i % calls.size()).run();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[ASKED * 99 / 100 - 1] / 1e6;
  }

  private static void export(Run run, ServiceProcess service, OwnerClient client, int wanted)
      throws Exception {
    double share = Math.min(1, (double) EXPORTED / wanted);
    Instant to = Instant.now();
    Instant from = to.minusSeconds((long) (Population.SPREAD.toSeconds() * share));
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String format : List.of("ndjson", "csv", "parquet")) {
        URI address =
            URI.create(
                "http://127.0.0.1:%d/v1/exports/decisions?format=%s&from=%s&to=%s"
                    .formatted(service.port(), format, from, to));
        HttpRequest request =
            HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + ServiceProcess.TOKEN)
                .build();
        long start = System.nanoTime();
        HttpResponse<InputStream> answer =
            http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
          drain(body);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String id = answer.headers().firstValue("Export-Id").orElseThrow();
        long count = client.get("/v1/exports/" + id, "*/*").json().path("count").asLong();
        double rate = count / seconds;
        String what = "export as " + format + ", decisions/s";
        if (format.equals("ndjson")) {
          run.judged(what, Figure.number(rate), ">= 20,000", rate >= EXPORT_LEAST);
        } else {
          run.figure(what, Figure.number(rate));
        }
      }
    }
    run.figure("service's memory at its peak", Machine.peakMemory(service.pid()));
  }

  private static void drain(InputStream body) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int read = 0;
    while (read >= 0) {
      read = body.read(buffer);
    }
  }

  private static void verify(Run run, DatabaseConfig config) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(java, "@jvm.options", "-jar", "target/ombud.jar", "verify");
    builder.environment().keySet().removeIf(name -> name.startsWith("OMBUD_"));
    builder.environment().putAll(ServiceProcess.settings(config));
    builder
        .environment()
        .put("OMBUD_DATA_DIR", run.folder().resolve("unused").toAbsolutePath().toString());
    Path out = run.folder().resolve("verify.txt");
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the log was not verified within " + PATIENCE);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String said = Files.readString(out);
    if (process.exitValue() != 0) {
      throw new IllegalStateException("verify ended with " + process.exitValue() + ": " + said);
    }
    long leaves = Postgres.leaves(config);
    double rate = leaves / seconds;
    run.judged("verify, leaves/s", Figure.number(rate), ">= 50,000", rate >= VERIFY_LEAST);
  }

  /// Batches while sealing goes on, and batches while a lock keeps the sealer waiting, in turns.
  private static void post(Run run, DatabaseConfig config, ServiceProcess service)
      throws Exception {
    BatchLoad load = new BatchLoad(service.port(), Corpus.load());
    int each = run.count(POSTED);
    load.run(0, each, SingleLoad.AT_ONCE);
    long first = each;
    double sealed = 0;
    double unsealed = 0;
    for (int round = 0; round < 3; round++) {
      sealed += load.run(first, each, SingleLoad.AT_ONCE).perSecond();
      first += each;
      try (Connection connection = Postgres.connect(config);
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("lock table log_leaves in exclusive mode");
        unsealed += load.run(first, each, SingleLoad.AT_ONCE).perSecond();
        connection.rollback();
      }
      first += each;
      service.await(Duration.ofSeconds(8));
    }
    double cost = 1 - sealed / unsealed;
    run.judged(
        "what sealing takes of a batch's speed, %",
        "%.1f".formatted(100 * cost), "< 5", cost < SEALING_MOST);
    run.figure("decisions/s in batches, sealed as they come", Figure.number(sealed / 3));
  }
}
