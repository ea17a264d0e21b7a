package dev.ombud.act.platform;

import dev.ombud.act.flag.Flag;

/// Where a platform with projects keeps a flag: `checkout/new-basket`, or the flag alone, which is
/// one of project `default`.
record ProjectKey(String project, String flag) {
  static ProjectKey of(Flag flag) {
    String key = flag.platformKey();
    int slash = key.indexOf('/');
    return new ProjectKey(
        slash < 0 ? "default" : key.substring(0, slash), key.substring(slash + 1));
  }
}
