package dev.ombud.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks what people and dashboards ask while others post: a page of decisions, then one of them
/// with all that is on record.
final class Lookups {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern ID = Pattern.compile("\"decisionId\":\"([0-9a-f-]{36})\"");
  private static final List<String> PAGES =
      List.of(
          "/v1/decisions",
          "/v1/decisions?product=netflix-android&limit=20",
          "/v1/decisions?surface=billing&severity=P4",
          "/v1/decisions?disposition=DIGEST&limit=5");

  private final String address;
  private final Duration duration;

  Lookups(int port, Duration duration) {
    this.address = "http://127.0.0.1:" + port;
    this.duration = duration;
  }

  /// How many requests were answered.
  ///
  /// @throws IllegalStateException where an answer is not 200
  long run() throws IOException, InterruptedException {
    long answered = 0;
    long end = System.nanoTime() + duration.toNanos();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      while (System.nanoTime() < end) {
        String page = body(client, PAGES.get((int) (answered % PAGES.size())));
        answered++;
        Matcher id = ID.matcher(page);
        if (id.find()) {
          body(client, "/v1/decisions/" + id.group(1));
          answered++;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    return answered;
  }

  private String body(HttpClient client, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Authorization", "Bearer " + ServiceProcess.TOKEN)
            .timeout(PATIENCE)
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          path + " is answered with " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }
}
