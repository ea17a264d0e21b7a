package dev.ombud.act.target;

import dev.ombud.ground.base.Finding;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.outbound.Destination;
import dev.ombud.ground.outbound.Secret;
import dev.ombud.ground.outbound.SecretSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the file of targets (`docs/connectors.md`, `examples/targets.json`) and finds everything
/// that is wrong with it, each with its place and the remedy. Belongs to one thread.
public final class TargetsReader {
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

  private final String file;
  private final SecretSource secrets;
  private final List<Finding> findings = new ArrayList<>();

  /// What came of it: with findings there are no targets.
  public record Result(Targets targets, List<Finding> findings) {
    public Result {
      findings = List.copyOf(findings);
    }
  }

  private TargetsReader(String file, SecretSource secrets) {
    this.file = file;
    this.secrets = secrets;
  }

  public static Result read(Path path, SecretSource secrets) {
    TargetsReader reader = new TargetsReader(String.valueOf(path.getFileName()), secrets);
    Targets targets = reader.targets(path);
    return new Result(reader.findings.isEmpty() ? targets : Targets.NONE, reader.findings);
  }

  private Targets targets(Path path) {
    Object document;
    try {
      document = Json.read(Files.readAllBytes(path));
    } catch (IOException e) {
      find("", "unreadable", "there is no readable file `%s`: name one".formatted(path));
      return Targets.NONE;
    } catch (ServiceException e) {
      find("", "no-json", e.getMessage());
      return Targets.NONE;
    }
    Map<String, @Nullable Object> fields = members("", document);
    only("", fields, List.of("targets", "routes"));
    Map<String, TargetConfig> targets = new TreeMap<>();
    List<@Nullable Object> entries = list("targets", fields.get("targets"));
    for (int i = 0; i < entries.size(); i++) {
      String place = "targets[" + i + "]";
      target(place, members(place, entries.get(i)))
          .filter(target -> isNew(place, targets, target))
          .ifPresent(target -> targets.put(target.name(), target));
    }
    List<TargetRoute> routes = new ArrayList<>();
    List<@Nullable Object> rows = list("routes", fields.get("routes"));
    for (int i = 0; i < rows.size(); i++) {
      String place = "routes[" + i + "]";
      route(place, members(place, rows.get(i)), targets).ifPresent(routes::add);
    }
    return new Targets(targets, routes);
  }

  private boolean isNew(String place, Map<String, TargetConfig> targets, TargetConfig target) {
    if (targets.containsKey(target.name())) {
      find(
          place + ".name",
          "second-name",
          "`%s` is the second of that name: give it another one".formatted(target.name()));
    }
    return !targets.containsKey(target.name());
  }

  private Optional<TargetConfig> target(String place, Map<String, @Nullable Object> fields) {
    only(place, fields, List.of("name", "kind", "url", "secret", "inside", "options"));
    String name = text(place + ".name", fields.get("name"));
    if (!name.matches(NAME)) {
      find(place + ".name", "bad-name", "write 1 to 63 lower-case letters, digits and hyphens");
    }
    String word = text(place + ".kind", fields.get("kind"));
    Optional<TargetKind> kind = TargetKind.of(word);
    if (kind.isEmpty()) {
      List<String> known = Arrays.stream(TargetKind.values()).map(TargetKind::word).toList();
      find(
          place + ".kind",
          "unknown-kind",
          "`%s` is no kind: %s".formatted(word, nearest(word, known)));
      return Optional.empty();
    }
    Optional<Secret> secret = secret(place + ".secret", kind.get(), fields.get("secret"));
    Optional<URI> url = url(place, kind.get(), fields.get("url"), secret);
    Map<String, String> options = options(place + ".options", kind.get(), fields.get("options"));
    boolean inside = flag(place + ".inside", fields.get("inside"));
    return url.map(address -> new TargetConfig(name, kind.get(), address, secret, options, inside));
  }

  private Optional<Secret> secret(String place, TargetKind kind, @Nullable Object where) {
    if (where == null) {
      if (kind.needsSecret()) {
        find(place, "no-secret", "is missing: write env:NAME or file:/path, where the secret is");
      }
      return Optional.empty();
    }
    try {
      Secret secret = secrets.read(text(place, where));
      if (kind == TargetKind.WEBHOOK && !WebhookSignature.isKey(secret)) {
        find(place, "no-key", "is no key: write whsec_ and 24 to 64 random bytes in base64 there");
      }
      if (kind == TargetKind.GITHUB_DEPLOYMENTS && !GitHubApp.isKey(secret)) {
        find(
            place,
            "no-key",
            "is no private key of RSA in PEM: put the key of the GitHub App there");
      }
      return Optional.of(secret);
    } catch (IllegalArgumentException e) {
      find(place, "no-secret", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<URI> url(
      String place, TargetKind kind, @Nullable Object value, Optional<Secret> secret) {
    if (kind.hidesAddress()) {
      if (value != null) {
        find(
            place + ".url",
            "secret-url",
            "its address is its secret: put it where `secret` points");
      }
      return secret.flatMap(hidden -> address(place + ".secret", hidden.reveal()));
    }
    String url = value == null ? kind.usualUrl() : text(place + ".url", value);
    return address(place + ".url", url);
  }

  private Optional<URI> address(String place, String text) {
    try {
      URI address = new URI(text.replaceFirst("/+$", ""));
      Destination.of(address, false);
      return Optional.of(address);
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Not quoted: it may hold a secret.
      find(place, "no-address", "is no address: write https://, a host and a path, no user in it");
      return Optional.empty();
    }
  }

  private Map<String, String> options(String place, TargetKind kind, @Nullable Object value) {
    Map<String, String> options = new LinkedHashMap<>();
    if (value != null) {
      members(place, value)
          .forEach((name, option) -> {
            if (kind.options().contains(name)) {
              options.put(name, text(place + "." + name, option));
            } else {
              find(
                  place + "." + name,
                  "unknown-option",
                  "`%s` has no such option: %s"
                      .formatted(kind.word(), nearest(name, kind.options())));
            }
          });
    }
    options.entrySet().stream()
        .filter(entry -> entry.getKey().equals("reopenDays"))
        .filter(entry -> !entry.getValue().matches("\\d{1,4}"))
        .forEach(entry -> find(place + ".reopenDays", "no-number", "write days, 0 to 9999"));
    return options;
  }

  private Optional<TargetRoute> route(
      String place, Map<String, @Nullable Object> fields, Map<String, TargetConfig> targets) {
    only(place, fields, List.of("subject", "product", "actions", "least", "target", "options"));
    String subject = text(place + ".subject", fields.get("subject"));
    String product =
        fields.get("product") == null ? "*" : text(place + ".product", fields.get("product"));
    String least = fields.get("least") == null ? "P4" : text(place + ".least", fields.get("least"));
    if (!least.matches("P[1-4]")) {
      find(place + ".least", "no-severity", "`%s` is no severity: write P1 to P4".formatted(least));
    }
    String name = text(place + ".target", fields.get("target"));
    TargetConfig target = targets.get(name);
    if (target == null) {
      find(
          place + ".target",
          "unknown-target",
          "there is no target `%s`: %s"
              .formatted(name, nearest(name, List.copyOf(targets.keySet()))));
      return Optional.empty();
    }
    Set<ActionKind> actions = actions(place + ".actions", target.kind(), fields.get("actions"));
    Map<String, String> options = options(place + ".options", target.kind(), fields.get("options"));
    for (String needed : target.kind().required()) {
      if (!target.options().containsKey(needed) && !options.containsKey(needed)) {
        find(
            place + ".options." + needed,
            "missing-option",
            "is missing: set it here or at the target `%s`".formatted(name));
      }
    }
    if (target.kind() == TargetKind.CLOUDEVENTS && !subject.startsWith("event:")) {
      find(
          place + ".subject",
          "no-event",
          "events only go there: write event:* or event: and a name");
    }
    return least.matches("P[1-4]")
        ? Optional.of(
            new TargetRoute(subject, product, actions, Severity.valueOf(least), name, options))
        : Optional.empty();
  }

  private Set<ActionKind> actions(String place, TargetKind kind, @Nullable Object value) {
    Set<ActionKind> actions = EnumSet.noneOf(ActionKind.class);
    if (value == null) {
      actions.addAll(kind.actions());
      return actions;
    }
    List<String> known = kind.actions().stream().map(Enum::name).toList();
    for (Object word : list(place, value)) {
      if (known.contains(String.valueOf(word))) {
        actions.add(ActionKind.valueOf(String.valueOf(word)));
      } else {
        find(
            place,
            "unknown-action",
            "`%s` cannot do `%s`: %s"
                .formatted(kind.word(), word, nearest(String.valueOf(word), known)));
      }
    }
    return actions;
  }

  private static String nearest(String word, List<String> known) {
    return Nearest.of(word, known)
        .map(nearest -> "did you mean `" + nearest + "`?")
        .orElse(known.isEmpty() ? "there are none" : "write one of " + String.join(", ", known));
  }

  private void only(String place, Map<String, @Nullable Object> fields, List<String> known) {
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        String where = place.isEmpty() ? name : place + "." + name;
        find(where, "unknown-field", "is no field: " + nearest(name, known));
      }
    }
  }

  private Map<String, @Nullable Object> members(String place, @Nullable Object value) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> object) {
      object.forEach((name, member) -> members.put(String.valueOf(name), member));
    } else {
      find(place, "no-object", "is no object: write one in braces");
    }
    return members;
  }

  private List<@Nullable Object> list(String place, @Nullable Object value) {
    List<@Nullable Object> list = new ArrayList<>();
    if (value instanceof List<?> items) {
      list.addAll(items);
    } else if (value != null) {
      find(place, "no-list", "is no list: write one in brackets");
    }
    return list;
  }

  private String text(String place, @Nullable Object value) {
    if (value instanceof String text && !text.isBlank()) {
      return text.strip();
    }
    find(place, "no-text", "needs a text: write one in quotation marks");
    return "";
  }

  private boolean flag(String place, @Nullable Object value) {
    if (value != null && !(value instanceof Boolean)) {
      find(place, "no-flag", "is neither: write true or false");
    }
    return Boolean.TRUE.equals(value);
  }

  private void find(String place, String code, @Nullable String message) {
    findings.add(new Finding(file, "", place, Finding.Level.ERROR, code, String.valueOf(message)));
  }
}
