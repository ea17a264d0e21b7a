package dev.ombud.ground.outbound;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 to the places that the configuration names, one connection a call.
///
/// The name is resolved here, every address behind it is checked, and the connection goes to an
/// address that was checked: a client that is given the name would resolve it a second time. TLS is
/// a must but on loopback. A connection is never kept, because on one that the other side has just
/// closed nobody can tell whether a request got through. Answers are read up to 1 MiB. No message
/// quotes a path, a header or a body: any of them may hold a secret. Thread-safe; an interrupt ends
/// the wait.
public final class HttpOutbound implements AutoCloseable {
  private final Resolver resolver;
  private final Transport transport;

  /// Turns a name into addresses.
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /// @param connect until there is a connection, for each address of a name
  /// @param answer for the agreement upon TLS, and again from the first byte of the request sent to
  ///   the last one of the answer read
  record Limits(Duration connect, Duration answer) {
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  public HttpOutbound() {
    this(null, InetAddress::getAllByName, Limits.DEFAULT);
  }

  /// @param trust nothing for what the Java platform trusts
  HttpOutbound(@Nullable TrustOptions trust, Resolver resolver, Limits limits) {
    this.resolver = resolver;
    this.transport = new Transport(trust, limits);
  }

  /// @param allowed where calls may go; every other call is [Reply.Unreached]
  public Outbound to(Collection<Destination> allowed) {
    Map<String, Destination> places =
        allowed.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    HttpOutbound::key,
                    Function.identity(),
                    (one, other) ->
                        new Destination(one.host(), one.port(), one.inside() && other.inside())));
    return call -> send(call, places);
  }

  private static String key(Destination destination) {
    return destination.host() + ":" + destination.port();
  }

  private Reply send(Call call, Map<String, Destination> allowed) {
    Destination asked;
    try {
      asked = Destination.of(call.address(), false);
    } catch (IllegalArgumentException e) {
      return new Reply.Unreached("the address is none of HTTP: correct the target's `url`");
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
            "the header `%s` holds a character that HTTP does not allow: correct the secret or option"
                .formatted(header.getKey().replaceAll("[^A-Za-z0-9-]", "?")));
  }

  private Reply reach(Call call, Destination destination) {
    boolean encrypted = Transport.isEncrypted(call.address());
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
      try {
        return ask(
            transport.open(
                call, destination.host(), new InetSocketAddress(address, destination.port())),
            call);
      } catch (IOException e) {
        why = "`%s` cannot be connected to: %s".formatted(key(destination), e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Reply.Unreached("the call was given up before anything was sent");
      }
    }
    return new Reply.Unreached(why);
  }

  private Reply ask(HttpClientRequest request, Call call) {
    long began = System.nanoTime();
    String why;
    try {
      return transport.ask(request, call);
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      why = "the call was given up";
    } finally {
      transport.end(request);
    }
    return new Reply.Unanswered(
        "`%s` did not answer: %s".formatted(call.address().getHost(), why),
        Duration.ofNanos(System.nanoTime() - began));
  }

  private static Optional<String> refusal(
      Destination destination, InetAddress address, boolean encrypted) {
    String host = destination.host();
    return switch (AddressReach.of(address)) {
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

  /// A literal IPv6 address without its brackets.
  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// Breaks off the calls under way, which end as [Reply.Unanswered]; every later one is
  /// [Reply.Unreached].
  @Override
  public void close() {
    transport.close();
  }
}
