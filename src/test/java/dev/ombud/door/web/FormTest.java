package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.Condition;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Forms, as browsers and others send them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormTest {
  private static final String URLENCODED = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data; boundary=XX";

  private static final String FILE =
      lines(
          "--XX",
          "Content-Disposition: form-data; name=\"csrf\"",
          "",
          "abc",
          "--XX",
          "Content-Disposition: form-data; name=\"file\"; filename=\"a b.xlsx\"",
          "Content-Type: application/octet-stream",
          "",
          "\0",
          "--X",
          "end",
          "--XX--",
          "");

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private Server server;

  @BeforeAll
  void start() {
    server =
        Servers.start(
            Route.of("POST", "/form", FormTest::show).taking(new Route.Body.Whole(64 << 10, true)),
            Route.of("POST", "/plain", FormTest::show).taking(new Route.Body.Whole(2 << 20)),
            Route.of(
                    "POST",
                    "/slow",
                    request -> {
                      entered.countDown();
                      leave.await();
                      return show(request);
                    })
                .taking(new Route.Body.Whole(64 << 10, true)));
  }

  private static Response show(Request request) {
    String file =
        request
            .file()
            .map(
                each -> each.name() + ":" + new String(each.content(), StandardCharsets.ISO_8859_1))
            .orElse("none");
    return Response.of(
        200,
        "text/plain; charset=utf-8",
        (request.form() + " " + file).getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  private Answer post(String type, String body) {
    return post("/form", type, body);
  }

  private Answer post(String path, String type, String body) {
    try (RawClient client = new RawClient(server.port())) {
      return send(client, path, type, body).read();
    }
  }

  private static RawClient send(RawClient client, String path, String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    String head =
        "POST %s HTTP/1.1\nHost: x\nContent-Type: %s\nContent-Length: %d\n\n"
            .formatted(path, type, bytes.length);
    return client.head(head).send(bytes);
  }

  /// How many uploaded files lie on the disk.
  private long files() {
    try (Stream<Path> all = Files.list(server.uploads())) {
      return all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readsFieldsInTheirOrder() {
    assertThat(post(URLENCODED, "a=1&b=%C3%A4+x&a=2&c=").body())
        .isEqualTo("{a=[1, 2], b=[ä x], c=[]} none");
    assertThat(post(URLENCODED, "").body()).isEqualTo("{} none");
    assertThat(post(URLENCODED, "a=" + "x".repeat(60_000)).body())
        .hasSize(60_000 + "{a=[]} none".length());
  }

  @Test
  void readsTextsAndAFile() {
    assertThat(post(MULTIPART, FILE).body()).isEqualTo("{csrf=[abc]} a b.xlsx:\0\r\n--X\r\nend");
  }

  @Test
  void keepsNoFileWhereNobodyAsksForOne() {
    assertThat(post("/plain", MULTIPART, FILE).body()).isEqualTo("{csrf=[abc]} none");
  }

  @Test
  void keepsNoFileOfAClientThatLeft() throws InterruptedException {
    try (RawClient client = new RawClient(server.port())) {
      send(client, "/slow", MULTIPART, FILE);
      entered.await();
      assertThat(files()).isEqualTo(1);
    }
    leave.countDown();
    Condition.await(Duration.ofSeconds(10), "the file is gone", () -> files() == 0);
  }

  @Test
  void takesAFieldAsLargeAsTheForm() {
    String most = "a=" + "x".repeat((2 << 20) - 2);
    assertThat(post("/plain", URLENCODED, most).status()).isEqualTo(200);
    assertThat(post("/plain", URLENCODED, most + "x").status()).isEqualTo(413);
  }

  @Test
  void refusesAHeadThatIsNoForms() {
    for (String type :
        List.of(
            "multipart/form-data",
            "Multipart/Form-Data; charset=utf-8",
            "multipart/form-data; boundary",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=XX; charset=klingon")) {
      for (String path : List.of("/form", "/plain")) {
        Answer answer = post(path, type, FILE);
        assertThat(answer.status()).as(type).isEqualTo(400);
        assertThat(answer.body()).as(type).contains("malformed-request", "is no form's");
      }
    }
  }

  @Test
  void readsEmptyTextsAndSeesThatNoFileWasChosen() {
    String body =
        lines(
            "--XX",
            "Content-Disposition: form-data; name=\"tag\"",
            "",
            "",
            "--XX",
            "Content-Disposition: form-data; name=\"file\"; filename=\"\"",
            "Content-Type: application/octet-stream",
            "",
            "",
            "--XX--",
            "");
    assertThat(post(MULTIPART, body).body()).isEqualTo("{tag=[]} none");
  }

  @Test
  void refusesWhatNoBrowserSends() {
    assertThat(post(URLENCODED, "a=%zz").status()).isEqualTo(400);
    assertThat(post("application/json", "{}").status()).isEqualTo(415);
    assertThat(post(URLENCODED, "a=" + "x".repeat(70_000)).status()).isEqualTo(413);
    for (String body :
        List.of(
            "XX",
            "--XX\r\nno headers\r\n--XX--",
            "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nunended")) {
      assertThat(post(MULTIPART, body).status()).as(body).isIn(400, 422, 200);
      // Whatever it was taken for, the server is there.
      assertThat(post(URLENCODED, "a=1").status()).as(body).isEqualTo(200);
    }
  }
}
