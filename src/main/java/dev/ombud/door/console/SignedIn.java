package dev.ombud.door.console;

import dev.ombud.door.identity.Session;
import dev.ombud.door.identity.SessionStore;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Browsers;
import dev.ombud.door.web.Caller;
import dev.ombud.ground.base.ServiceException;
import java.time.Clock;
import java.util.Optional;

/// Who is behind the secret of a browser: whoever opened the session, as long as the token that
/// they opened it with is good. Thread-safe.
final class SignedIn implements Browsers.Keeper {
  private final Access access;
  private final SessionStore sessions;
  private final Clock clock;

  SignedIn(Access access, SessionStore sessions, Clock clock) {
    this.access = access;
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public Optional<Browsers.Kept> find(String secret) {
    return sessions
        .find(secret, clock.instant())
        .flatMap(session ->
            who(session)
                .map(caller ->
                    new Browsers.Kept(
                        caller, () -> sessions.see(secret, session, clock.instant()))));
  }

  private Optional<Caller> who(Session session) {
    try {
      return Optional.of(session.tokenDigest().map(access::holder).orElseGet(session::who));
    } catch (ServiceException e) {
      // The token was revoked, and with it every session that it opened.
      return Optional.empty();
    }
  }

  @Override
  public void end(String secret) {
    sessions.end(secret);
  }
}
