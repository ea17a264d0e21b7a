package dev.ombud.ground.code;

import java.util.Arrays;

/// Everything that a decision may ask for.
public enum ActionKind {
  FREEZE_ROLLOUT,
  REDUCE_EXPOSURE,
  DISABLE_VARIATION,
  DISABLE_FLAG,
  SHOW_BANNER,
  SWITCH_FALLBACK,
  ROLLBACK_RELEASE,
  PAUSE_EXPERIMENT,
  OPEN_TICKET,
  PAGE_OWNER,
  NOTIFY,
  ADD_TO_DIGEST,
  /// Takes back what a mitigation did. Only ever a person's: no decision asks for it.
  RESTORE;

  /// What a table may ask for.
  public static ActionKind[] askable() {
    return Arrays.stream(values()).filter(kind -> kind != RESTORE).toArray(ActionKind[]::new);
  }

  /// Whether this changes what customers get, and so falls under the mitigation's mode.
  public boolean mitigates() {
    return compareTo(PAUSE_EXPERIMENT) <= 0;
  }
}
