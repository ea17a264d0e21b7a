package dev.ombud.ground.base;

import java.util.Locale;

/// Everything that can be wrong at one place of an input: the closed list of the codes of
/// [Violation], as the contract has it. A code is never renamed.
public enum ViolationCode {
  MISSING_FIELD,
  UNKNOWN_FIELD,
  WRONG_TYPE,
  NOT_IN_LIST,
  OUT_OF_RANGE,
  NOT_A_WHOLE_NUMBER,
  TOO_LONG,
  TOO_MANY,
  EMPTY,
  BAD_FORMAT,
  WINDOW_ENDS_BEFORE_IT_STARTS,
  CONTRADICTION,
  LONE_SURROGATE,
  DUPLICATE_ITEM,
  RESERVED_WORD,
  /// A name that must be given once is given twice.
  REPEATED_ITEM,
  /// The control of an experiment is none of its variants.
  UNKNOWN_CONTROL;

  /// The stable name on the wire, for example `missing-field`.
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
