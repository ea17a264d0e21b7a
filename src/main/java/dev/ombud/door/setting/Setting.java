package dev.ombud.door.setting;

import java.util.Arrays;
import java.util.List;

/// Every setting, declared once: what it is called, what holds where it is not set, what it means.
/// `docs/settings.md` is this list.
public enum Setting {
  HOST(
      "127.0.0.1",
      "The address to listen on. Anything but loopback needs a token of an admin first."),
  PORT("8080", "The port to listen on, 0 to 65535; 0 takes any that is free."),
  DATA_DIR(
      "./data", "Where the embedded PostgreSQL keeps its files. One service at a time uses it."),
  DATABASE_URL(
      "",
      "The PostgreSQL to use, `jdbc:postgresql://host:5432/name` or `postgresql://host:5432/name`;"
          + " then nothing embedded starts."),
  DATABASE_USER("", "The role that the service connects as. Needed with a database URL."),
  DATABASE_PASSWORD("", "That role's password.", true),
  DATABASE_OWNER_USER(
      "",
      "The role that owns the tables and runs the migrations. Where it is not set,"
          + " `OMBUD_DATABASE_USER` runs them."),
  DATABASE_OWNER_PASSWORD("", "The owner's password.", true),
  DATABASE_POOL(
      "24",
      "How many database connections to hold at most, 14 to 500: shared out among classes of work,"
          + " see database.md."),
  BOOTSTRAP_TOKENS(
      "",
      "Tokens that exist from the start: `name:role+role:secret`, separated by commas. Roles:"
          + " `caller`, `flags`, `owner`, `reviewer`, `auditor`, `operator`, `admin`. A secret may hold"
          + " `:` but no comma, and has at least 32 characters where others can reach the service."
          + " They are for the first start: one that leaves this list ends with the next start. On"
          + " loopback, a start without any prints a fresh token a role, and two for `owner`, until an"
          + " admin was issued a token. See `docs/access.md`.",
      true),
  TLS_CERTIFICATE("", "File with the certificate chain in PEM. Set it together with the key."),
  TLS_KEY("", "File with the certificate's private key in PEM."),
  HOME(".", "Where `rules/`, `decision-tables/` and `migrations/` stand."),
  TOKEN(
      "",
      "The token of whoever runs `java -jar ombud.jar publish`. The service itself leaves it alone.",
      true),
  QUEUE_CAPACITY(
      "4096",
      "How many aggregates may wait for a decision, 1 to 1000000; past that, posting answers 503."),
  REQUESTS_PER_SECOND(
      "20000", "How many requests a second one token may send, 1 to 1000000; past that, 429."),
  ALLOW_RULE_UPLOAD(
      "false",
      "Whether an admin may put rules (DRL) into a draft, `true` or `false`. Rules are code: they can"
          + " do whatever this service can."),
  TEXT_KEY(
      "",
      "File with the keys that texts of evidence are encrypted with. Where it is not set,"
          + " `keys/text.key` in the data directory; made on the first start. See `docs/privacy.md`."),
  MASKING_PATTERNS(
      "",
      "File with more that is to be masked in texts, a line each: a kind, a space, an RE2 pattern."
          + " What privacy.md lists is masked without it."),
  LOG_KEY(
      "",
      "File with the keys that sign the audit log. Where it is not set, `keys/log.key` in the data"
          + " directory; made on the first start. See `docs/audit-log.md`."),
  CHECKPOINT_FILE(
      "",
      "File that each signed checkpoint is appended to, best on another disk than the database. Where"
          + " it is not set, `checkpoints` in the data directory."),
  CHECKPOINT_WEBHOOK(
      "",
      "Address that each signed checkpoint is posted to, `https://…`; `http://…` on loopback alone.",
      true),
  RETAIN_TEXTS_DAYS(
      "365",
      "After how many days texts of evidence are destroyed, 1 to 36500. Legal holds go before."),
  RETAIN_ACCESS_DAYS(
      "1095",
      "After how many days it is forgotten who opened texts, exported and signed in, 90 to 36500."),
  REPLAY_SHARE(
      "0.001",
      "Which share of the new decisions is judged again from the record, 0 to 1, at most 60 a minute;"
          + " what comes out otherwise is logged, counted and recorded."),
  RETAIN_DECISIONS_MONTHS(
      "0",
      "How many whole months of decisions stay in the database beside the current one, 0 to 1200;"
          + " older ones are archived into files. 0 keeps all. See `docs/export.md`."),
  ARCHIVE_DIR(
      "",
      "Folder of the files of archived months. Where it is not set, `archive` in the data"
          + " directory."),
  AUTOMATIC_ACTIONS_PER_HOUR(
      "20",
      "How many actions may begin by themselves within an hour, 0 to 1000000; what exceeds it waits for"
          + " a person. See `docs/actions.md`."),
  FLAG_PLATFORMS(
      "",
      "File with the flag platforms besides the built-in one, a JSON array. See `docs/flags.md`."),
  FLAG_ENVIRONMENT(
      "production", "The environment in which OFREP evaluates flags for who names none."),
  FLAG_ORIGINS(
      "",
      "Origins of web pages whose scripts may ask OFREP from a browser, such as"
          + " `https://shop.example`, with commas between, at most 100. Their token is then in public:"
          + " one of a role that may do nothing else. See `docs/flags.md`."),
  SWITCH_DAYS(
      "14",
      "After how many days a switch that automation made of a flag counts as overdue, 1 to 365. See"
          + " `docs/flags.md`."),
  REVIEW_MINUTES(
      "30,240,2880",
      "After how many minutes a review that nobody answers ends by itself, in the lanes `FAST`,"
          + " `WORKBENCH` and `BULK`, each 1 to 43200. See `docs/reviews.md`."),
  REVIEW_ENDING(
      "HOLD,HOLD,LAPSE",
      "What becomes of it then, in the same lanes: `HOLD` does nothing and tells people again, one"
          + " level up; `LAPSE` does nothing and tells nobody."),
  OVERRIDE_DAYS("7", "How many days an override may hold at most, 1 to 90."),
  SLACK_SIGNING_SECRET(
      "",
      "The signing secret of the Slack app, or `file:` and the path of a file that holds it. Where it"
          + " is not set, buttons in Slack do nothing.",
      true),
  SLACK_PEOPLE(
      "",
      "File that says who is who in Slack, a line each: workspace and user (`T012AB3CD/U045EF6GH`), a"
          + " space, the name of a token. Set it together with the secret."),
  GITHUB_WEBHOOK_SECRET(
      "",
      "The webhook secret of the GitHub App whose deployment protection rules are answered by gates,"
          + " or `file:` and the path of a file that holds it; at least 32 characters where others can"
          + " reach the service. Where it is not set, GitHub is not heard. See `docs/gates.md`.",
      true),
  TARGETS(
      "",
      "File with the systems outside that actions go to, and the routes to them. Without it, nothing"
          + " is sent anywhere. See `docs/connectors.md`."),
  PUBLIC_URL(
      "",
      "Where people reach the service, for the links in tickets and messages: a host, without a path."
          + " Where it is not set, the address that it listens at, or loopback where that is every one."),
  SESSION_HOURS(
      "12", "After how many hours somebody has to sign in to the console again, 1 to 720."),
  SESSION_IDLE_MINUTES(
      "120",
      "After how many minutes in which they did nothing there, 1 to 43200. A page that is left open and"
          + " follows what happens counts as nothing."),
  OPENID_ISSUER(
      "",
      "The OpenID provider that people sign in to the console at, as it writes itself: its `issuer`, such"
          + " as `https://id.example/realms/shop`. Without it, tokens are the only way. See"
          + " `docs/console.md`."),
  OPENID_CLIENT("", "The id of the client that is registered there. Needed with an issuer."),
  OPENID_SECRET(
      "",
      "That client's secret, or `file:` and the path of a file that holds it. Where it is not set, the"
          + " client is a public one.",
      true),
  OPENID_SCOPES("openid profile", "What is asked for, with spaces between; `openid` is among it."),
  OPENID_SUBJECT(
      "sub",
      "The claim of the ID token by which a person is known for ever. `oid` is the one to take with"
          + " Entra."),
  OPENID_NAME(
      "preferred_username",
      "The claim that says how to call somebody on record, read at their first sign-in only."),
  OPENID_ROLES_CLAIM(
      "groups",
      "The claim that roles come from: a text or a list of texts. Dots lead into it, as in"
          + " `realm_access.roles`."),
  OPENID_ROLES(
      "",
      "What its values let people do: `role=value`, with `;` between, such as"
          + " `owner=shop-owners;reviewer=shop-reviewers`. A role and a value may stand there several"
          + " times. Needed with an issuer."),
  OPENID_PEOPLE(
      "",
      "File that says who has a token as well, a line each: the subject, a space, the name of the token."
          + " Both are then one person."),
  BRIEFS(
      "P1,P2,REVIEW,GATE_VERDICT,RELEASE_NOTES",
      "What the model puts into words besides digests and what people ask for: severities, `REVIEW`,"
          + " `GATE_VERDICT`, `RELEASE_NOTES`, with commas between; `NONE` for nothing."
          + " With `IN_TICKETS` what it says of a decision is added to the decision's ticket. See"
          + " `docs/briefs.md`."),
  OPENAI_ENDPOINT(
      "",
      "The Azure OpenAI resource that briefs are asked of, `https://NAME.openai.azure.com/`. Without it"
          + " every brief comes from the template."),
  OPENAI_DEPLOYMENT("", "The name of the deployment there. Needed with an endpoint."),
  OPENAI_API_VERSION("2024-10-21", "The version of its API."),
  OPENAI_KEY(
      "",
      "Its key, or `file:` and the path of a file that holds it. Where it is not set, the service signs"
          + " in by its Entra identity.",
      true),
  OPENAI_ENTRA_CLIENT("", "The client id of the identity, where the machine has several."),
  OPENAI_TEMPERATURE(
      "0",
      "How freely the model answers, 0 to 2; `NONE` sends nothing, for models that take none."),
  OPENAI_TIMEOUT_SECONDS("60", "How long one call may take, 1 to 120."),
  OPENAI_TOKENS(
      "200000,2000000",
      "How many tokens all instances together may spend within an hour and within a day, each 0 to"
          + " 1000000000; past that the template stands. The last fifth is for P1."),
  OPENAI_PRICES(
      "2.5,10",
      "What a million tokens of questions and of answers cost, in one currency: all costs are in it."),
  OPENAI_COST_PER_DAY("50", "How much may be spent within a day, in that currency.");

  static final String PREFIX = "OMBUD_";

  private final String fallback;
  private final String meaning;
  private final boolean secret;

  Setting(String fallback, String meaning) {
    this(fallback, meaning, false);
  }

  Setting(String fallback, String meaning, boolean secret) {
    this.fallback = fallback;
    this.meaning = meaning;
    this.secret = secret;
  }

  /// As it stands in the environment, for example `OMBUD_PORT`.
  public String variable() {
    return PREFIX + name();
  }

  /// What holds where it is not set; empty where nothing does.
  String fallback() {
    return fallback;
  }

  String meaning() {
    return meaning;
  }

  /// Whether its value must never be shown.
  boolean isSecret() {
    return secret;
  }

  static List<String> variables() {
    return Arrays.stream(values()).map(Setting::variable).toList();
  }
}
