package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.door.web.Route;
import dev.ombud.door.web.Server;
import dev.ombud.door.web.Servers;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
  private static Answer ask(Server server, String path) {
    try (RawClient client = new RawClient(server.port())) {
      return client.head("GET " + path + " HTTP/1.1\nHost: x\n\n").read();
    }
  }

  @Test
  void tellsProbesAndPrometheusHowItIs() {
    AtomicReference<Readiness> readiness =
        new AtomicReference<>(
            new Readiness(
                true, false, Optional.empty(), 3, "sha256:00", Optional.empty(), List.of()));
    Route[] routes =
        HealthRoutes.routes(readiness::get, () -> "ombud_queue_depth 0\n").toArray(new Route[0]);
    try (Server server = Servers.start(routes)) {
      assertThat(ask(server, "/health/live").status()).isEqualTo(200);
      Answer notReady = ask(server, "/health/ready");
      assertThat(notReady.status()).isEqualTo(503);
      assertThat(notReady.body())
          .isEqualTo(
              """
              {"status":"down","checks":{"migrations":"up","ruleset":"up","engine":"down",\
              "database":"up","log":"up"},"reasons":[],"ruleset":{"version":3,"digest":"sha256:00"},"warnings":[]}\
              """);
      readiness.set(
          new Readiness(
              true,
              true,
              Optional.empty(),
              3,
              "sha256:00",
              Optional.of("ruleset 4 cannot be loaded"),
              List.of("the log is not sealed")));
      Answer ready = ask(server, "/health/ready");
      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.body())
          .startsWith("{\"status\":\"up\"")
          .contains(
              "\"ruleset\":\"warning\"",
              "\"warnings\":[\"ruleset 4 cannot be loaded\",\"the log is not sealed\"]");
      readiness.set(
          new Readiness(
              true,
              true,
              Optional.of("the database's disk is full: free space"),
              3,
              "sha256:00",
              Optional.empty(),
              List.of()));
      Answer full = ask(server, "/health/ready");
      assertThat(full.status()).isEqualTo(503);
      assertThat(full.body())
          .contains(
              "\"database\":\"down\"", "\"reasons\":[\"the database's disk is full: free space\"]");
      Answer metrics = ask(server, "/metrics");
      assertThat(metrics.header("content-type")).startsWith("text/plain; version=0.0.4");
      assertThat(metrics.body()).isEqualTo("ombud_queue_depth 0\n");
    }
  }
}
