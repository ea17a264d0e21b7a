package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.text.Excerpt;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads whole bodies: `BodyHandler` of Vert.x Web, with a time and a memory that it has no limits
/// for. Belongs to the event loop.
final class Bodies {
  /// Without a boundary the reader would take it for a form of the other type.
  private static final Pattern NO_BOUNDARY =
      Pattern.compile("(?i)multipart/form-data(?!.*;\\s*boundary\\s*=\\s*\"?[^\\s\";]).*");

  private final Vertx vertx;
  private final Duration longest;
  private final Path uploads;
  // INVARIANT: only the event loop touches it.
  private final Map<RoutingContext, Long> awaited = new HashMap<>();

  /// @param longest how long a body may take to come
  /// @param uploads a folder for files on their way to a handler
  Bodies(Vertx vertx, Duration longest, Path uploads) {
    this.vertx = vertx;
    this.longest = longest;
    this.uploads = uploads;
  }

  /// Has a route read its body next.
  void addTo(io.vertx.ext.web.Route route, Route.Body.Whole body) {
    BodyHandler reader =
        (body.hasFiles() ? BodyHandler.create(uploads.toString()) : BodyHandler.create(false))
            .setBodyLimit(body.most())
            .setMergeFormAttributes(false);
    route.handler(routing -> await(routing, body.most()));
    route.handler(routing -> read(routing, reader));
    route.handler(this::take);
  }

  private void await(RoutingContext routing, int most) {
    HttpServerRequest http = routing.request();
    long announced = Head.bodyLength(http);
    if (announced > most) {
      throw Request.tooLarge(most);
    }
    boolean isChunked =
        http.version() == HttpVersion.HTTP_2 || http.headers().contains("Transfer-Encoding");
    if (announced > 0 || isChunked) {
      Exchange.of(routing).holdBody(announced >= 0 ? announced : most);
      awaited.put(routing, vertx.setTimer(longest.toMillis(), timer -> giveUp(routing)));
      routing.addEndHandler(sent -> stopWaiting(routing));
    }
    routing.next();
  }

  /// The reader throws where the headers already are no form's, for example with an unknown
  /// charset.
  private static void read(RoutingContext routing, BodyHandler reader) {
    String type = String.valueOf(routing.request().getHeader("Content-Type"));
    if (NO_BOUNDARY.matcher(type).matches()) {
      throw noForm(type);
    }
    try {
      reader.handle(routing);
    } catch (RuntimeException _) {
      throw noForm(type);
    }
  }

  private static ServiceException noForm(String type) {
    return new ServiceException(
        ErrorCode.MALFORMED_REQUEST,
        "content type `%s` is no form's: send its boundary, and UTF-8".formatted(Excerpt.of(type)));
  }

  private void giveUp(RoutingContext routing) {
    if (awaited.remove(routing) != null) {
      routing.fail(
          new ServiceException(
              ErrorCode.REQUEST_TIMEOUT, "the body came too slowly: send it again, faster"));
    }
  }

  /// Tells all whose bodies are still coming that the server stops.
  void stopWaiting() {
    for (RoutingContext routing : Set.copyOf(awaited.keySet())) {
      stopWaiting(routing);
      routing.fail(Inbound.stopping());
    }
  }

  private void stopWaiting(RoutingContext routing) {
    Long timer = awaited.remove(routing);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  private void take(RoutingContext routing) {
    if (awaited.containsKey(routing)) {
      stopWaiting(routing);
      // A form's parts are elsewhere, and as large as was announced.
      if (routing.body().buffer() != null && routing.request().version() != HttpVersion.HTTP_2) {
        Exchange.of(routing).holdBody(routing.body().length());
      }
    }
    routing.next();
  }
}
