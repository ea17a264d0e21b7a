package dev.ombud.door.api;

import dev.ombud.door.web.Request;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.util.UUID;

/// What requests say besides their content: ids, tags, reasons. Stateless.
public final class Parameters {
  private static final int MAX_REASON_CHARS = 2000;

  private Parameters() {}

  /// @throws ServiceException NOT_FOUND for what is no id at all
  public static UUID id(Request request, String what) {
    String text = request.parameter("id");
    return TimeIds.read(text).orElseThrow(() -> ServiceException.missing(what, text));
  }

  /// The tag in `If-Match`, without its quotes; `*` for any.
  ///
  /// @throws ServiceException PRECONDITION_REQUIRED where there is none
  public static String tag(Request request) {
    String header =
        request
            .header("If-Match")
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.PRECONDITION_REQUIRED,
                    "a change needs the header If-Match: send the ETag that the draft had when you"
                        + " read it, so that nobody's change is lost"))
            .strip();
    boolean quoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
    return quoted ? header.substring(1, header.length() - 1) : header;
  }

  /// The body `{"reason": …}`.
  ///
  /// @throws ServiceException INVALID_REQUEST where there is none
  public static String reason(Request request) throws InterruptedException {
    return reason(object(request, "reason"));
  }

  /// The field `reason` of a body that may have others.
  ///
  /// @throws ServiceException INVALID_REQUEST where there is none
  public static String reason(JsonObject body) {
    return body.text("reason", MAX_REASON_CHARS)
        .orElseThrow(() ->
            ServiceException.invalid(
                "`reason` is missing: say why, it stands in the record for ever"));
  }

  /// The body, an object with none but these fields.
  public static JsonObject object(Request request, String... fields) throws InterruptedException {
    request.requireMediaType("application/json");
    return Json.readObject(request.body()).requireOnly(fields);
  }

  /// The body, where one was sent; else an empty object.
  public static JsonObject objectOrNothing(Request request) throws InterruptedException {
    byte[] body = request.body();
    if (body.length == 0) {
      return JsonObject.of(java.util.Map.of());
    }
    request.requireMediaType("application/json");
    return Json.readObject(body);
  }
}
