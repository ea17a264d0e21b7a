package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// How an address finds its handler, and what becomes of what a handler does. Each test speaks raw
/// HTTP/1.1 to one shared server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerTest {
  private static final Charset UTF_8 = StandardCharsets.UTF_8;

  private Server server;

  @BeforeAll
  void start() {
    server =
        Servers.start(
            Route.of("GET", "/things", request -> text("all"), "product", "surface"),
            Route.of("POST", "/things", request -> text(new String(request.body(), UTF_8))),
            Route.of("GET", "/things/{id}", request -> text("one " + request.parameter("id"))),
            Route.of("GET", "/things/first", request -> text("literal")),
            Route.of("GET", "/query", request -> text(request.query("q").orElse("none")), "q"),
            Route.of("GET", "/thread", request -> text("" + Thread.currentThread().isVirtual())),
            Route.of("GET", "/trace", request -> text(request.traceId())),
            Route.of(
                "GET", "/form", request -> text(request.acceptable("text/html", "text/plain"))),
            Route.of("GET", "/bug", ServerTest::bug),
            Route.of("GET", "/deep", ServerTest::deep),
            Route.of("GET", "/full", ServerTest::full),
            Route.of("GET", "/cached", request -> text("x").with("Cache-Control", "max-age=9")));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static Response text(String text) {
    return Response.of(200, "text/plain", text.getBytes(UTF_8));
  }

  private static Response bug(Request request) {
    throw new IllegalStateException("a secret of ours");
  }

  private static Response full(Request request) {
    throw new ServiceException(ErrorCode.OVERLOADED, "the queue is full");
  }

  private static Response deep(Request request) {
    throw new StackOverflowError("a secret of ours");
  }

  private Answer ask(String line, String... headers) {
    try (RawClient client = new RawClient(server.port())) {
      String all = headers.length == 0 ? "" : String.join("\n", headers) + "\n";
      return client.head(line + " HTTP/1.1\nHost: localhost\n" + all + "\n").read();
    }
  }

  private void check(String line, int status, String inBody) {
    Answer answer = ask(line);
    assertThat(answer.status()).as(line).isEqualTo(status);
    assertThat(answer.body()).as(line).contains(inBody);
  }

  @Test
  void findsTheHandlerForAnAddress() {
    check("GET /things", 200, "all");
    check("GET /things/a%20b", 200, "one a b");
    check("GET /things/a+b", 200, "one a+b");
    check("GET /things/%C3%A4", 200, "one ä");
    check("GET /things/first", 200, "literal");
    check("GET /things/", 404, "\"not-found\"");
    check("GET /things/a/b", 404, "\"not-found\"");
    check("GET /thing", 404, "`/thing`");
    check("GET //things", 200, "all");
    check("GET /x/../things", 200, "all");
    check("OPTIONS *", 404, "\"not-found\"");
    check("GET /things/%zz", 400, "\"malformed-request\"");
    check("GET /things/%e4", 400, "\"malformed-request\"");
    check("GET /things/%2", 400, "\"malformed-request\"");
  }

  @Test
  void readsTheQueryStrictly() {
    check("GET /query", 200, "none");
    check("GET /query?", 200, "none");
    check("GET /query?q=", 200, "");
    check("GET /query?q=a+b%2Bc&", 200, "a b+c");
    check("GET /query?q=a=b", 200, "a=b");
    check("GET /query?q=1&q=2", 400, "`q` is given twice");
    check("GET /query?q=%C3", 400, "bad escape");
    check("GET /query?%=1", 400, "bad escape");
    check("GET /things?prodct=shop", 400, "did you mean `product`?");
    check("GET /things?" + "x".repeat(5000) + "=1", 400, "is not known here");
    check("GET /thread?q=1", 400, "leave it out");
  }

  @Test
  void namesTheMethodsThatApply() {
    Answer answer = ask("DELETE /things");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD, POST");
    assertThat(ask("PATCH /things/1").header("allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void answersHeadWithTheHeadersOfGet() {
    try (RawClient client = new RawClient(server.port())) {
      Answer head = client.head("HEAD /things HTTP/1.1\nHost: x\n\n").readHead();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-length")).isEqualTo("3");
      // A body would be read as the beginning of the next answer.
      assertThat(client.head("GET /trace HTTP/1.1\nHost: x\n\n").read().status()).isEqualTo(200);
    }
  }

  @Test
  void sendsTheSameSafetyHeadersWithEveryAnswer() {
    for (String line : new String[] {"GET /things", "GET /nope", "GET /bug"}) {
      Answer answer = ask(line);
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      assertThat(answer.header("trace-id")).matches("[0-9a-f]{32}");
    }
    assertThat(ask("GET /cached").header("cache-control")).isEqualTo("max-age=9");
  }

  @Test
  void runsHandlersOnVirtualThreads() {
    check("GET /thread", 200, "true");
  }

  @Test
  void keepsTheTraceOfTheCaller() {
    String id = "4bf92f3577b34da6a3ce929d0e0e4736";
    Answer answer = ask("GET /trace", "traceparent: 00-" + id + "-00f067aa0ba902b7-01");
    assertThat(answer.body()).isEqualTo(id);
    assertThat(answer.header("trace-id")).isEqualTo(id);
    Answer problem = ask("GET /nope", "traceparent: 00-" + id + "-00f067aa0ba902b7-01");
    assertThat(problem.body()).contains("\"instance\":\"urn:ombud:trace:" + id + "\"");
  }

  @Test
  void tellsNothingOfAnUnexpectedException() {
    Answer answer = ask("GET /bug");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.body())
        .contains("\"internal\"", "urn:ombud:trace:" + answer.header("trace-id"))
        .doesNotContain("secret", "Exception");
    assertThat(ask("GET /deep").body()).contains("\"internal\"").doesNotContain("secret");
  }

  @Test
  void saysWhenToComeBack() {
    Answer answer = ask("GET /full");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("1");
  }

  @Test
  void refusesWhatIsNotHttp() {
    check("GARBAGE", 400, "\"malformed-request\"");
    check("GET /" + "a".repeat(9_000), 431, "\"headers-too-large\"");
    check("GET /" + "a".repeat(70_000), 431, "\"headers-too-large\"");
    assertThat(ask("GET /things", "X: " + "a".repeat(20_000)).status()).isEqualTo(431);
    Answer answer = ask("GET /things", "X: " + "a".repeat(70_000));
    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.header("connection")).isEqualTo("close");
    Answer bad = ask("POST /things", "Content-Length: nine");
    assertThat(bad.status()).isEqualTo(400);
  }

  private void checkForm(String form, String... accept) {
    assertThat(ask("GET /form", accept).body()).as(String.join(" ", accept)).contains(form);
  }

  @Test
  void givesTheFormThatTheClientLikesBest() {
    checkForm("text/html");
    checkForm("text/html", "Accept:");
    checkForm("text/html", "Accept: ,");
    checkForm("text/html", "Accept: image/png, */*;q=0.001");
    checkForm("text/plain", "Accept: TEXT/Plain");
    checkForm("text/plain", "Accept: text/html ;q=0.5 , text/plain ; Q=0.6");
    checkForm("text/plain", "Accept: text/html;q=0.1", "Accept: text/plain;q=0.2");
    checkForm("text/plain", "Accept: image/png", "Accept: text/plain");
    checkForm("text/plain", "Accept: text/html;q=0, */*;q=0.001");
    checkForm("text/plain", "Accept: text/plain, text/*;q=0.9, */*;q=0.1");
    checkForm("text/html", "Accept: text/plain;q=0.9, text/html;title=\"a, b;q=0\"");
    checkForm("\"not-acceptable\"", "Accept: image/png");
    checkForm("\"not-acceptable\"", "Accept: */*;q=0");
  }

  @Test
  void showsPeopleAPageForAnAddressThatNobodyCanRead() {
    Server.Pages pages =
        (failure, traceId) -> Response.of(failure.code().status(), "text/html", new byte[0]);
    Route route = Route.of("GET", "/things/{id}", request -> text("one"), Route.ANY);
    ServerConfig config = new ServerConfig("127.0.0.1", 0, null, ServerConfig.Limits.DEFAULT);
    try (Server other = Server.start(config, List.of(), List.of(route), pages);
        RawClient client = new RawClient(other.port())) {
      for (String path :
          List.of(
              "/things/%zz", "/things/1?q=100%", "/nothing?%", "/things/" + "a".repeat(9_000))) {
        Answer page =
            client.head("GET " + path + " HTTP/1.1\nHost: x\nAccept: text/html\n\n").read();
        assertThat(page.status()).as(path).isEqualTo(path.length() > 9_000 ? 431 : 400);
        assertThat(page.header("content-type")).as(path).isEqualTo("text/html");
      }
    }
  }

  @Test
  void carriesManyRequestsOnOneConnection() {
    try (RawClient client = new RawClient(server.port())) {
      String post = "POST /things HTTP/1.1\nHost: x\nContent-Length: 2\n\n";
      client.head(post + "ab" + post + "cd" + "GET /nope HTTP/1.1\nHost: x\n\n" + post + "ef");
      assertThat(client.read().body()).isEqualTo("ab");
      assertThat(client.read().body()).isEqualTo("cd");
      assertThat(client.read().status()).isEqualTo(404);
      assertThat(client.read().body()).isEqualTo("ef");
    }
  }

  @Test
  void doesNotStartOnATakenPort() {
    ServerConfig config =
        new ServerConfig("127.0.0.1", server.port(), null, ServerConfig.Limits.DEFAULT);
    assertThatThrownBy(() -> Server.start(config, List.of()).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "cannot listen on `127.0.0.1:" + server.port() + "`: Address already");
  }

  @Test
  void doesNotStartWithTwoRoutesForOneAddress() {
    Route route = Route.of("GET", "/a", request -> text("a"));
    assertThatThrownBy(() -> Servers.start(route, route).close())
        .hasMessage("two routes for `GET /a`");
  }
}
