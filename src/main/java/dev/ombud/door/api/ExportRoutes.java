package dev.ombud.door.api;

import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.record.export.Export;
import dev.ombud.record.export.ExportFormat;
import dev.ombud.record.export.Exports;
import dev.ombud.record.log.EventRow;
import dev.ombud.record.search.DecisionFilter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Exports over HTTP. Thread-safe.
public final class ExportRoutes {
  private static final Set<Role> AUDITORS = EnumSet.of(Role.AUDITOR);
  private static final String FORMAT = "format";
  private static final String PROOFS = "proofs";

  private final Exports exports;

  private ExportRoutes(Exports exports) {
    this.exports = exports;
  }

  public static List<Route> routes(Access access, Exports exports) {
    ExportRoutes here = new ExportRoutes(exports);
    Signed signed = new Signed(access);
    String[] parameters =
        Stream.concat(Stream.of(FORMAT, PROOFS), Arrays.stream(DecisionFilter.parameters()))
            .toArray(String[]::new);
    return List.of(
        signed.within("GET", "/v1/exports/decisions", AUDITORS, here::export, parameters),
        signed.route("GET", "/v1/exports/{id}", AUDITORS, here::get));
  }

  private Response export(Request request, Caller caller) {
    ExportFormat format = format(request);
    DecisionFilter filter = DecisionFilter.read(Within.narrowed(caller, request::queries));
    if (request.method().equals("HEAD")) {
      return Response.of(200, format.mediaType(), new byte[0]);
    }
    boolean isProven = Listing.flag(request, PROOFS).orElse(false);
    Export export = exports.begin(format, filter, isProven, caller.name());
    Response.Stream stream =
        body ->
            export.run((bytes, from, length) -> {
              request.requireGoodToken();
              body.send(bytes, from, length);
            });
    return Response.stream(200, format.mediaType(), stream)
        .with("Export-Id", export.id().toString())
        .attached(export.file());
  }

  private static ExportFormat format(Request request) {
    String word = request.query(FORMAT).orElse(ExportFormat.NDJSON.word());
    return ExportFormat.find(word)
        .orElseThrow(() ->
            ServiceException.badParameter(
                "`format` is `%s`: write ndjson, csv or parquet".formatted(word)));
  }

  private Response get(Request request, Caller caller) {
    EventRow event =
        exports
            .find(Parameters.id(request, "export"))
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND,
                    "there is no manifest of an export `%s`: check the id, and wait for its end"
                        .formatted(request.parameter("id"))));
    Map<Object, Object> view = new LinkedHashMap<>();
    view.put("id", event.id().toString());
    view.put("startedAt", event.at().toString());
    view.put("startedBy", event.actor());
    view.putAll(Json.readMembers(event.detail().getBytes(StandardCharsets.UTF_8)));
    return Response.json(200, Json.write(view));
  }
}
