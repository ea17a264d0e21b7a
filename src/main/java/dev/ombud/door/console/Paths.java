package dev.ombud.door.console;

import dev.ombud.door.web.Request;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import java.util.UUID;

/// What addresses name. Stateless.
public final class Paths {
  private Paths() {}

  /// The `{id}` of a path.
  ///
  /// @param what for the refusal, for example `decision`
  /// @throws ServiceException NOT_FOUND for what is no id at all
  public static UUID id(Request request, String what) {
    return id(request, "id", what);
  }

  /// The same of another segment.
  public static UUID id(Request request, String parameter, String what) {
    String text = request.parameter(parameter);
    return TimeIds.read(text).orElseThrow(() -> missing(what, text));
  }

  public static ServiceException missing(String what, Object id) {
    return new ServiceException(
        ErrorCode.NOT_FOUND, "there is no " + what + " `" + id + "`: check the address");
  }
}
