package dev.ombud.door.identity;

import dev.ombud.door.identity.Token.Source;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Tokens;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.record.log.EventStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

/// Tokens in PostgreSQL, of whose secrets only the SHA-256 is kept. All that are good are held in
/// memory until [#keep]; one that expires ends at that moment, one that another instance revoked
/// with the next [#keep].
///
/// That a token is used is noted in memory and written down by [#keep]: to the minute, and as an
/// event of the log at the first use of each day (UTC). So no decision waits for it. What was not
/// written down yet is lost with a process that is killed. Thread-safe.
public final class TokenStore implements Tokens {
  static final String SERVICE = "service";

  private static final String COLUMNS =
      "name, roles, product, environment, source, created_at,"
          + " coalesce(issued_by, '"
          + SERVICE
          + "') as issued_by, expires_at, used_at,"
          + " revoked_at as revocation_at, revoked_by as revocation_by";

  private static final GenericType<Optional<Instant>> MOMENT = new GenericType<>() {};

  private final Database database;
  private final TimeIds ids;
  private final Clock clock;
  private final Map<String, Instant> used = new ConcurrentHashMap<>();
  private volatile Map<ByteBuffer, Held> good = Map.of();

  public TokenStore(Database database, TimeIds ids, Clock clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    reload();
  }

  private record Stored(byte[] secretDigest, Token token) {}

  /// A good token in memory.
  private static final class Held {
    private final Caller caller;
    private final long expiresMillis;
    private volatile long usedMinute;

    Held(Token token) {
      this.caller = new Caller(token.name(), token.roles(), token.reach());
      this.expiresMillis = token.expiresAt().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
      this.usedMinute = token.usedAt().map(at -> minute(at.toEpochMilli())).orElse(0L);
    }

    private static long minute(long millis) {
      return millis / Duration.ofMinutes(1).toMillis();
    }
  }

  @Override
  public Optional<Caller> find(byte[] secretDigest) {
    Held held = good.get(ByteBuffer.wrap(secretDigest));
    long now = clock.millis();
    if (held == null || held.expiresMillis <= now) {
      return Optional.empty();
    }
    // Two threads may note the same minute; it is written down once.
    if (held.usedMinute < Held.minute(now)) {
      held.usedMinute = Held.minute(now);
      used.put(held.caller.name(), Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.MINUTES));
    }
    return Optional.of(held.caller);
  }

  /// What the unlimited token of a name may do; nothing where there is none that is good.
  public Set<Role> roles(String name) {
    long now = clock.millis();
    return good.values().stream()
        .filter(held -> held.caller.name().equals(name) && held.expiresMillis > now)
        .filter(held -> !held.caller.reach().isLimited())
        .findFirst()
        .map(held -> held.caller.roles())
        .orElse(Set.of());
  }

  /// Writes down what was used and reads all good tokens anew, so that what another instance did is
  /// seen: a chore of every few seconds.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public void keep() {
    for (Map.Entry<String, Instant> use : List.copyOf(used.entrySet())) {
      database.change(handle -> {
        see(handle, use.getKey(), use.getValue());
        return use;
      });
      used.remove(use.getKey(), use.getValue());
    }
    reload();
  }

  private void see(Handle handle, String name, Instant at) {
    // Another instance may have been first: then there is no row.
    handle
        .createQuery(
            """
            update tokens set used_at = :at where name = :name and (used_at is null or used_at < :at)
            returning old.used_at
            """)
        .bind("name", name)
        .bind("at", at)
        .mapTo(MOMENT)
        .findOne()
        .filter(before -> before.map(TokenStore::day).filter(day(at)::equals).isEmpty())
        .ifPresent(_ ->
            append(handle, Kind.TOKEN_USED, name, name, "", Map.of("day", day(at).toString())));
  }

  private static Instant day(Instant at) {
    return at.truncatedTo(ChronoUnit.DAYS);
  }

  /// Whoever read before another must not put their older answer in the place of the newer one.
  synchronized void reload() {
    Map<ByteBuffer, Held> loaded = new HashMap<>();
    database.ask(handle -> {
      handle
          .createQuery("select " + COLUMNS + ", secret_digest from tokens where revoked_at is null")
          .mapTo(Stored.class)
          .forEach(
              each -> loaded.put(ByteBuffer.wrap(each.secretDigest()), new Held(each.token())));
      return loaded;
    });
    good = Map.copyOf(loaded);
  }

  /// Of each name its token, by name.
  ///
  /// @param after only names behind this one
  List<Token> list(String after, int limit) {
    return database.ask(handle ->
        handle
            .createQuery(
                "select "
                    + COLUMNS
                    + " from tokens where name collate \"C\" > :after order by name collate \"C\" limit :limit")
            .bind("after", after)
            .bind("limit", limit)
            .mapTo(Token.class)
            .list());
  }

  Optional<Token> find(String name) {
    return database.ask(handle -> find(handle, name, ""));
  }

  /// @param lock `for update`, or nothing
  private static Optional<Token> find(Handle handle, String name, String lock) {
    return handle
        .createQuery("select " + COLUMNS + " from tokens where name = :name " + lock)
        .bind("name", name)
        .mapTo(Token.class)
        .findOne();
  }

  /// Makes these the good tokens besides those that an admin issued: all others are revoked. So a
  /// token that leaves the settings ends with the next start. One that an admin revoked stays so,
  /// until it has another secret; one that an admin issued keeps its name.
  ///
  /// @return the names of those that were left alone
  public List<String> replace(Source source, List<NewToken> tokens) {
    List<String> left =
        database.change(handle -> {
          oneByOne(handle);
          handle
              .createQuery(
                  """
                  update tokens set revoked_at = greatest(:now, created_at)
                  where revoked_at is null and source <> 'ISSUED' and name <> all (:names)
                  returning name
                  """)
              .bind("now", clock.instant())
              .bindArray("names", String.class, tokens.stream().map(NewToken::name).toList())
              .mapTo(String.class)
              .list()
              .forEach(name -> append(handle, Kind.TOKEN_REVOKED, SERVICE, name, "", Map.of()));
          return tokens.stream()
              .filter(token -> !bring(handle, source, token))
              .map(NewToken::name)
              .toList();
        });
    reload();
    return left;
  }

  /// @return whether it is good now
  private boolean bring(Handle handle, Source source, NewToken token) {
    Optional<Token> before = find(handle, token.name(), "for update");
    boolean isSame = before.isPresent() && isSecret(handle, token);
    boolean isRevoked = before.flatMap(Token::revocation).flatMap(Token.Revocation::by).isPresent();
    if (before.filter(one -> one.source() == Source.ISSUED).isPresent() || (isSame && isRevoked)) {
      return false;
    }
    boolean isUnchanged =
        before
            .filter(one -> one.revocation().isEmpty() && one.roles().equals(token.roles()))
            .isPresent();
    if (!isSame || !isUnchanged) {
      put(handle, source, token, SERVICE, "");
    }
    return true;
  }

  private static boolean isSecret(Handle handle, NewToken token) {
    return handle
        .createQuery("select secret_digest = :digest from tokens where name = :name")
        .bind("digest", Sha256.of(token.secret()))
        .bind("name", token.name())
        .mapTo(Boolean.class)
        .one();
  }

  /// Stores a token in the place of one of its name that is good no more.
  ///
  /// @return nothing where one of its name is good
  Optional<Token> issue(NewToken token, String actor, String reason) {
    Optional<Token> issued =
        database.change(handle -> {
          oneByOne(handle);
          Instant now = clock.instant();
          Optional<Token> before = find(handle, token.name(), "for update");
          if (before.filter(one -> one.state(now) == Token.State.GOOD).isPresent()) {
            return Optional.empty();
          }
          put(handle, Source.ISSUED, token, actor, reason);
          return find(handle, token.name(), "");
        });
    reload();
    return issued;
  }

  /// A name that nobody has yet has no row that could be locked.
  private static void oneByOne(Handle handle) {
    handle.execute("select pg_advisory_xact_lock(hashtextextended('tokens', 0))");
  }

  private void put(Handle handle, Source source, NewToken token, String actor, String reason) {
    handle
        .createUpdate(
            """
            insert into tokens (name, roles, secret_digest, source, created_at, expires_at, product,
              environment, issued_by)
            values (:name, :roles, :digest, :source, :now, :expires, :product, :environment, :by)
            on conflict (name) do update set roles = excluded.roles,
              secret_digest = excluded.secret_digest, source = excluded.source,
              created_at = excluded.created_at, expires_at = excluded.expires_at,
              product = excluded.product, environment = excluded.environment,
              issued_by = excluded.issued_by, used_at = null, revoked_at = null, revoked_by = null
            """)
        .bind("name", token.name())
        .bindArray("roles", String.class, words(token.roles()))
        .bind("digest", Sha256.of(token.secret()))
        .bind("source", source)
        .bind("now", clock.instant())
        .bind("expires", token.expiresAt())
        .bind("product", token.reach().product())
        .bind("environment", token.reach().environment())
        .bind("by", actor)
        .execute();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("source", source.name());
    detail.put("roles", words(token.roles()));
    token.reach().product().ifPresent(product -> detail.put("product", product));
    token.reach().environment().ifPresent(each -> detail.put("environment", each));
    token.expiresAt().ifPresent(at -> detail.put("expiresAt", at.toString()));
    append(handle, Kind.TOKEN_ISSUED, actor, token.name(), reason, detail);
  }

  private static List<String> words(Set<Role> roles) {
    return roles.stream().sorted().map(Role::word).toList();
  }

  /// Ends a token for good.
  ///
  /// @return as it is now; nothing where there is none of that name
  Optional<Token> revoke(String name, String actor, String reason) {
    Optional<Token> revoked =
        database.change(handle -> {
          int changed =
              handle
                  .createUpdate(
                      """
                      update tokens set revoked_at = greatest(:now, created_at), revoked_by = :by
                      where name = :name and (revoked_at is null or revoked_by is null)
                      """)
                  .bind("now", clock.instant())
                  .bind("by", actor)
                  .bind("name", name)
                  .execute();
          if (changed > 0) {
            append(handle, Kind.TOKEN_REVOKED, actor, name, reason, Map.of());
          }
          return find(handle, name, "");
        });
    reload();
    return revoked;
  }

  /// How many are good.
  long count() {
    long now = clock.millis();
    return good.values().stream().filter(held -> held.expiresMillis > now).count();
  }

  /// Whether an admin was issued a token that is good and not limited.
  public boolean hasIssuedAdmin() {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select exists (
                  select from tokens
                  where source = 'ISSUED' and revoked_at is null and 'admin' = any (roles)
                    and product is null and environment is null
                    and (expires_at is null or expires_at > :now)
                )
                """)
            .bind("now", clock.instant())
            .mapTo(Boolean.class)
            .one());
  }

  private void append(
      Handle handle, Kind kind, String actor, String name, String reason, Map<String, ?> detail) {
    EventStore.append(
        handle, new AuditEvent(ids.next(), kind, actor, "token:" + name, null, reason, detail));
  }
}
