package dev.ombud.door.identity;

import dev.ombud.door.web.Caller;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.Sha256;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.database.Database;
import dev.ombud.record.log.AuditEvent;
import dev.ombud.record.log.AuditEvent.Kind;
import dev.ombud.record.log.EventStore;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The sessions of browsers, which all instances share and a restart keeps. Of the secret that the
/// browser holds only the digest is stored. Each beginning and each end is an event of the log, in
/// the same transaction. Thread-safe.
public final class SessionStore {
  private static final int DIGITS = 16;

  private final Database database;
  private final TimeIds ids;
  private final Session.Life life;

  public SessionStore(Database database, TimeIds ids, Session.Life life) {
    this.database = database;
    this.ids = ids;
    this.life = life;
  }

  /// How long sessions last.
  public Session.Life life() {
    return life;
  }

  /// Signs in whoever holds a token.
  ///
  /// @param secret that the browser is given, with at least 128 random bits
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public void open(String secret, Caller who, byte[] tokenDigest, Instant now) {
    database.change(handle -> {
      insert(handle, secret, who, tokenDigest, null, now);
      return who;
    });
  }

  /// Signs in somebody for whom a provider vouches, under the one name that they have here.
  ///
  /// @throws SignInException TWO_NAMES
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public Caller open(String secret, Vouched person, Instant now) throws SignInException {
    Optional<Caller> known =
        database.change(handle -> {
          String name = PeopleStore.name(handle, person, now);
          boolean agrees = person.token().map(name::equals).orElse(name.contains("@"));
          Caller who = new Caller(name, person.roles());
          if (agrees) {
            insert(handle, secret, who, null, person.issuer(), now);
          }
          return agrees ? Optional.of(who) : Optional.empty();
        });
    return known.orElseThrow(() ->
        new SignInException(
            Refusal.TWO_NAMES,
            "subject `%s` is on record under another name than OMBUD_OPENID_PEOPLE gives it: see docs/console.md"
                .formatted(person.subject())));
  }

  private void insert(
      Handle handle,
      String secret,
      Caller who,
      byte @Nullable [] tokenDigest,
      @Nullable String issuer,
      Instant now) {
    handle
        .createUpdate(
            """
            insert into sessions
              (created_at, expires_at, seen_at, digest, token_digest, issuer, person, roles)
            values (:now, :expires, :now, :digest, :token, :issuer, :person, :roles)
            """)
        .bind("now", now)
        .bind("expires", now.plus(life.most()))
        .bind("digest", Sha256.of(secret))
        .bindByType("token", tokenDigest, byte[].class)
        .bind("issuer", issuer)
        .bind("person", who.name())
        .bindArray("roles", String.class, who.roles().stream().map(Role::word).sorted().toList())
        .execute();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("by", issuer == null ? "TOKEN" : "OPENID");
    if (issuer != null) {
      detail.put("issuer", issuer);
    }
    detail.put("roles", who.roles().stream().map(Role::word).sorted().toList());
    append(handle, Kind.SIGNED_IN, who.name(), Sha256.of(secret), detail);
  }

  /// Finds a session that has neither expired nor been left alone too long.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public Optional<Session> find(String secret, Instant now) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select expires_at, seen_at, token_digest, person, roles from sessions
                where digest = :digest and expires_at > :now and seen_at > :idle
                """)
            .bind("digest", Sha256.of(secret))
            .bind("now", now)
            .bind("idle", now.minus(life.idle()))
            .mapTo(Row.class)
            .findOne()
            .map(Row::session));
  }

  private record Row(
      String person,
      Set<Role> roles,
      Optional<byte[]> tokenDigest,
      Instant expiresAt,
      Instant seenAt) {
    Session session() {
      return new Session(new Caller(person, roles), tokenDigest, expiresAt, seenAt);
    }
  }

  /// Writes down that somebody did something, once a minute at most.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public void see(String secret, Session session, Instant now) {
    if (session.isSeenLate(now)) {
      database.change(handle ->
          handle.execute(
              "update sessions set seen_at = ? where digest = ? and seen_at < ?",
              now,
              Sha256.of(secret),
              now));
    }
  }

  /// Signs out; nothing happens where there is no such session.
  ///
  /// @return whether a provider had vouched for them
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public boolean end(String secret) {
    byte[] digest = Sha256.of(secret);
    return database.change(handle -> {
      Optional<Ended> ended =
          handle
              .createQuery(
                  """
                  delete from sessions where digest = :digest
                  returning digest, person, token_digest is null as is_vouched_for,
                    'SIGNED_OUT' as why
                  """)
              .bind("digest", digest)
              .mapTo(Ended.class)
              .findOne();
      ended.ifPresent(one -> append(handle, Kind.SIGNED_OUT, one.person(), digest, Map.of()));
      return ended.map(Ended::isVouchedFor).orElse(false);
    });
  }

  /// One that is over, and why.
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Ended(byte[] digest, String person, boolean isVouchedFor, String why) {}

  /// Ends what has expired, was left alone too long, or was opened by a token that is no longer
  /// good: a chore.
  ///
  /// @throws dev.ombud.ground.base.ServiceException DATABASE_UNAVAILABLE
  public void forget(Instant now) {
    database.change(handle -> {
      handle
          .createQuery(
              """
              delete from sessions s
              where expires_at <= :now or seen_at <= :idle
                or (token_digest is not null and not exists (
                  select from tokens t where t.secret_digest = s.token_digest
                    and t.revoked_at is null and (t.expires_at is null or t.expires_at > :now)))
              returning digest, person, token_digest is null as is_vouched_for,
                case when expires_at <= :now then 'EXPIRED'
                  when seen_at <= :idle then 'IDLE'
                  when exists (
                    select from tokens t where t.secret_digest = s.token_digest
                      and t.revoked_at is null) then 'TOKEN_EXPIRED'
                  else 'TOKEN_REVOKED' end as why
              """)
          .bind("now", now)
          .bind("idle", now.minus(life.idle()))
          .mapTo(Ended.class)
          .forEach(one ->
              append(
                  handle,
                  Kind.SESSION_ENDED,
                  one.person(),
                  one.digest(),
                  Map.of("because", one.why())));
      return now;
    });
  }

  /// The subject tells sessions apart, and says nothing of the secret.
  private void append(
      Handle handle, Kind kind, String person, byte[] digest, Map<String, ?> detail) {
    String session = HexFormat.of().formatHex(digest).substring(0, DIGITS);
    EventStore.append(
        handle, new AuditEvent(ids.next(), kind, person, "session:" + session, null, "", detail));
  }
}
