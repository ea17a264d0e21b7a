package dev.ombud.door.actapi;

import dev.ombud.door.api.DecisionRoutes;
import dev.ombud.door.start.HealthRoutes;
import dev.ombud.door.start.Readiness;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.DocsRoutes;
import dev.ombud.door.web.Route;
import dev.ombud.door.web.Server;
import dev.ombud.door.web.ServerConfig;
import dev.ombud.door.web.Tokens;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.domain.Progress;
import dev.ombud.record.decision.Intake;
import dev.ombud.record.texts.Masking;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The API on a free port, over decisions in memory. The secret of a token is the word of its role.
public final class Api implements AutoCloseable {
  public final RecordedDecisions decisions = new RecordedDecisions();
  public final Server server;

  /// Names of tokens that are good no more.
  public final Set<String> ended = ConcurrentHashMap.newKeySet();

  private final Function<Access, List<Route>> more;

  public Api() {
    this(access -> List.of());
  }

  /// @param more further routes
  Api(Function<Access, List<Route>> more) {
    this.more = more;
    server =
        Server.start(new ServerConfig("127.0.0.1", 0, null, ServerConfig.Limits.DEFAULT), routes());
  }

  /// Every route.
  List<Route> routes() {
    Access access = new Access(tokens(), 20_000);
    List<Route> routes =
        new ArrayList<>(
            DecisionRoutes.routes(
                access,
                new Intake(Masking.usual(), texts -> List.of()),
                decisions,
                id -> Progress.atFirst(decisions.find(id).orElseThrow().decision()),
                _ -> List.of()));
    routes.addAll(more.apply(access));
    routes.addAll(DocsRoutes.routes());
    routes.addAll(
        HealthRoutes.routes(
            () ->
                new Readiness(
                    true, true, Optional.empty(), 1, "sha256:00", Optional.empty(), List.of()),
            () -> ""));
    return routes;
  }

  private Tokens tokens() {
    return digest -> holder(digest).filter(caller -> !ended.contains(caller.name()));
  }

  private static Optional<Caller> holder(byte[] digest) {
    return Arrays.stream(Role.values())
        .filter(role -> MessageDigest.isEqual(digest, sha256(role.word())))
        .map(role -> new Caller(role.word(), EnumSet.of(role)))
        .findFirst()
        .or(() ->
            MessageDigest.isEqual(digest, sha256("another"))
                ? Optional.of(new Caller("another", EnumSet.of(Role.CALLER)))
                : Optional.empty());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public RawClient client() {
    return new RawClient(server.port());
  }

  Answer get(String path) {
    try (RawClient client = client()) {
      return client
          .head("GET " + path + " HTTP/1.1\nHost: x\nAuthorization: Bearer auditor\n\n")
          .read();
    }
  }

  public Answer post(String path, String type, String body) {
    try (RawClient client = client()) {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      return client.head(head(path, type, "Content-Length: " + length)).send(body).read();
    }
  }

  public static String head(String path, String type, String length) {
    return "POST "
        + path
        + " HTTP/1.1\nHost: x\nAuthorization: Bearer caller\nContent-Type: "
        + type
        + "\n"
        + length
        + "\n\n";
  }

  /// A valid aggregate on one line.
  public static String aggregate(String id) {
    return """
    {"specVersion":"1.0","aggregateId":"%s","window":{"start":"2024-01-01T00:00:00Z",\
    "end":"2024-01-01T01:00:00Z"},"product":"shop","surface":"checkout",\
    "cluster":{"id":"c1","categories":["checkout"],"confidence":0.9},"volume":{"count":10}}\
    """
        .formatted(id);
  }

  @Override
  public void close() {
    server.close();
  }
}
