package dev.ombud.door.command;

import java.util.Optional;

/// What runs.
public final class Version {
  private Version() {}

  /// As the jar's manifest has it; `dev` from a folder of classes.
  public static String service() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }

  /// What judged, for the record.
  public static String engine() {
    return "ombud-"
        + service()
        + "/drools-"
        + dev.ombud.decide.engine.RulesetCompiler.engineVersion();
  }
}
