package dev.ombud.act.flag;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Database;
import java.util.Map;

/// Lifts switches because a person wants it, on whichever platform the flag lives. Thread-safe.
public final class Lifting {
  private final Flags flags;
  private final SwitchStore switches;
  private final Map<String, FlagPlatform> platforms;

  /// @param platforms by name, as flags in the registry refer to them
  public Lifting(Flags flags, Database database, Map<String, FlagPlatform> platforms) {
    this.flags = flags;
    this.switches = new SwitchStore(database);
    this.platforms = Map.copyOf(platforms);
  }

  /// Lifts every switch off an environment: what people set counts again, and evidence that is
  /// older than this moves nobody any more. Switches of another platform are taken back there, one
  /// after the other; where one is not, those before it stay lifted.
  ///
  /// @return how many
  /// @throws ServiceException NOT_FOUND, WRONG_STATE where another platform does not take one back
  public int lift(String key, String environment, String actor, String reason) {
    Flag flag = flags.require(key, environment).flag();
    if (flag.isBuiltin()) {
      return flags.lift(key, environment, actor, reason);
    }
    FlagPlatform platform = platforms.get(flag.platform());
    int lifted = 0;
    for (SwitchStore.Kept each : switches.open(key, environment)) {
      if (platform == null) {
        throw refusal(flag, "it is not configured: name it in OMBUD_FLAG_PLATFORMS");
      }
      try {
        Standing standing = platform.restore(flag, each.made(), each.before(), actor, reason);
        if (standing instanceof Standing.Pending(Standing.Trail trail)) {
          throw refusal(
              flag, "it waits for consent at `%s`: give it there".formatted(trail.address()));
        }
        lifted++;
      } catch (PlatformException e) {
        throw refusal(flag, e.getMessage() + ": try again");
      }
    }
    return lifted;
  }

  private static ServiceException refusal(Flag flag, String why) {
    return new ServiceException(
        ErrorCode.WRONG_STATE,
        "a switch of flag `%s` is not taken back on `%s`: %s"
            .formatted(flag.key(), flag.platform(), why));
  }
}
