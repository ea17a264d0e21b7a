package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.code.TokenReach;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who signed in: the proof that code demands as a parameter where it needs one. [Access] makes it.
///
/// @param name of the token, as the record of a decision has it
/// @param reach how far the token reaches; [Access] lets a limited one only where it is asked for
public record Caller(String name, Set<Role> roles, TokenReach reach) {
  public Caller {
    roles = Set.copyOf(roles);
  }

  /// Somebody without limits.
  public Caller(String name, Set<Role> roles) {
    this(name, roles, TokenReach.EVERYWHERE);
  }

  /// Makes sure that a limited token is about what it is for. The refusal does not say what else
  /// there is.
  ///
  /// @param environment null where none is named
  /// @throws ServiceException FORBIDDEN
  public void requireReach(String product, @Nullable String environment) {
    if (!reach.covers(product, environment)) {
      boolean isUnnamed = environment == null && reach.environment().isPresent();
      throw outside(
          isUnnamed
              ? "this names no environment: name it, or use a token that reaches it"
              : "this is about something else: use a token that reaches it");
    }
  }

  /// The same for what belongs to a product, but to no environment.
  ///
  /// @throws ServiceException FORBIDDEN, also for each token that is limited to an environment
  public void requireReach(String product) {
    requireAllEnvironments();
    requireReach(product, null);
  }

  /// Makes sure that a token is not limited to an environment, for what tells none apart.
  ///
  /// @throws ServiceException FORBIDDEN
  public void requireAllEnvironments() {
    if (reach.environment().isPresent()) {
      throw outside(
          "this does not tell environments apart: use a token that is limited to a product alone, or not at all");
    }
  }

  /// The refusal of a limited token.
  ///
  /// @param what is the matter, and what to do
  public ServiceException outside(String what) {
    return new ServiceException(
        ErrorCode.FORBIDDEN,
        "token `%s` is limited to %s, and %s".formatted(name, reach.words(), what));
  }
}
