package dev.ombud.door.web;

import io.vertx.core.MultiMap;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where the server listens, and its limits.
///
/// @param port 0 takes any free one
/// @param tls null for plain HTTP
/// @param isBehindProxy whether everybody comes by a proxy, which ends TLS and says last in
///   `X-Forwarded-For` whom it let in
public record ServerConfig(
    String host, int port, @Nullable Tls tls, boolean isBehindProxy, Limits limits) {
  public ServerConfig(String host, int port, @Nullable Tls tls, Limits limits) {
    this(host, port, tls, false, limits);
  }

  /// Whether browsers reach us by TLS.
  boolean isSecure() {
    return tls != null || isBehindProxy;
  }

  /// The headers of every answer.
  void putSafety(MultiMap headers, String traceId) {
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    headers.set("Trace-Id", traceId);
    if (isSecure()) {
      headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
  }

  /// How many connections one address may have; behind a proxy all come from one.
  int connectionsPerAddress() {
    return isBehindProxy ? limits.connections() : (limits.connections() * 3 + 3) / 4;
  }

  /// PEM files; the certificate's file holds the whole chain.
  public record Tls(Path certificate, Path key) {}

  /// What a client can make the server do at most, where it depends on the clock or the machine.
  /// Sizes that are a part of the contract stand as constants where they are enforced.
  ///
  /// @param running requests of one class of [Work] that are under way at once, where that is fewer
  ///   than the class has places; the next is answered with 503
  /// @param connections open at once, three quarters of them from one address; the next is closed
  /// @param body how long one body may take to arrive, and an answer to be read at least a little
  /// @param idle after how long a connection on which nothing is under way is closed
  /// @param stop how long running requests may take to finish when the server stops
  public record Limits(int running, int connections, Duration body, Duration idle, Duration stop) {
    public static final Limits DEFAULT =
        new Limits(
            2_000, 16_000, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(10));
  }
}
