package dev.ombud.web;

import dev.ombud.database.Database;
import dev.ombud.domain.Role;
import dev.ombud.domain.Sha256;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Tokens in PostgreSQL, of whose secrets only the SHA-256 is kept; all that are good are held in
/// memory until [#reload]. Thread-safe.
public final class TokenStore implements Tokens {
  private final Jdbi jdbi;
  private volatile Map<ByteBuffer, Caller> good = Map.of();

  public TokenStore(Database database) {
    this.jdbi = database.jdbi();
    reload();
  }

  /// Where a token comes from.
  public enum Source {
    /// The settings name it.
    BOOTSTRAP,
    /// A start made it and printed it.
    FRESH
  }

  /// A token with its secret, on its way into the store.
  public record NewToken(String name, Set<Role> roles, String secret) {
    @Override
    public String toString() {
      return name + " " + roles;
    }
  }

  /// Makes these the good tokens of their source: others of that source, and all fresh ones, are
  /// revoked. So a token that leaves the settings ends with the next start.
  public void replace(Source source, List<NewToken> tokens, Instant now) {
    jdbi.useTransaction(handle -> {
      handle
          .createUpdate(
              """
              update tokens set revoked_at = :now
              where revoked_at is null and source in (:source, 'FRESH') and name <> all (:names)
              """)
          .bind("now", now.atOffset(ZoneOffset.UTC))
          .bind("source", source.name())
          .bindArray("names", String.class, tokens.stream().map(NewToken::name).toList())
          .execute();
      tokens.forEach(token -> put(handle, source, token, now));
    });
    reload();
  }

  private static void put(Handle handle, Source source, NewToken token, Instant now) {
    handle
        .createUpdate(
            """
            insert into tokens (name, roles, secret_digest, source, created_at)
            values (:name, :roles, :digest, :source, :now)
            on conflict (name) do update set roles = excluded.roles,
              secret_digest = excluded.secret_digest, source = excluded.source,
              created_at = excluded.created_at, revoked_at = null
            """)
        .bind("name", token.name())
        .bindArray("roles", String.class, token.roles().stream().map(Role::word).toList())
        .bind("digest", Sha256.of(token.secret()))
        .bind("source", source.name())
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /// Reads all good tokens anew, so that what another instance did is seen.
  public void reload() {
    Map<ByteBuffer, Caller> loaded = new HashMap<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery("select name, roles, secret_digest from tokens where revoked_at is null")
            .map((row, context) ->
                Map.entry(ByteBuffer.wrap(row.getBytes("secret_digest")), caller(row)))
            .forEach(entry -> loaded.put(entry.getKey(), entry.getValue())));
    good = Map.copyOf(loaded);
  }

  private static Caller caller(ResultSet row) throws SQLException {
    Set<Role> roles = new HashSet<>();
    for (String word : (String[]) row.getArray("roles").getArray()) {
      Arrays.stream(Role.values()).filter(role -> role.word().equals(word)).forEach(roles::add);
    }
    return new Caller(row.getString("name"), roles);
  }

  /// What the token of a name may do; nothing where there is none that is good.
  public Set<Role> roles(String name) {
    return good.values().stream()
        .filter(caller -> caller.name().equals(name))
        .findFirst()
        .map(Caller::roles)
        .orElse(Set.of());
  }

  @Override
  public Optional<Caller> find(byte[] secretDigest) {
    return Optional.ofNullable(good.get(ByteBuffer.wrap(secretDigest)));
  }
}
