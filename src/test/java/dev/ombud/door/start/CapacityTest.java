package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.ApiClient.Answer;
import dev.ombud.testing.Condition;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.ServiceProcess;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: too much at once is said and not lost: a full queue, a token that sends too fast, more
/// connections than anybody needs.
class CapacityTest {
  private static final int CONNECTIONS = 10_000;
  private static final int OTHER_FILES = 1_000;

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static String aggregate(String id) {
    return """
    {"specVersion":"1.0","aggregateId":"%s","product":"shop","surface":"checkout",
     "window":{"start":"2026-03-01T18:00:00Z","end":"2026-03-02T18:00:00Z"},
     "cluster":{"id":"%s","categories":["payment_failure"],"confidence":0.9},
     "volume":{"count":120,"customers":110}}
    """
        .formatted(id, id);
  }

  @Test
  void answersAFullQueueAtOnceAndLosesNothingThatItTook() throws Exception {
    try (RunningService service =
            RunningService.start(POSTGRES.config(), Map.of("OMBUD_QUEUE_CAPACITY", "3"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Answer>> posts = new ArrayList<>();
      Runnable post =
          () -> {
            String id = "full-" + posts.size();
            posts.add(
                CompletableFuture.supplyAsync(
                    () -> service.client().decide(aggregate(id)), threads));
          };
      try (Connection owner = POSTGRES.connectAsOwner();
          Statement statement = owner.createStatement()) {
        owner.setAutoCommit(false);
        statement.execute("lock table aggregate_keys in access exclusive mode");
        // The batches under way wait for the lock with what they took, and three wait for them.
        Condition.await(
            Duration.ofSeconds(20),
            "the queue is full",
            () -> {
              post.run();
              return service.client().get("/metrics").text().contains("ombud_queue_depth 3.0");
            });
        int before = posts.size();
        IntStream.range(0, 30).forEach(i -> post.run());
        Condition.await(
            Duration.ofSeconds(20),
            "all but a few of what follows are refused while the rest waits",
            () -> posts.stream().skip(before).filter(CompletableFuture::isDone).count() >= 20);
        assertThat(service.client().get("/health/live").status()).isEqualTo(200);
        owner.rollback();
      }
      CompletableFuture.allOf(posts.toArray(CompletableFuture[]::new)).join();
      List<Answer> refused = new ArrayList<>();
      for (int i = 0; i < posts.size(); i++) {
        Answer answer = posts.get(i).get();
        if (answer.status() == 503) {
          refused.add(answer);
        }
        int expected = answer.status() == 503 ? 201 : 200;
        assertThat(service.client().decide(aggregate("full-" + i)).status()).isEqualTo(expected);
      }
      assertThat(refused)
          .filteredOn(answer -> "overloaded".equals(answer.code()))
          .hasSizeGreaterThanOrEqualTo(20)
          .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isEqualTo("1"));
    }
  }

  @Test
  void slowsATokenThatSendsTooFastAndNoOther() {
    try (RunningService service =
        RunningService.start(POSTGRES.config(), Map.of("OMBUD_REQUESTS_PER_SECOND", "5"))) {
      ApiClient client = service.client();
      List<Answer> answers =
          IntStream.range(0, 30).mapToObj(i -> client.decide(aggregate("fast-" + i))).toList();
      assertThat(answers).extracting(Answer::status).startsWith(201, 201).contains(429);
      Answer refused =
          answers.stream().filter(answer -> answer.status() == 429).findFirst().orElseThrow();
      assertThat(refused.code()).isEqualTo("rate-limited");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.text())
          .contains("test-caller")
          .doesNotContain(ApiClient.secret(Role.CALLER));
      assertThat(client.get("/v1/decisions").status()).isEqualTo(200);
      Condition.await(
          Duration.ofSeconds(3),
          "the token may send again",
          () -> client.decide(aggregate("later")).status() < 300);
    }
  }

  @Test
  @Tag("long") // ten thousand connections, and answers in time
  void answersQuicklyBesideTenThousandIdleConnections() throws IOException {
    List<SocketChannel> idle = new ArrayList<>();
    try (ServiceProcess process =
            ServiceProcess.start(RunningService.settings(POSTGRES.config())).awaitReady();
        ApiClient client = process.client()) {
      InetSocketAddress address =
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), process.address().orElseThrow().getPort());
      int most = Math.min(CONNECTIONS, filesLeft() - OTHER_FILES) / 2 * 2;
      assertThat(most).as("files that this process may open").isPositive();
      for (int i = 0; i < most; i++) {
        SocketChannel channel = SocketChannel.open(address);
        idle.add(channel);
        if (i % 2 == 1) {
          channel.write(ByteBuffer.wrap("GET /hea".getBytes(StandardCharsets.US_ASCII)));
        }
      }
      assertThat(client.decide(aggregate("warm")).status()).isEqualTo(201);
      for (int i = 0; i < 50; i++) {
        long start = System.nanoTime();
        assertThat(client.decide(aggregate("beside-" + i)).status()).isEqualTo(201);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      }
      assertThat(process.errors()).isEmpty();
      for (SocketChannel half :
          List.of(idle.get(1), idle.get(most / 4 * 2 + 1), idle.get(most - 1))) {
        assertThat(finish(half)).startsWith("HTTP/1.1 200 ");
      }
    } finally {
      for (SocketChannel channel : idle) {
        channel.close();
      }
    }
  }

  /// Sends the rest of a request whose first half has waited.
  private static String finish(SocketChannel channel) throws IOException {
    String rest = "lth/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    channel.write(ByteBuffer.wrap(rest.getBytes(StandardCharsets.US_ASCII)));
    return new String(channel.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int filesLeft() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? (int)
            Math.min(
                Integer.MAX_VALUE,
                unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount())
        : OTHER_FILES + 1_000;
  }
}
