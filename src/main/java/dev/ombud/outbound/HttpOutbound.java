package dev.ombud.outbound;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// HTTP/1.1 to the places that the configuration names, one connection a call.
///
/// The name is resolved here, every address behind it is checked, and the connection goes to an
/// address that was checked: the JDK's client would resolve the name a second time. TLS is a must
/// but on loopback. A connection is never kept, because on one that the other side has just closed
/// nobody can tell whether a request got through. Answers are read up to 1 MiB. No message quotes a
/// path, a header or a body: any of them may hold a secret. Thread-safe.
public final class HttpOutbound implements Outbound, AutoCloseable {
  private static final int HTTPS = 443;

  private final Map<String, Destination> allowed;
  private final SSLContext tls;
  private final Resolver resolver;
  private final Limits limits;
  private final ScheduledThreadPoolExecutor watch;

  /// Turns a name into addresses.
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /// @param answer from the first byte sent to the last one read
  record Limits(Duration connect, Duration answer) {
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  /// @param allowed where calls may go; every other call is [Reply.Unreached]
  public HttpOutbound(Collection<Destination> allowed) {
    this(allowed, platformTrust(), InetAddress::getAllByName, Limits.DEFAULT);
  }

  HttpOutbound(Collection<Destination> allowed, SSLContext tls, Resolver resolver, Limits limits) {
    this.allowed =
        allowed.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    HttpOutbound::key,
                    Function.identity(),
                    (one, other) ->
                        new Destination(one.host(), one.port(), one.inside() && other.inside())));
    this.tls = tls;
    this.resolver = resolver;
    this.limits = limits;
    this.watch =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("outbound-watch").factory());
    watch.setRemoveOnCancelPolicy(true);
  }

  private static SSLContext platformTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  private static String key(Destination destination) {
    return destination.host() + ":" + destination.port();
  }

  @Override
  public Reply send(Call call) {
    Destination asked;
    try {
      asked = Destination.of(call.address(), false);
    } catch (IllegalArgumentException e) {
      return new Reply.Unreached("the address is none of HTTP: mend the target's `url`");
    }
    Destination destination = allowed.get(key(asked));
    if (destination == null) {
      return new Reply.Unreached(
          "`%s` is not among the configured targets: name it there".formatted(key(asked)));
    }
    Optional<String> fault =
        call.headers().entrySet().stream().flatMap(HttpOutbound::fault).findFirst();
    if (fault.isPresent()) {
      return new Reply.Unreached(fault.get());
    }
    return reach(call, destination);
  }

  private static Stream<String> fault(Map.Entry<String, String> header) {
    boolean good =
        header.getKey().matches("[A-Za-z0-9-]+")
            && header.getValue().chars().allMatch(c -> c >= ' ' && c <= '~');
    return good
        ? Stream.of()
        : Stream.of(
            "the header `%s` holds a character that HTTP does not allow: mend the secret or option"
                .formatted(header.getKey().replaceAll("[^A-Za-z0-9-]", "?")));
  }

  private Reply reach(Call call, Destination destination) {
    boolean encrypted = isEncrypted(call.address());
    List<InetAddress> addresses;
    try {
      addresses = List.of(resolver.resolve(bare(destination.host())));
    } catch (UnknownHostException e) {
      return new Reply.Unreached("the name `%s` is unknown".formatted(destination.host()));
    }
    for (InetAddress address : addresses) {
      Optional<String> refusal = refusal(destination, address, encrypted);
      if (refusal.isPresent()) {
        return new Reply.Unreached(refusal.get());
      }
    }
    String why = "there is no address behind `%s`".formatted(destination.host());
    for (InetAddress address : addresses) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(address, destination.port()), (int) limits.connect().toMillis());
        return exchange(call, destination, socket, encrypted);
      } catch (IOException e) {
        why = "`%s` cannot be connected to: %s".formatted(key(destination), plain(e));
      }
    }
    return new Reply.Unreached(why);
  }

  private static Optional<String> refusal(
      Destination destination, InetAddress address, boolean encrypted) {
    String host = destination.host();
    return switch (Reach.of(address)) {
      case NOWHERE ->
          Optional.of(
              "`%s` is link-local, multicast or reserved: name another host".formatted(host));
      case INSIDE ->
          !destination.inside()
              ? Optional.of(
                  "`%s` is a private address: set `\"inside\": true` at its target if that is meant"
                      .formatted(host))
              : plainRefusal(host, address, encrypted);
      case PUBLIC -> plainRefusal(host, address, encrypted);
    };
  }

  private static Optional<String> plainRefusal(
      String host, InetAddress address, boolean encrypted) {
    return encrypted || address.isLoopbackAddress()
        ? Optional.empty()
        : Optional.of(
            "`%s` would be spoken to without TLS: write https:// in its target".formatted(host));
  }

  /// @throws IOException where nothing was sent
  private Reply exchange(Call call, Destination destination, Socket socket, boolean encrypted)
      throws IOException {
    long began = System.nanoTime();
    // Closing the socket below TLS ends a write that nobody reads as well as a read.
    ScheduledFuture<?> deadline =
        watch.schedule(
            () -> closeQuietly(socket), limits.answer().toMillis(), TimeUnit.MILLISECONDS);
    try {
      Socket line = encrypted ? secure(socket, destination) : socket;
      return talk(call, line, began);
    } finally {
      deadline.cancel(false);
    }
  }

  private Socket secure(Socket socket, Destination destination) throws IOException {
    SSLSocket secured =
        (SSLSocket)
            tls.getSocketFactory()
                .createSocket(socket, bare(destination.host()), destination.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static Reply talk(Call call, Socket line, long began) throws IOException {
    byte[] request = request(call);
    OutputStream out = line.getOutputStream();
    try {
      out.write(request);
      out.flush();
      return new AnswerReader(new BufferedInputStream(line.getInputStream())).read(call.method());
    } catch (IOException e) {
      return new Reply.Unanswered(
          "`%s` did not answer: %s".formatted(call.address().getHost(), plain(e)),
          Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private static byte[] request(Call call) {
    URI address = call.address();
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    StringBuilder head = new StringBuilder(512);
    head.append(call.method()).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(address.getHost());
    boolean usual = address.getPort() < 0 || (isEncrypted(address) && address.getPort() == HTTPS);
    head.append(usual ? "" : ":" + address.getPort()).append("\r\n");
    head.append("User-Agent: Ombud\r\nConnection: close\r\n");
    call.headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (call.body().length > 0 || !call.method().equals("GET")) {
      head.append("Content-Length: ").append(call.body().length).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + call.body().length);
    request.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(call.body());
    return request.toByteArray();
  }

  private static boolean isEncrypted(URI address) {
    return address.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  /// A literal IPv6 address without its brackets.
  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// What went wrong, without what the other side said.
  private static String plain(IOException e) {
    return e instanceof SocketTimeoutException ? "it took too long" : e.getClass().getSimpleName();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Whoever uses it notices.
    }
  }

  /// Ends the watch over time-outs; calls under way end by themselves.
  @Override
  public void close() {
    watch.shutdown();
  }

  @Override
  public String toString() {
    return "outbound to " + Arrays.toString(allowed.keySet().toArray());
  }
}
