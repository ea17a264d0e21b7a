package dev.ombud.door.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One draft on a server, step by step. Whoever else writes into it in between is noticed by its
/// `ETag`. Belongs to one thread.
final class RemoteDraft {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration MAX_BACKTEST = Duration.ofMinutes(30);

  private static final Set<String> OVER = Set.of("ACTIVE", "RETIRED");

  private final RemoteServer server;
  private final String id;
  private String etag;

  private RemoteDraft(RemoteServer server, String id, String etag) {
    this.server = server;
    this.id = id;
    this.etag = etag;
  }

  /// A new draft.
  ///
  /// @param basedOn the version of which it is a copy
  static RemoteDraft begin(RemoteServer server, long basedOn, String title)
      throws InterruptedException {
    ServerAnswer answer = server.post("/v1/drafts", Map.of("basedOn", basedOn, "title", title));
    return new RemoteDraft(server, answer.text("id"), answer.header("ETag"));
  }

  /// One that is on its way and holds just this.
  ///
  /// @param basedOn the version of which it is a copy
  /// @param digest over all that it holds
  static Optional<ServerAnswer> find(RemoteServer server, long basedOn, String digest)
      throws InterruptedException {
    return server.get("/v1/drafts").all("items").stream()
        .filter(draft -> draft.number("basedOn") == basedOn && draft.text("digest").equals(digest))
        .filter(draft -> !OVER.contains(draft.text("state")))
        .findFirst();
  }

  /// One that exists, as it stands now.
  static RemoteDraft of(RemoteServer server, String id) throws InterruptedException {
    return new RemoteDraft(server, id, server.get(path(id, "")).header("ETag"));
  }

  /// Makes a draft the active ruleset.
  static void activate(RemoteServer server, String id, String reason) throws InterruptedException {
    server.post(path(id, "/activation"), Map.of("reason", reason));
  }

  private static String path(String id, String resource) {
    return "/v1/drafts/" + RemoteServer.segment(id) + resource;
  }

  String id() {
    return id;
  }

  /// Where a step of its life is to be posted.
  String url(String resource) {
    return server.url(path(id, resource));
  }

  /// @return what the server finds in the draft now
  List<ServerAnswer> upload(PublishPlan.Upload upload) throws InterruptedException {
    ServerAnswer answer =
        server.put(path(id, "/" + upload.resource()), upload.type(), etag, upload.content());
    etag = answer.header("ETag");
    return answer.all("findings");
  }

  /// The digest of everything in it.
  String digest() throws InterruptedException {
    return server.get(path(id, "")).text("digest");
  }

  /// Judges its scenarios.
  ServerAnswer test() throws InterruptedException {
    return server.post(path(id, "/test-runs"), Map.of());
  }

  /// Judges stored history by it, and waits for the end.
  ///
  /// @return the report
  ServerAnswer backtest(Instant from, Instant to) throws InterruptedException {
    ServerAnswer begun =
        server.post(path(id, "/backtests"), Map.of("from", from.toString(), "to", to.toString()));
    // Only the id counts: a server behind a proxy may not know where it is reached.
    String location = begun.header("Location");
    String backtest = path(id, "/backtests" + location.substring(location.lastIndexOf('/')));
    long end = System.nanoTime() + MAX_BACKTEST.toNanos();
    while (System.nanoTime() < end) {
      ServerAnswer answer = server.get(backtest);
      switch (answer.text("state")) {
        case "DONE" -> {
          return answer.inner("report");
        }
        case "FAILED", "CANCELLED" ->
            throw new ServerException(
                "the backtest ended as %s: %s"
                    .formatted(
                        answer.text("state"),
                        answer.find("failure").orElse("look into the server's log, or try again")),
                List.of());
        default -> Thread.sleep(BETWEEN_LOOKS);
      }
    }
    throw new ServerException(
        "the backtest takes more than %d minutes: name fewer days"
            .formatted(MAX_BACKTEST.toMinutes()),
        List.of());
  }

  /// Asks people to agree.
  ServerAnswer submit(String reason) throws InterruptedException {
    return server.post(path(id, "/submission"), Map.of("reason", reason));
  }
}
