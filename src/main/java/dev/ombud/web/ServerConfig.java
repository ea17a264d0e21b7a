package dev.ombud.web;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where the server listens, and its limits.
///
/// @param port 0 takes any free one
/// @param tls null for plain HTTP
public record ServerConfig(String host, int port, @Nullable Tls tls, Limits limits) {

  /// PEM files; the certificate's file holds the whole chain.
  public record Tls(Path certificate, Path key) {}

  /// What a client can make the server do at most, where it depends on the clock or the machine.
  /// Sizes that are a part of the contract stand as constants where they are enforced.
  ///
  /// @param running requests that run at once; the next is answered with 503
  /// @param connections open at once; the next is closed
  /// @param body how long one body may take to arrive
  /// @param idle after how long a connection on which nothing is under way is closed
  /// @param stop how long running requests may take to finish when the server stops
  public record Limits(int running, int connections, Duration body, Duration idle, Duration stop) {
    public static final Limits DEFAULT =
        new Limits(
            2_000, 16_000, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(10));
  }
}
