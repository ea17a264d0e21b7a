package dev.ombud.ground.domain;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.util.HashMap;
import java.util.Map;

/// So many places for what lasts, and a share of them for each who asks, so that nobody keeps all
/// others out. Thread-safe.
public final class Shares {
  private final int most;
  private final int share;
  private final String what;
  private final String advice;
  private final Map<String, Integer> taken = new HashMap<>();

  /// @param most at once
  /// @param share of these for one
  /// @param what takes a place, in the plural
  /// @param advice what whoever is refused does
  public Shares(int most, int share, String what, String advice) {
    this.most = most;
    this.share = share;
    this.what = what;
    this.advice = advice;
  }

  /// Takes a place, which has to be given back.
  ///
  /// @throws ServiceException RATE_LIMITED where they have their share already, OVERLOADED where no
  ///   place is left
  public synchronized void enter(String who) {
    if (taken.getOrDefault(who, 0) >= share) {
      throw refusal(ErrorCode.RATE_LIMITED, share + " " + what + " of yours");
    }
    if (taken.values().stream().mapToInt(count -> count).sum() >= most) {
      throw refusal(ErrorCode.OVERLOADED, most + " " + what);
    }
    taken.merge(who, 1, Integer::sum);
  }

  private ServiceException refusal(ErrorCode code, String which) {
    return new ServiceException(code, which + " are under way: " + advice);
  }

  public synchronized void leave(String who) {
    taken.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
  }
}
