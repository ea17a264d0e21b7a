package dev.ombud.act.connector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.HttpOutbound;
import dev.ombud.ground.outbound.Outbound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A server on loopback that speaks like one vendor, and fails like it when a test says so. What
/// the vendor's documents do not allow is a violation; a test that ends with one fails.
final class Shaped implements AutoCloseable {
  private final HttpServer server;
  private final HttpOutbound outbound = new HttpOutbound();
  private final Vendor vendor;
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  /// Answers as the vendor would.
  interface Vendor {
    Said answer(Asked request);
  }

  /// One request as it arrived.
  record Asked(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {

    Tree json() {
      return Tree.read(body.getBytes(StandardCharsets.UTF_8)).orElse(new Tree(null));
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    boolean is(String wantedMethod, String pattern) {
      return method.equals(wantedMethod) && path.matches(pattern);
    }

    /// The n-th part of the path, the first being 0.
    String part(int n) {
      return path.substring(1).split("/", -1)[n];
    }
  }

  /// One answer.
  record Said(int status, Map<String, String> headers, String body) {
    static Said json(int status, @Nullable Object body) {
      return new Said(
          status,
          Map.of("Content-Type", "application/json"),
          new String(Json.write(body), StandardCharsets.UTF_8));
    }

    static Said status(int status) {
      return new Said(status, Map.of(), "");
    }

    Said with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Said(status, more, body);
    }
  }

  /// What goes wrong with the next request of a method.
  sealed interface Fault {
    String method();

    /// It is answered like this, and not carried out.
    record Refusal(String method, Said said) implements Fault {}

    /// It is carried out, and the connection breaks before the answer.
    record Silence(String method) implements Fault {}

    /// It is carried out, and half of the answer's JSON arrives, as if that were all.
    record Half(String method) implements Fault {}
  }

  Shaped(Vendor vendor) {
    this.vendor = vendor;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  Outbound outbound() {
    return outbound.to(List.of(Destination.of(url(""), true)));
  }

  void fails(Fault... next) {
    synchronized (faults) {
      faults.addAll(Arrays.asList(next));
    }
  }

  /// What was asked, of one method.
  List<Asked> asked(String method) {
    return asked.stream().filter(each -> each.method().equals(method)).toList();
  }

  List<String> violations() {
    return violations;
  }

  /// Notes what the vendor's documents do not allow, and says so.
  static void require(boolean holds, String what) {
    if (!holds) {
      throw new Violation(what);
    }
  }

  static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
      super(what);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Asked request = read(exchange);
      asked.add(request);
      Fault fault = fault(request.method());
      if (fault instanceof Fault.Refusal(String _, Said said)) {
        write(exchange, said);
        return;
      }
      Said said;
      try {
        said = vendor.answer(request);
      } catch (Violation e) {
        violations.add(request.method() + " " + request.path() + ": " + e.getMessage());
        said = Said.json(400, Map.of("violation", String.valueOf(e.getMessage())));
      }
      if (fault instanceof Fault.Half) {
        int half = said.body().length() / 2;
        said = new Said(said.status(), said.headers(), said.body().substring(0, half));
      }
      if (!(fault instanceof Fault.Silence)) {
        write(exchange, said);
      }
    }
  }

  private @Nullable Fault fault(String method) {
    synchronized (faults) {
      Fault next = faults.peek();
      return next != null && next.method().equals(method) ? faults.poll() : null;
    }
  }

  private static Asked read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    URI address = exchange.getRequestURI();
    Map<String, String> query = new LinkedHashMap<>();
    if (address.getRawQuery() != null) {
      for (String pair : address.getRawQuery().split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return new Asked(
        exchange.getRequestMethod(),
        address.getPath(),
        query,
        headers,
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void write(HttpExchange exchange, Said said) throws IOException {
    byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
    said.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(said.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    outbound.close();
  }
}
