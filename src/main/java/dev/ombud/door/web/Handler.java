package dev.ombud.door.web;

import dev.ombud.ground.base.ServiceException;

/// One endpoint: straight-line, blocking code that runs on a virtual thread of its own. Instances
/// are shared by all requests and so hold no state of one.
@FunctionalInterface
public interface Handler {
  /// @throws ServiceException becomes a problem; any other exception becomes `internal`, and none
  ///   of its text reaches the client
  Response handle(Request request) throws ServiceException, InterruptedException;
}
