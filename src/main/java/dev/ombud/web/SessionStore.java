package dev.ombud.web;

import dev.ombud.database.Database;
import dev.ombud.domain.Role;
import dev.ombud.domain.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The sessions of browsers, which all instances share and a restart keeps. Of the secret that the
/// browser holds only the digest is stored. Thread-safe.
public final class SessionStore {
  private final Database database;

  public SessionStore(Database database) {
    this.database = database;
  }

  /// @param secret that the browser is given, with at least 128 random bits
  /// @throws dev.ombud.domain.ServiceException DATABASE_UNAVAILABLE
  public void open(String secret, Session session, Instant now) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                insert into sessions (created_at, expires_at, digest, token_digest, person, roles)
                values (:now, :expires, :digest, :token, :person, :roles)
                """)
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .bind("expires", session.expiresAt().atOffset(ZoneOffset.UTC))
            .bind("digest", Sha256.of(secret))
            .bindByType("token", session.tokenDigest().orElse(null), byte[].class)
            .bind("person", session.who().name())
            .bindArray(
                "roles",
                String.class,
                session.who().roles().stream().map(Role::word).sorted().toList())
            .execute());
  }

  /// Finds a session that has not expired.
  ///
  /// @throws dev.ombud.domain.ServiceException DATABASE_UNAVAILABLE
  public Optional<Session> find(String secret, Instant now) {
    return database.ask(handle ->
        handle
            .createQuery(
                """
                select expires_at, token_digest, person, roles from sessions
                where digest = :digest and expires_at > :now
                """)
            .bind("digest", Sha256.of(secret))
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .map((row, context) -> session(row))
            .findOne());
  }

  private static Session session(ResultSet row) throws SQLException {
    Set<String> words =
        Arrays.stream((String[]) row.getArray("roles").getArray()).collect(Collectors.toSet());
    Set<Role> roles =
        Arrays.stream(Role.values())
            .filter(role -> words.contains(role.word()))
            .collect(Collectors.toSet());
    return new Session(
        new Caller(row.getString("person"), roles),
        Optional.ofNullable(row.getBytes("token_digest")),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }

  /// Signs out; nothing happens where there is no such session.
  ///
  /// @throws dev.ombud.domain.ServiceException DATABASE_UNAVAILABLE
  public void end(String secret) {
    database.change(handle ->
        handle.execute("delete from sessions where digest = ?", (Object) Sha256.of(secret)));
  }

  /// Takes away what has expired: a chore.
  ///
  /// @throws dev.ombud.domain.ServiceException DATABASE_UNAVAILABLE
  public void forget(Instant now) {
    database.change(handle ->
        handle.execute("delete from sessions where expires_at <= ?", now.atOffset(ZoneOffset.UTC)));
  }
}
