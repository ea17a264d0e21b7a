package dev.ombud.ground.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Whether a list has drills in it: the query parameter `drills`, one and the same wherever
/// anything is listed, counted or exported. A drill touches nothing else, so nobody sees one
/// unasked.
public enum DrillFilter {
  /// What is real.
  FALSE,
  /// Drills with what is real.
  TRUE,
  /// Drills and nothing else.
  ONLY;

  /// The name of the query parameter.
  public static final String PARAMETER = "drills";

  /// As it stands in a query.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param text nothing where the parameter is absent: then drills are left out
  /// @throws ServiceException BAD_PARAMETER
  public static DrillFilter read(Optional<String> text) {
    return text.map(DrillFilter::read).orElse(FALSE);
  }

  private static DrillFilter read(String text) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.BAD_PARAMETER,
                "`drills` is none of true, only and false: write one of them, or omit it"));
  }
}
