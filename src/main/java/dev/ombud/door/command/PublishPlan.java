package dev.ombud.door.command;

import dev.ombud.decide.engine.RulesetCompiler;
import dev.ombud.decide.engine.RulesetParts;
import dev.ombud.ground.base.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What has to be uploaded, for a draft of the active ruleset to become what a folder holds.
///
/// @param uploads rules first, because a server may not take any
/// @param obstacles what no upload can bring about; empty where all is well
record PublishPlan(List<Upload> uploads, List<String> obstacles) {
  private static final String SCENARIOS = RulesetCompiler.TABLES + "scenarios.ndjson";

  PublishPlan {
    uploads = List.copyOf(uploads);
    obstacles = List.copyOf(obstacles);
  }

  /// One part to send.
  ///
  /// @param resource below the draft, for example `tables/severity`
  /// @param isNew whether the active ruleset has none of that path
  record Upload(String path, String resource, String type, boolean isNew, byte[] content) {}

  /// @param active path to digest of each part that decides now
  static PublishPlan of(RulesetParts folder, Map<String, String> active) {
    List<Upload> uploads = new ArrayList<>();
    List<String> obstacles = new ArrayList<>();
    folder
        .parts()
        .forEach((path, content) -> {
          if (!Sha256.text(Sha256.of(content)).equals(active.get(path))) {
            plan(path, content, !active.containsKey(path), uploads, obstacles);
          }
        });
    new TreeMap<>(active)
        .keySet().stream()
            .filter(path -> !folder.parts().containsKey(path))
            .forEach(path ->
                obstacles.add(
                    path
                        + " is in the active ruleset and not in the folder, and a draft cannot lose a"
                        + " part: put it back"));
    uploads.sort(
        Comparator.comparing((Upload upload) -> !upload.path().startsWith(RulesetCompiler.RULES)));
    return new PublishPlan(uploads, obstacles);
  }

  private static void plan(
      String path, byte[] content, boolean isNew, List<Upload> uploads, List<String> obstacles) {
    String name = path.substring(path.indexOf('/') + 1);
    if (path.startsWith(RulesetCompiler.TABLES) && path.endsWith(".xlsx")) {
      String table = RemoteServer.segment(name.substring(0, name.length() - ".xlsx".length()));
      String type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      uploads.add(new Upload(path, "tables/" + table, type, isNew, content));
    } else if (path.startsWith(RulesetCompiler.RULES) && path.endsWith(".drl")) {
      String type = "text/plain; charset=utf-8";
      uploads.add(new Upload(path, "rules/" + RemoteServer.segment(name), type, isNew, content));
    } else if (path.equals(SCENARIOS)) {
      uploads.add(new Upload(path, "scenarios", "application/x-ndjson", isNew, content));
    } else {
      obstacles.add(
          path
              + " cannot be uploaded: tables and "
              + SCENARIOS
              + " belong into "
              + RulesetCompiler.TABLES
              + ", rules into "
              + RulesetCompiler.RULES);
    }
  }
}
