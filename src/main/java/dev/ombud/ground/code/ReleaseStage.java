package dev.ombud.ground.code;

/// How far a release has been rolled out.
public enum ReleaseStage {
  PREPROD,
  CANARY,
  PROGRESSIVE,
  PRODUCTION
}
