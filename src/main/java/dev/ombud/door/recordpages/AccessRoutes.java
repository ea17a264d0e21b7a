package dev.ombud.door.recordpages;

import dev.ombud.door.console.Entrance;
import dev.ombud.door.identity.Issuance;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The routes of the page for admins.
public final class AccessRoutes {
  private static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);

  private AccessRoutes() {}

  public static List<Route> routes(Entrance entrance, Issuance issuance, Clock clock) {
    TokensPage page = new TokensPage(issuance, clock);
    TokenIssueForm form = new TokenIssueForm(issuance, page, clock);
    TokenRevokeForm revoke = new TokenRevokeForm(issuance);
    return List.of(
        entrance.page("/tokens", ADMINS, page::show, "after"),
        entrance.form("/tokens", ADMINS, form::take, page::show),
        entrance.form("/tokens/{name}/revocation", ADMINS, revoke::take, page::show));
  }
}
