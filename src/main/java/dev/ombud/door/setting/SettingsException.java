package dev.ombud.door.setting;

import java.util.List;

/// The settings do not hold. Names every problem at once, and never a secret.
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public SettingsException(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /// One line a problem: starts with the setting's name, ends with the remedy.
  public List<String> problems() {
    return problems;
  }
}
