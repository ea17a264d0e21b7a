package dev.ombud.record.decision;

import dev.ombud.ground.code.Tier;
import dev.ombud.record.decision.Window.Verdict;
import dev.ombud.record.decision.Windows.Folded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Windows as their row has them, a line each, because they are read and written with every
/// decision:
///
/// ```text
/// @019cafb4-fd7b-7000-8000-000000000002
/// ~ 3 0 1 1772470800
/// 1772474400 1772470800 0 B1! storefront/2026-03-02T18:00:00Z/payment_failure
/// 1772478000.5 1772474400 2 C0 storefront/2026-03-02T19:00:00Z/payment_failure
/// @
/// 1772481600 1772478000 0 N0 storefront/2026-03-02T20:00:00Z/payment_failure
/// ```
///
/// `@` names the incident of the lines below it, or none. `~` is what is not kept: breaches,
/// clears, tier, and when the last window ended that was to act, or `-`. A window is its end and
/// its start in Unix seconds, its revision, its verdict (`B`reach, `C`lear, `N`either) with tier
/// and `!` where it was to act by itself, and the id of its aggregate, in which no line ends.
/// Stateless.
final class WindowsText {
  private static final String NONE = "-";

  private WindowsText() {}

  static String write(Windows windows) {
    StringBuilder text = new StringBuilder(96 * (windows.kept().size() + 1));
    UUID incident = null;
    Folded folded = windows.folded();
    if (folded != null) {
      incident = incident(text, incident, folded.incident());
      text.append("~ ").append(folded.breaches()).append(' ').append(folded.clears());
      text.append(' ').append(digit(folded.tierReached())).append(' ');
      time(text, folded.actedAt());
      text.append('\n');
    }
    for (Window window : windows.kept()) {
      incident = incident(text, incident, window.incident());
      time(text, window.end());
      text.append(' ');
      time(text, window.start());
      text.append(' ').append(window.revision()).append(' ');
      text.append(window.verdict().name().charAt(0)).append(digit(window.tier()));
      text.append(window.isActed() ? "! " : " ").append(window.aggregateId()).append('\n');
    }
    return text.toString();
  }

  private static @Nullable UUID incident(
      StringBuilder text, @Nullable UUID before, @Nullable UUID now) {
    if (!Objects.equals(before, now)) {
      text.append('@').append(now == null ? "" : now).append('\n');
    }
    return now;
  }

  private static void time(StringBuilder text, @Nullable Instant time) {
    if (time == null) {
      text.append(NONE);
      return;
    }
    long seconds = time.getEpochSecond();
    int nanos = time.getNano();
    text.append(seconds);
    if (nanos > 0) {
      text.append('.').append(nanos);
    }
  }

  private static char digit(Tier tier) {
    return switch (tier) {
      case NONE -> '0';
      case TIER_1 -> '1';
      case TIER_2 -> '2';
      case TIER_3 -> '3';
    };
  }

  private static Tier tier(char digit) {
    return digit == '0' ? Tier.NONE : Tier.valueOf("TIER_" + digit);
  }

  /// @throws IllegalStateException where it is none of ours
  static Windows read(String text) {
    List<Window> kept = new ArrayList<>(Windows.KEPT);
    Folded folded = null;
    UUID incident = null;
    try {
      for (int from = 0; from < text.length(); ) {
        int end = text.indexOf('\n', from);
        String line = text.substring(from, end);
        switch (line.charAt(0)) {
          case '@' -> incident = line.length() == 1 ? null : UUID.fromString(line.substring(1));
          case '~' -> folded = folded(line, incident);
          default -> kept.add(window(line, incident));
        }
        from = end + 1;
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IllegalStateException("windows of an incident are damaged: " + text, e);
    }
    return new Windows(folded, kept);
  }

  private static Folded folded(String line, @Nullable UUID incident) {
    String[] parts = line.split(" ", -1);
    return new Folded(
        incident,
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        tier(parts[3].charAt(0)),
        parts[4].equals(NONE) ? null : time(parts[4]));
  }

  private static Window window(String line, @Nullable UUID incident) {
    String[] parts = line.split(" ", 5);
    String said = parts[3];
    Verdict verdict =
        switch (said.charAt(0)) {
          case 'B' -> Verdict.BREACH;
          case 'C' -> Verdict.CLEAR;
          case 'N' -> Verdict.NEITHER;
          default -> throw new IllegalArgumentException(said);
        };
    return new Window(
        time(parts[0]),
        time(parts[1]),
        parts[4],
        Integer.parseInt(parts[2]),
        verdict,
        tier(said.charAt(1)),
        said.length() > 2,
        incident);
  }

  private static Instant time(String text) {
    int point = text.indexOf('.');
    return point < 0
        ? Instant.ofEpochSecond(Long.parseLong(text))
        : Instant.ofEpochSecond(
            Long.parseLong(text, 0, point, 10),
            Integer.parseInt(text, point + 1, text.length(), 10));
  }
}
