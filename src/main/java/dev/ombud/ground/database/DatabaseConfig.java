package dev.ombud.ground.database;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.util.Optional;

/// Where the database is and who may do what in it.
///
/// @param url a JDBC address, for example `jdbc:postgresql://db.internal:5432/ombud`
/// @param user the service connects as this one
/// @param owner migrates and owns the tables; where it is absent, `user` does so too, and the
///   sessions of the service step down to the role `ombud_service`
/// @param connections how many at most, in all pools together; fewer than [Pool#CONNECTIONS_LEAST]
///   count as that. Sessions that listen and that verify come on top
public record DatabaseConfig(String url, Login user, Optional<Login> owner, int connections) {
  private static final String SCHEME = "jdbc:postgresql:";

  public DatabaseConfig {
    if (!url.startsWith(SCHEME)) {
      throw new ServiceException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "the database address does not begin with `"
              + SCHEME
              + "`: write it like"
              + " `jdbc:postgresql://host:5432/ombud`");
    }
    if (connections < 1 || connections > 1000) {
      throw new IllegalStateException("a service has 1 to 1000 connections, not " + connections);
    }
  }

  /// A database user. Its text form hides the password.
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  Login migratingLogin() {
    return owner.orElse(user);
  }

  /// The address without its parameters, which may hold a password: fit for logs and messages.
  public String place() {
    int parameters = url.indexOf('?');
    String bare = parameters < 0 ? url : url.substring(0, parameters);
    return bare.replaceFirst("//[^/@]*@", "//");
  }

  @Override
  public String toString() {
    return place() + " as " + user;
  }
}
