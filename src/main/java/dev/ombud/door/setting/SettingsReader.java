package dev.ombud.door.setting;

import dev.ombud.act.platform.PlatformConfig;
import dev.ombud.act.target.Targets;
import dev.ombud.act.target.TargetsReader;
import dev.ombud.door.identity.Session;
import dev.ombud.ground.base.Nearest;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.database.Pool;
import dev.ombud.ground.outbound.SecretSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Reads the environment once and collects every problem. No problem quotes a secret, and so none
/// quotes a database address or a token.
final class SettingsReader {
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  SettingsReader(Map<String, String> environment) {
    this.environment = environment;
  }

  Settings read() {
    refuseUnknown();
    int port = number(Setting.PORT, 0, 65_535);
    AddressSettings addresses = new AddressSettings(this::text, this::problem);
    URI home = addresses.home(host(), port, isSet(Setting.TLS_KEY));
    SecretStrength strength = new SecretStrength(isOpen(home), this::problem);
    List<BootstrapToken> tokens = new BootstrapSettings(this::text, this::problem, strength).read();
    Settings settings =
        new Settings(
            host(),
            port,
            path(Setting.DATA_DIR),
            database(),
            number(Setting.DATABASE_POOL, Pool.CONNECTIONS_LEAST, 500),
            tokens,
            tls(),
            path(Setting.HOME),
            number(Setting.QUEUE_CAPACITY, 1, 1_000_000),
            number(Setting.REQUESTS_PER_SECOND, 1, 1_000_000),
            flag(Setting.ALLOW_RULE_UPLOAD),
            key(Setting.TEXT_KEY, "text.key"),
            isSet(Setting.MASKING_PATTERNS)
                ? Optional.of(readable(Setting.MASKING_PATTERNS))
                : Optional.empty(),
            key(Setting.LOG_KEY, "log.key"),
            isSet(Setting.CHECKPOINT_FILE)
                ? path(Setting.CHECKPOINT_FILE)
                : path(Setting.DATA_DIR).resolve("checkpoints"),
            addresses.webhook(),
            Duration.ofDays(number(Setting.RETAIN_TEXTS_DAYS, 1, 36_500)),
            Duration.ofDays(number(Setting.RETAIN_ACCESS_DAYS, 90, 36_500)),
            share(Setting.REPLAY_SHARE),
            number(Setting.RETAIN_DECISIONS_MONTHS, 0, 1_200),
            isSet(Setting.ARCHIVE_DIR)
                ? path(Setting.ARCHIVE_DIR)
                : path(Setting.DATA_DIR).resolve("archive"),
            number(Setting.AUTOMATIC_ACTIONS_PER_HOUR, 0, 1_000_000),
            flagPlatforms(),
            text(Setting.FLAG_ENVIRONMENT),
            addresses.origins(),
            number(Setting.SWITCH_DAYS, 1, 365),
            new ReviewSettings(this::text, this::problem, strength).read(),
            new BriefSettings(this::text, this::problem).read(),
            targets(),
            strength
                .read(Setting.GITHUB_WEBHOOK_SECRET, this::text)
                .map(secret -> new Settings.GitHub(secret.reveal())),
            home,
            sessionLife(),
            new OpenIdSettings(this::text, this::problem).read(home));
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return settings;
  }

  private Session.Life sessionLife() {
    return new Session.Life(
        Duration.ofHours(number(Setting.SESSION_HOURS, 1, 720)),
        Duration.ofMinutes(number(Setting.SESSION_IDLE_MINUTES, 1, 43_200)));
  }

  private void refuseUnknown() {
    List<String> known = Setting.variables();
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(Setting.PREFIX) && !known.contains(name)) {
        String remedy =
            Nearest.of(name, known)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse("docs/settings.md lists all there are");
        problems.add("`" + name + "` is no setting: " + remedy);
      }
    }
  }

  private String host() {
    String host = text(Setting.HOST);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }

  /// Whether others than this machine can reach the service, directly or by a proxy.
  private boolean isOpen(URI home) {
    return !AddressSettings.isLoopback(host()) || !AddressSettings.isLoopback(home.getHost());
  }

  private Optional<Settings.Database> database() {
    if (!isSet(Setting.DATABASE_URL)) {
      for (Setting setting :
          List.of(
              Setting.DATABASE_USER,
              Setting.DATABASE_PASSWORD,
              Setting.DATABASE_OWNER_USER,
              Setting.DATABASE_OWNER_PASSWORD)) {
        if (isSet(setting)) {
          problem(setting, "means nothing without OMBUD_DATABASE_URL: set both or neither");
        }
      }
      return Optional.empty();
    }
    DatabaseAddress address;
    try {
      address = DatabaseAddress.parse(text(Setting.DATABASE_URL));
    } catch (IllegalArgumentException e) {
      problem(Setting.DATABASE_URL, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    String user = isSet(Setting.DATABASE_USER) ? text(Setting.DATABASE_USER) : address.user();
    String password =
        isSet(Setting.DATABASE_PASSWORD) ? text(Setting.DATABASE_PASSWORD) : address.password();
    if (user.isEmpty()) {
      problem(Setting.DATABASE_USER, "is missing: set it to the role that the service connects as");
    }
    Optional<Settings.Login> owner = Optional.empty();
    if (isSet(Setting.DATABASE_OWNER_USER)) {
      owner =
          Optional.of(
              new Settings.Login(
                  text(Setting.DATABASE_OWNER_USER), text(Setting.DATABASE_OWNER_PASSWORD)));
    } else if (isSet(Setting.DATABASE_OWNER_PASSWORD)) {
      problem(
          Setting.DATABASE_OWNER_PASSWORD,
          "means nothing without OMBUD_DATABASE_OWNER_USER: set both or neither");
    }
    return Optional.of(
        new Settings.Database(address.url(), new Settings.Login(user, password), owner));
  }

  private Optional<Settings.Tls> tls() {
    if (isSet(Setting.TLS_CERTIFICATE) != isSet(Setting.TLS_KEY)) {
      Setting missing = isSet(Setting.TLS_KEY) ? Setting.TLS_CERTIFICATE : Setting.TLS_KEY;
      problem(missing, "is missing: TLS needs the certificate and its key: set both or neither");
      return Optional.empty();
    }
    if (!isSet(Setting.TLS_KEY)) {
      return Optional.empty();
    }
    return Optional.of(
        new Settings.Tls(readable(Setting.TLS_CERTIFICATE), readable(Setting.TLS_KEY)));
  }

  /// Their secrets stand in the environment or in files that it names.
  private Targets targets() {
    if (!isSet(Setting.TARGETS)) {
      return Targets.NONE;
    }
    TargetsReader.Result read =
        TargetsReader.read(path(Setting.TARGETS), new SecretSource(environment));
    read.findings().forEach(finding -> problem(Setting.TARGETS, finding.line()));
    return read.targets();
  }

  private Path key(Setting setting, String name) {
    return isSet(setting) ? path(setting) : path(Setting.DATA_DIR).resolve("keys").resolve(name);
  }

  private List<PlatformConfig> flagPlatforms() {
    if (!isSet(Setting.FLAG_PLATFORMS)) {
      return List.of();
    }
    Path file = readable(Setting.FLAG_PLATFORMS);
    try {
      return Files.isReadable(file)
          ? FlagPlatformsReader.read(file, new SecretSource(environment))
          : List.of();
    } catch (ServiceException e) {
      problem(Setting.FLAG_PLATFORMS, e.detail());
      return List.of();
    }
  }

  private Path readable(Setting setting) {
    Path file = path(setting);
    if (!Files.isRegularFile(file)) {
      problem(setting, "there is no file `" + file + "`: name a file");
    } else if (!Files.isReadable(file)) {
      problem(setting, "`" + file + "` cannot be read: let the service's user read it");
    }
    return file;
  }

  private boolean flag(Setting setting) {
    String value = text(setting);
    if (!value.equals("true") && !value.equals("false")) {
      problem(setting, "`" + value + "` is neither: write true or false");
    }
    return value.equals("true");
  }

  private int number(Setting setting, int least, int most) {
    String text = text(setting);
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same problem as a number out of bounds.
    }
    problem(
        setting,
        "`"
            + text
            + "` is no whole number from "
            + least
            + " to "
            + most
            + ": write one, or unset"
            + " it for "
            + setting.fallback());
    return least;
  }

  private double share(Setting setting) {
    String text = text(setting);
    try {
      double share = Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // The same problem as a number out of bounds.
    }
    problem(
        setting,
        "`%s` is no number from 0 to 1: write one, or unset it for %s"
            .formatted(text, setting.fallback()));
    return 0;
  }

  private Path path(Setting setting) {
    String text = text(setting);
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      problem(setting, "`" + text + "` is no path: " + e.getReason());
      return Path.of(".");
    }
  }

  /// An empty variable counts as unset: that is what compose files make of an absent one.
  private boolean isSet(Setting setting) {
    return !environment.getOrDefault(setting.variable(), "").isBlank();
  }

  private String text(Setting setting) {
    String value = environment.getOrDefault(setting.variable(), "");
    if (value.isBlank()) {
      return setting.fallback();
    }
    return setting.isSecret() ? value : value.strip();
  }

  private void problem(Setting setting, String what) {
    problems.add(setting.variable() + ": " + what);
  }
}
