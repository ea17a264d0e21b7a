package dev.ombud.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Forms, as browsers and others send them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormTest {
  private static final String URLENCODED = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/form-data; boundary=XX";

  private Server server;

  @BeforeAll
  void start() {
    server =
        Servers.start(
            Route.of(
                    "POST",
                    "/form",
                    request -> {
                      String file =
                          request
                              .file()
                              .map(each ->
                                  each.name()
                                      + ":"
                                      + new String(each.content(), StandardCharsets.ISO_8859_1))
                              .orElse("none");
                      return Response.of(
                          200,
                          "text/plain; charset=utf-8",
                          (request.form() + " " + file).getBytes(StandardCharsets.UTF_8));
                    })
                .taking(new Route.Body.Whole(64 << 10)));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  private Answer post(String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    try (RawClient client = new RawClient(server.port())) {
      String head =
          "POST /form HTTP/1.1\nHost: x\nContent-Type: %s\nContent-Length: %d\n\n"
              .formatted(type, bytes.length);
      return client.head(head).send(bytes).read();
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
    String body =
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
    assertThat(post(MULTIPART, body).body()).isEqualTo("{csrf=[abc]} a b.xlsx:\0\r\n--X\r\nend");
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
