package dev.ombud.console;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.web.Request;
import java.util.UUID;

/// What addresses name. Stateless.
public final class Paths {
  private Paths() {}

  /// The `{id}` of a path.
  ///
  /// @param what for the refusal, for example `decision`
  /// @throws ServiceException NOT_FOUND for what is no id at all
  public static UUID id(Request request, String what) {
    String text = request.parameter("id");
    try {
      UUID id = UUID.fromString(text);
      // The JDK also reads `1-1-1-1-1`, which is no id that we ever gave out.
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // The refusal below says it for both cases.
    }
    throw missing(what, text);
  }

  public static ServiceException missing(String what, Object id) {
    return new ServiceException(
        ErrorCode.NOT_FOUND, "there is no " + what + " `" + id + "`: check the address");
  }
}
