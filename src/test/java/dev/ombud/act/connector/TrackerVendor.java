package dev.ombud.act.connector;

import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.TargetKind;
import dev.ombud.ground.outbound.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A vendor that keeps tickets, as a test sees it from behind.
interface TrackerVendor extends Shaped.Vendor {
  String SECRET = "planted-token-5150";

  /// One ticket there, oldest first.
  final class Issue {
    String title = "";
    String text = "";
    String marker = "";
    String parent = "";
    String follows = "";
    List<String> labels = List.of();
    List<String> notes = new ArrayList<>();
    boolean isOpen = true;
    boolean isLeft;
    boolean isFinal;
    boolean isDeleted;
    int revision = 1;
    @Nullable Instant closedAt;
  }

  List<Issue> issues();

  TargetKind kind();

  String path();

  Map<String, String> options();

  /// As this vendor says that it is asked too often, with seven seconds to wait.
  Shaped.Said limit();

  default TargetConfig target(Shaped server) {
    URI url = server.url(path());
    return new TargetConfig(
        "tracker", kind(), url, Optional.of(new Secret(SECRET)), options(), true);
  }

  default void close(int issue, Instant at) {
    issues().get(issue).isOpen = false;
    issues().get(issue).closedAt = at;
  }
}
