package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/// Who is under way with what: so many places and so much memory for each [Work], and a share of
/// both for each principal. Nothing is taken for a request that is over. Thread-safe.
final class Bulkheads {
  /// What is taken at this moment.
  private static final class Taken {
    private int places;
    private long bytes;
    private final Map<String, Share> shares = new HashMap<>();
  }

  private static final class Share {
    private int places;
    private long bytes;
  }

  private final Map<Work, Taken> taken = new EnumMap<>(Work.class);
  private final int most;

  /// @param most places of any class with work, where that is less than it has
  Bulkheads(int most) {
    this.most = most;
  }

  /// Takes a place, which the caller has to give back.
  ///
  /// @throws ServiceException OVERLOADED where the class has none left
  synchronized Place enter(Work work) {
    Taken all = of(work);
    if (all.places >= (work.isCheap() ? work.places() : Math.min(most, work.places()))) {
      throw new ServiceException(
          ErrorCode.OVERLOADED,
          "too many requests are under way: send the same again after a second");
    }
    all.places++;
    return new Place(work);
  }

  private Taken of(Work work) {
    return taken.computeIfAbsent(work, _ -> new Taken());
  }

  /// One request's place, and the memory of its body and of its answer. Thread-safe.
  final class Place implements AutoCloseable {
    private final Work work;
    private String principal = "";
    private long bytes;
    private boolean isGiven;

    private Place(Work work) {
      this.work = work;
    }

    Work work() {
      return work;
    }

    /// Says whose it is, from now on.
    ///
    /// @param most places of the class that they may have
    /// @throws ServiceException RATE_LIMITED where that principal has its share already
    void belongTo(String whose, int most) {
      synchronized (Bulkheads.this) {
        if (isGiven) {
          return;
        }
        leave();
        Share share = of(work).shares.computeIfAbsent(whose, _ -> new Share());
        if (share.places >= most) {
          throw new ServiceException(
              ErrorCode.RATE_LIMITED,
              "you have %d requests of this kind under way, which is all that one may have: wait for one to end, then send this again"
                  .formatted(share.places));
        }
        share.places++;
        principal = whose;
      }
    }

    private void leave() {
      if (!principal.isEmpty()) {
        Share share = of(work).shares.get(principal);
        if (share != null) {
          share.bytes -= bytes;
          of(work).bytes -= bytes;
          bytes = 0;
          share.places--;
          if (share.places == 0) {
            of(work).shares.remove(principal);
          }
        }
        principal = "";
      }
    }

    /// Sets aside memory for the body, instead of what was set aside before.
    ///
    /// @throws ServiceException OVERLOADED where too many bodies are held at this moment
    void hold(long wanted) {
      synchronized (Bulkheads.this) {
        if (!holdMore(wanted - bytes)) {
          throw new ServiceException(
              ErrorCode.OVERLOADED,
              "too many large bodies are under way: send the same again after a second");
        }
      }
    }

    /// Sets aside more memory, or gives some of it back.
    ///
    /// @return false where too much is held at this moment
    boolean holdMore(long more) {
      synchronized (Bulkheads.this) {
        if (isGiven) {
          return true;
        }
        Taken all = of(work);
        Share share = all.shares.computeIfAbsent(principal, _ -> new Share());
        // Even the smallest share has room for one body of whatever size is allowed.
        boolean isOver =
            all.bytes + more > work.bodyBytes()
                || (share.bytes > 0 && share.bytes + more > work.bodyBytes() / 2);
        if (more > 0 && isOver && all.bytes > 0) {
          return false;
        }
        bytes += more;
        share.bytes += more;
        all.bytes += more;
        return true;
      }
    }

    /// Gives the place back. Again does no harm.
    @Override
    public void close() {
      synchronized (Bulkheads.this) {
        if (!isGiven) {
          isGiven = true;
          leave();
          of(work).places--;
        }
      }
    }
  }
}
