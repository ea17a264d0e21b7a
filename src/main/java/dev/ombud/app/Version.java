package dev.ombud.app;

import java.util.Optional;

/// What runs.
final class Version {
  private Version() {}

  /// As the jar's manifest has it; `dev` from a folder of classes.
  static String service() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }

  /// What judged, for the record.
  static String engine() {
    return "ombud-" + service() + "/drools-" + dev.ombud.engine.RulesetCompiler.engineVersion();
  }
}
