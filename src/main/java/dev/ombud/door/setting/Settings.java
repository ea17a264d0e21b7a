package dev.ombud.door.setting;

import dev.ombud.act.platform.PlatformConfig;
import dev.ombud.act.platform.Platforms;
import dev.ombud.act.review.Patience;
import dev.ombud.act.review.SlackClicks;
import dev.ombud.act.target.Targets;
import dev.ombud.door.identity.ProviderConfig;
import dev.ombud.door.identity.Session;
import dev.ombud.door.web.ServerConfig;
import dev.ombud.ground.base.ServiceAddress;
import dev.ombud.ground.database.DatabaseConfig;
import dev.ombud.ground.outbound.Destination;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the operator chose, checked. [Setting] says what each means. No text form shows a secret.
/// Immutable.
///
/// @param database the server to use; empty for the embedded one
/// @param tls empty for plain HTTP
/// @param textKey the file of the keys that texts are encrypted with; it need not exist yet
/// @param logKey the file of the keys that sign the audit log; it need not exist yet
/// @param checkpointWebhook may hold a secret
/// @param replayShare of the new decisions, 0 to 1
/// @param retainDecisionsMonths 0 keeps all
/// @param flagPlatforms besides the built-in one
/// @param flagEnvironment of those who evaluate flags and name none
/// @param flagOrigins of web pages whose scripts may ask OFREP
/// @param switchDays how long a switch of automation is meant to lie over a flag
/// @param publicUrl where people reach the service, for links
/// @param briefing what is put into words, and by whom
/// @param targets the systems outside, with their secrets
/// @param gitHub empty where GitHub is not heard
/// @param sessions how long a sign-in to the console is good
/// @param provider at which people sign in to the console, besides tokens
public record Settings(
    String host,
    int port,
    Path dataDirectory,
    Optional<Database> database,
    int databasePool,
    List<BootstrapToken> bootstrapTokens,
    Optional<Tls> tls,
    Path home,
    int queueCapacity,
    int requestsPerSecond,
    boolean allowsRuleUpload,
    Path textKey,
    Optional<Path> maskingPatterns,
    Path logKey,
    Path checkpointFile,
    Optional<URI> checkpointWebhook,
    Duration retainTexts,
    Duration retainAccess,
    double replayShare,
    int retainDecisionsMonths,
    Path archiveDirectory,
    int automaticActionsPerHour,
    List<PlatformConfig> flagPlatforms,
    String flagEnvironment,
    Set<String> flagOrigins,
    int switchDays,
    Reviewing reviewing,
    BriefPolicy briefing,
    Targets targets,
    Optional<GitHub> gitHub,
    URI publicUrl,
    Session.Life sessions,
    Optional<ProviderConfig> provider) {

  public Settings {
    bootstrapTokens = List.copyOf(bootstrapTokens);
    flagPlatforms = List.copyOf(flagPlatforms);
  }

  /// @param environment all of it; what does not begin with `OMBUD_` is none of our business
  /// @throws SettingsException with every problem that there is
  public static Settings read(Map<String, String> environment) {
    return new SettingsReader(environment).read();
  }

  /// The maker of every address that is sent out.
  public ServiceAddress address() {
    return new ServiceAddress(publicUrl);
  }

  /// Whether browsers come by HTTPS, to us or to whoever stands before us.
  public boolean isHttps() {
    return tls.isPresent() || "https".equals(publicUrl.getScheme());
  }

  public ServerConfig server() {
    ServerConfig.Tls files =
        tls.map(pair -> new ServerConfig.Tls(pair.certificate(), pair.key())).orElse(null);
    boolean isBehindProxy = files == null && isHttps();
    return new ServerConfig(host, port, files, isBehindProxy, ServerConfig.Limits.DEFAULT);
  }

  /// The server that somebody else keeps; nothing where it is ours.
  public Optional<DatabaseConfig> externalDatabase() {
    return database.map(chosen ->
        new DatabaseConfig(
            chosen.url(),
            chosen.user().toConfig(),
            chosen.owner().map(Login::toConfig),
            databasePool));
  }

  /// Every place that anything may be sent to.
  public List<Destination> destinations() {
    List<Destination> all = new ArrayList<>(targets.destinations());
    all.addAll(Platforms.destinations(flagPlatforms));
    reviewing
        .slack()
        .ifPresent(_ ->
            all.add(Destination.of(URI.create("https://" + SlackClicks.REPLIES + "/"), false)));
    return all;
  }

  /// A PostgreSQL server that somebody else keeps.
  ///
  /// @param url a JDBC address without user and password
  /// @param owner runs the migrations; where it is empty, `user` does
  public record Database(String url, Login user, Optional<Login> owner) {
    /// Without the address's parameters, any of which may be a secret.
    @Override
    public String toString() {
      int parameters = url.indexOf('?');
      return (parameters < 0 ? url : url.substring(0, parameters)) + " as " + user;
    }
  }

  /// A database role. Its text form hides the password.
  public record Login(String user, String password) {
    DatabaseConfig.Login toConfig() {
      return new DatabaseConfig.Login(user, password);
    }

    @Override
    public String toString() {
      return user;
    }
  }

  /// What people are asked, and how long.
  ///
  /// @param slack empty where nobody answers there
  public record Reviewing(Patience patience, Duration longestOverride, Optional<Slack> slack) {}

  /// A Slack app. Its text form hides the secret.
  ///
  /// @param people workspace and user of Slack to the name of a token
  public record Slack(String signingSecret, Map<String, String> people) {
    public Slack {
      people = Map.copyOf(people);
    }

    @Override
    public String toString() {
      return "Slack of " + people;
    }
  }

  /// A GitHub App whose protection rules gates answer. Its text form hides the secret.
  public record GitHub(String webhookSecret) {
    @Override
    public String toString() {
      return "GitHub";
    }
  }

  /// PEM files that exist and can be read.
  public record Tls(Path certificate, Path key) {}
}
