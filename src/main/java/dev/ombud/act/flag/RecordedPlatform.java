package dev.ombud.act.flag;

import dev.ombud.act.flag.PlatformException.Kind;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import java.time.Instant;
import java.util.Optional;

/// Another platform, with each switch on record here: who owns it and until when, and what stood
/// there before. The row is committed before anything is written there, and marked as lifted once
/// the switch is taken back, or known not to be there. Thread-safe.
public final class RecordedPlatform implements FlagPlatform {
  private final FlagPlatform platform;
  private final SwitchStore switches;
  private final SwitchEvents events;

  public RecordedPlatform(FlagPlatform platform, Database database, TimeIds ids) {
    this.platform = platform;
    this.switches = new SwitchStore(database);
    this.events = new SwitchEvents(ids);
  }

  /// @return [Standing.Refused] where nothing of the switch stands there, or nothing may
  @Override
  public Standing look(Flag flag, FlagSwitch wanted, Instant evidenceAt) throws PlatformException {
    Optional<String> lifted;
    try {
      lifted = switches.find(wanted.key()).flatMap(SwitchStore.Kept::refusal);
    } catch (ServiceException e) {
      throw new PlatformException(Kind.LATER, e.detail());
    }
    if (lifted.isPresent()) {
      return new Standing.Refused(lifted.get());
    }
    Standing standing = platform.look(flag, wanted, evidenceAt);
    if (standing instanceof Standing.Refused(String why)) {
      retract(flag, wanted, why);
    }
    return standing;
  }

  @Override
  public Standing.Trail write(
      Flag flag, FlagSwitch wanted, Instant evidenceAt, Standing.Open before)
      throws PlatformException {
    try {
      switches.note(flag.key(), wanted, before.state(), events.made(flag.key(), wanted));
    } catch (ServiceException e) {
      throw new PlatformException(Kind.LATER, e.detail());
    }
    try {
      return platform.write(flag, wanted, evidenceAt, before);
    } catch (PlatformException e) {
      if (e.kind() != Kind.UNKNOWN) {
        retract(flag, wanted, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private void retract(Flag flag, FlagSwitch wanted, String why) throws PlatformException {
    try {
      switches.retract(wanted.key(), events.lifted(flag.key(), wanted, SwitchEvents.SERVICE, why));
    } catch (ServiceException e) {
      throw new PlatformException(Kind.UNKNOWN, e.detail());
    }
  }

  @Override
  public Standing restore(Flag flag, FlagSwitch made, String before, String actor, String reason)
      throws PlatformException {
    Standing standing = platform.restore(flag, made, before, actor, reason);
    if (standing instanceof Standing.Open || standing instanceof Standing.Refused) {
      // Refused means that a person changed it since: nothing of the switch is there any more.
      try {
        switches.lift(flag.key(), made, events.lifted(flag.key(), made, actor, reason));
      } catch (ServiceException e) {
        throw new PlatformException(Kind.UNKNOWN, e.detail());
      }
    }
    return standing;
  }

  @Override
  public Effect verify(Flag flag, FlagSwitch made) throws PlatformException {
    return platform.verify(flag, made);
  }
}
