package dev.ombud.door.actapi;

import dev.ombud.door.api.Listing;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.identity.Issuance;
import dev.ombud.door.identity.Issuance.Issued;
import dev.ombud.door.identity.Issuance.Wish;
import dev.ombud.door.identity.Token;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import dev.ombud.ground.json.JsonObject;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tokens over HTTP: issued, listed, revoked. Thread-safe.
public final class TokenRoutes {
  private static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);
  private static final int MAX_NAME_CHARS = 64;
  private static final int MAX_SCOPE_CHARS = 200;

  private final Issuance issuance;
  private final Clock clock;

  private TokenRoutes(Issuance issuance, Clock clock) {
    this.issuance = issuance;
    this.clock = clock;
  }

  public static List<Route> routes(Access access, Issuance issuance, Clock clock) {
    TokenRoutes here = new TokenRoutes(issuance, clock);
    Signed signed = new Signed(access);
    String one = "/v1/tokens/{name}";
    return List.of(
        signed.route("GET", "/v1/tokens", ADMINS, here::list, "limit", "cursor"),
        signed.route("POST", "/v1/tokens", ADMINS, here::issue),
        signed.route("GET", one, ADMINS, here::find),
        signed.route("POST", one + "/revocation", ADMINS, here::revoke));
  }

  private Response list(Request request, Caller caller) {
    return Listing.page(
        issuance
            .list(
                Listing.text(request, "cursor").orElse(""),
                Listing.limit(request, Issuance.MAX_PAGE_TOKENS))
            .map(this::view));
  }

  private Response issue(Request request, Caller caller) throws InterruptedException {
    JsonObject body =
        Parameters.object(
            request, "name", "roles", "product", "environment", "expiresAt", "reason");
    Wish wish =
        new Wish(
            body.text("name", MAX_NAME_CHARS)
                .orElseThrow(
                    () -> ServiceException.invalid("`name` is missing: records will call it so")),
            roles(body),
            body.text("product", MAX_SCOPE_CHARS),
            body.text("environment", MAX_SCOPE_CHARS),
            body.instant("expiresAt"));
    Issued issued = issuance.issue(wish, caller.name(), Parameters.reason(body));
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("token", issued.secret());
    view.putAll(view(issued.token()));
    return Response.json(201, Json.write(view))
        .with("Location", "/v1/tokens/" + issued.token().name());
  }

  private static List<String> roles(JsonObject body) {
    if (!(body.value("roles") instanceof List<?> words)
        || !words.stream().allMatch(String.class::isInstance)) {
      throw ServiceException.invalid(
          "`roles` is missing or no list of texts: write for example [\"caller\"]");
    }
    return words.stream().map(String::valueOf).toList();
  }

  private Response find(Request request, Caller caller) {
    String name = request.parameter("name");
    return Response.json(
        200, Json.write(view(issuance.find(name).orElseThrow(() -> missing(name)))));
  }

  private Response revoke(Request request, Caller caller) throws InterruptedException {
    String name = request.parameter("name");
    String reason = Parameters.reason(request);
    return Response.json(
        200,
        Json.write(
            view(issuance.revoke(name, caller.name(), reason).orElseThrow(() -> missing(name)))));
  }

  private Map<String, @Nullable Object> view(Token token) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", token.name());
    view.put("roles", token.roles().stream().sorted().map(Role::word).toList());
    token.reach().product().ifPresent(product -> view.put("product", product));
    token.reach().environment().ifPresent(each -> view.put("environment", each));
    view.put("state", token.state(clock.instant()).name());
    view.put("source", token.source().name());
    view.put("issuedAt", token.createdAt().toString());
    view.put("issuedBy", token.issuedBy());
    token.expiresAt().ifPresent(at -> view.put("expiresAt", at.toString()));
    token.usedAt().ifPresent(at -> view.put("usedAt", at.toString()));
    token
        .revocation()
        .ifPresent(revocation -> {
          view.put("revokedAt", revocation.at().toString());
          view.put("revokedBy", revocation.by().orElse("service"));
        });
    return view;
  }

  private static ServiceException missing(String name) {
    return new ServiceException(
        ErrorCode.NOT_FOUND, "there is no token `" + name + "`: check the name");
  }
}
