package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.Load;
import dev.ombud.testing.ServiceProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a service whose database has no disk left says so, loses nothing, and goes on by itself
/// once there is space. Method: a small disk of its own in memory, filled to the last byte.
@Tag("long") // makes a cluster on a disk of its own and fills it
class FullDiskTest {
  private static final int MEGABYTES = 512;
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void saysThatTheDiskIsFullAndGoesOnOnceItIsNot(@TempDir Path disk) throws IOException {
    Assumptions.assumeTrue(
        ServiceProcess.canHaveADisk(),
        "skipped: this machine lets nobody mount a disk of their own");
    Map<String, String> settings =
        Map.of(
            "OMBUD_DATA_DIR",
            disk.resolve("data").toString(),
            "OMBUD_BOOTSTRAP_TOKENS",
            ApiClient.TOKENS);
    try (ServiceProcess process = ServiceProcess.startOnADisk(disk, MEGABYTES, settings);
        ApiClient client = awaitReady(process)) {
      assertThat(client.decide(Load.aggregate("before")).status()).isEqualTo(201);
      Path filling = process.inside(disk).resolve("filling");
      fill(filling);
      Condition.await(SOON, "not ready", () -> client.get("/health/ready").status() == 503);
      Answer ready = client.get("/health/ready");
      assertThat(ready.text()).contains("\"database\":\"down\"", "the database's disk is full");
      assertThat(client.get("/health/live").status()).isEqualTo(200);
      List<String> decided = new ArrayList<>();
      Answer refused = postUntilRefused(client, decided);
      assertThat(refused.status()).as(refused.text()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("database-unavailable");
      assertThat(refused.text())
          .contains("the database's disk is full: free space", "it will not be decided twice");
      Files.delete(filling);
      Condition.await(SOON, "ready again", () -> client.get("/health/ready").status() == 200);
      assertThat(client.decide(Load.aggregate("after")).status()).isEqualTo(201);
      for (String id : decided) {
        assertThat(client.get("/v1/decisions/" + id).status()).isEqualTo(200);
      }
    }
  }

  /// It unpacks and makes the server first, which takes its time.
  private static ApiClient awaitReady(ServiceProcess process) {
    Condition.await(
        Duration.ofMinutes(2), "ready: " + process, () -> process.address().isPresent());
    return process.client();
  }

  /// What still fits into blocks that the database has is decided.
  private static Answer postUntilRefused(ApiClient client, List<String> decided) {
    for (int i = 0; i < 200; i++) {
      Answer answer = client.decide(Load.aggregate("full-" + i));
      if (answer.status() != 201) {
        return answer;
      }
      decided.add(answer.decisionId());
    }
    throw new AssertionError("the disk is full, and 200 aggregates were decided");
  }

  private static void fill(Path file) throws IOException {
    for (int size : List.of(1 << 20, 4096)) {
      byte[] zeros = new byte[size];
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(zeros);
        }
      } catch (IOException e) {
        assertThat(e.getMessage()).contains("No space left");
      }
    }
  }
}
