package dev.ombud.door.start;

import dev.ombud.door.command.Version;
import dev.ombud.door.setting.BootstrapToken;
import dev.ombud.door.setting.Settings;
import dev.ombud.ground.base.Role;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a start tells the person who started it.
final class Welcome {
  private Welcome() {}

  static void print(Settings settings, Service service) {
    String scheme = settings.tls().isPresent() ? "https" : "http";
    String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    print(scheme + "://" + host + ":" + service.port(), service);
  }

  private static void print(String address, Service service) {
    StringBuilder text = new StringBuilder();
    text.append("\nOmbud ").append(Version.service()).append(" is ready at ").append(address);
    var ruleset = service.ruleset().ref();
    text.append(", ruleset ")
        .append(ruleset.version())
        .append(", ")
        .append(ruleset.digest(), 0, "sha256:".length() + 12);
    text.append("\nThe API to read and try: ").append(address).append("/docs\n");
    String token = "$OMBUD_TOKEN";
    if (!service.freshTokens().isEmpty()) {
      text.append(
          "\nTokens, good until the next start (the admin issues lasting ones in the console):\n");
      for (BootstrapToken fresh : service.freshTokens()) {
        text.append(
            "  %-13s %s%n".formatted(fresh.name().substring("local-".length()), fresh.secret()));
        if (fresh.roles().contains(Role.CALLER)) {
          token = fresh.secret();
        }
      }
    }
    text.append("\nPost a first aggregate, of a window that has just ended:\n")
        .append("  scripts/canary > canary.json\n")
        .append("  curl -sS ")
        .append(address)
        .append("/v1/decisions \\\n")
        .append("    -H \"Authorization: Bearer ")
        .append(token)
        .append("\" \\\n")
        .append("    -H 'Content-Type: application/json' \\\n")
        .append("    --data-binary @canary.json\n");
    PrintStream out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
    out.println(text);
    out.flush();
  }
}
