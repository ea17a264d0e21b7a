package dev.ombud.bench;

import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.testing.ConsoleClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// What people wait for in the console, page by page, and what each page weighs; first with few
/// decisions on record, then with many, since how a page grows with the record is what can be
/// judged on any machine.
final class ConsoleSection implements Section {
  private static final int QUICK_DECISIONS = 20_000;
  private static final int FEW = 2_007;

  /// By the service itself and beside its samples, so that there are reviews, actions and incidents
  /// of today.
  private static final int POSTED = 400;

  private static final int ASKED = 200;
  private static final int WARM_UP = 60;
  private static final int LINKS_MOST = 40;
  private static final double MOST_MILLIS = 50;
  private static final double MOST_GROWTH = 3;
  private static final int MOST_BYTES = 300_000;
  private static final String COUNTS = "counts of all decisions, after the page";
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

  /// The grid and the charts, which the limit leaves out: their pages load them after all else.
  private static final Pattern LEFT_OUT = Pattern.compile("/assets/(?:chart|tabulator|grid)\\..*");

  private final int decisions;

  /// @param decisions on record
  ConsoleSection(int decisions) {
    this.decisions = decisions;
  }

  /// What one page took.
  private record Time(double p50, double p95) {}

  @Override
  public void measure(Run run) throws Exception {
    int wanted = run.isQuick() ? QUICK_DECISIONS : decisions;
    Postgres postgres = Postgres.start(run);
    Map<String, Time> few = times(run, postgres.createMigrated("few"), FEW, false);
    Map<String, Time> many = times(run, postgres.createMigrated("many"), wanted, true);
    double worst = 0;
    double growth = 0;
    for (Map.Entry<String, Time> page : many.entrySet()) {
      Time before = few.getOrDefault(page.getKey(), page.getValue());
      double ratio = page.getValue().p50() / before.p50();
      run.figure(
          page.getKey() + ", p50 / p95 ms; p50 to that with few decisions",
          "%.1f / %.1f; %.2f".formatted(page.getValue().p50(), page.getValue().p95(), ratio));
      // Loaded after its page, which does not wait for it.
      if (!page.getKey().equals(COUNTS)) {
        worst = Math.max(worst, page.getValue().p95());
        growth = Math.max(growth, ratio);
      }
    }
    run.judged("the slowest page, p95 ms", "%.1f".formatted(worst), "< 50", worst < MOST_MILLIS);
    run.judged(
        "the page that grows most with the record, p50 to p50",
        "%.2f".formatted(growth),
        "<= 3",
        growth <= MOST_GROWTH);
  }

  private static Map<String, Time> times(Run run, DatabaseConfig config, int wanted, boolean weighs)
      throws Exception {
    Population.fill(run, config, Corpus.aggregates(), wanted);
    ServiceProcess service = ServiceProcess.start(run, config, true);
    new BatchLoad(service.port(), Corpus.load()).run(0, POSTED, SingleLoad.AT_ONCE);
    Population.seal(service, Math.max(wanted, FEW) + POSTED);
    Map<String, Time> times = new LinkedHashMap<>();
    try (ConsoleClient client = new ConsoleClient(service.port())) {
      client.signIn(ServiceProcess.TOKEN);
      if (client.submit(client.get("/"), "/samples", Map.of()).status() != 303) {
        throw new IllegalStateException("the samples were not decided");
      }
      awaitCounts(service, client);
      Map<String, List<String>> pages = pages(client);
      for (Map.Entry<String, List<String>> page : pages.entrySet()) {
        times.put(page.getKey(), time(client, page.getValue()));
      }
      if (weighs) {
        weigh(run, client, pages);
      }
    }
    run.figure(
        "service's memory at its peak, %s decisions".formatted(Figure.number(wanted)),
        Machine.peakMemory(service.pid()));
    run.end(service);
    return times;
  }

  /// Counts are added up after a start; nobody is to be measured beside that.
  private static void awaitCounts(ServiceProcess service, ConsoleClient client) throws Exception {
    long start = System.nanoTime();
    while (!isCounted(client)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException("the counts were not complete within " + PATIENCE);
      }
      service.await(Duration.ofMillis(500));
    }
  }

  /// While very many wait, adding them to an answer takes longer than any answer may.
  private static boolean isCounted(ConsoleClient client) {
    ConsoleClient.Page page = client.get("/decisions/facets");
    return page.status() == 200 && !page.text().contains("more than");
  }

  /// Addresses of each kind of page, taken from the pages that link to them.
  private static Map<String, List<String>> pages(ConsoleClient client) throws IOException {
    Map<String, List<String>> pages = new LinkedHashMap<>();
    pages.put("Now", List.of("/"));
    pages.put("Decisions", List.of("/decisions"));
    List<String> found = links(text(client, "/decisions/facets"), "/decisions\\?[^\"]+");
    pages.put("Decisions by one value", found);
    pages.put(
        "Decisions by two values and words",
        found.stream().map(link -> link + "&disposition=REVIEW&text=checkout").toList());
    pages.put("Decisions by priority", List.of("/decisions?order=priority"));
    pages.put(COUNTS, List.of("/decisions/facets"));
    List<String> ids = new ArrayList<>();
    for (String list : found.subList(0, Math.min(4, found.size()))) {
      ids.addAll(links(text(client, list), "/decisions/[0-9a-f-]{36}"));
    }
    pages.put("One decision", ids);
    pages.put("Releases", List.of("/releases"));
    pages.put("One release", links(text(client, "/releases"), "/releases/[^\"]+"));
    pages.put("Reviews", List.of("/reviews"));
    pages.put("One review", links(text(client, "/reviews"), "/reviews/[0-9a-f-]{36}"));
    pages.put("Flags", List.of("/flags"));
    pages.put("Tables", List.of("/tables"));
    pages.put("One table", links(text(client, "/tables"), "/tables/versions/active/[^\"]+"));
    pages.put("Audit", List.of("/audit"));
    pages.put("Try it", List.of("/try"));
    pages.forEach((name, paths) -> {
      if (paths.isEmpty()) {
        throw new IllegalStateException("nothing links to a page of the kind " + name);
      }
    });
    return pages;
  }

  private static List<String> links(String html, String path) {
    Set<String> links = new LinkedHashSet<>();
    Matcher matcher = Pattern.compile("href=\"(" + path + ")\"").matcher(html);
    while (matcher.find() && links.size() < LINKS_MOST) {
      links.add(matcher.group(1).replace("&amp;", "&"));
    }
    return List.copyOf(links);
  }

  private static Time time(ConsoleClient client, List<String> paths) {
    for (int i = 0; i < WARM_UP; i++) {
      fetch(client, paths.get(i % paths.size()));
    }
    long[] nanos = new long[ASKED];
    for (int i = 0; i < ASKED; i++) {
      long start = System.nanoTime();
      fetch(client, paths.get(i % paths.size()));
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return new Time(nanos[ASKED / 2] / 1e6, nanos[ASKED * 95 / 100 - 1] / 1e6);
  }

  /// The first address of each kind: the page and all that it names, as they are sent.
  private static void weigh(Run run, ConsoleClient client, Map<String, List<String>> pages)
      throws IOException {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> page : pages.entrySet()) {
      ConsoleClient.Sent sent = fetch(client, page.getValue().getFirst());
      int bytes = sent.bytes().length;
      Set<String> assets = new LinkedHashSet<>();
      Matcher matcher = ASSET.matcher(plain(sent));
      while (matcher.find()) {
        assets.add(matcher.group(1));
      }
      for (String asset : assets) {
        if (!LEFT_OUT.matcher(asset).matches()) {
          bytes += fetch(client, asset).bytes().length;
        }
      }
      weights.put(page.getKey(), bytes);
    }
    int heaviest = weights.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    run.figure(
        "weight of each page with its assets, kB",
        weights.entrySet().stream()
            .map(each -> "%s %.0f".formatted(each.getKey(), each.getValue() / 1e3))
            .collect(Collectors.joining(", ")));
    run.judged(
        "the heaviest page, kB", "%.0f".formatted(heaviest / 1e3), "< 300", heaviest < MOST_BYTES);
  }

  /// @throws IllegalStateException where the answer is anything but the page
  private static ConsoleClient.Sent fetch(ConsoleClient client, String path) {
    ConsoleClient.Sent sent = client.fetch(path);
    if (sent.status() != 200) {
      throw new IllegalStateException("%s answers %d".formatted(path, sent.status()));
    }
    return sent;
  }

  private static String text(ConsoleClient client, String path) throws IOException {
    return plain(fetch(client, path));
  }

  private static String plain(ConsoleClient.Sent sent) throws IOException {
    byte[] bytes = sent.bytes();
    if (sent.encoding().equals("gzip")) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = in.readAllBytes();
      }
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
