package dev.ombud.door.actapi;

import dev.ombud.act.flag.Flag;
import dev.ombud.act.flag.FlagReader;
import dev.ombud.act.flag.FlagWriter;
import dev.ombud.act.flag.Flags;
import dev.ombud.act.flag.Lifting;
import dev.ombud.act.flag.RegisteredFlag;
import dev.ombud.door.api.Listing;
import dev.ombud.door.api.Parameters;
import dev.ombud.door.api.Signed;
import dev.ombud.door.web.Access;
import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.json.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The registry of flags over HTTP. Thread-safe.
public final class FlagRoutes {
  private static final Set<Role> READERS = Role.PEOPLE;
  private static final Set<Role> EDITORS = EnumSet.of(Role.OWNER, Role.OPERATOR, Role.ADMIN);
  private static final Set<Role> LIFTERS =
      EnumSet.of(Role.OWNER, Role.REVIEWER, Role.OPERATOR, Role.ADMIN);
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 500;

  private final Flags flags;
  private final Lifting lifting;
  private final Set<String> platforms;

  private FlagRoutes(Flags flags, Lifting lifting, Set<String> platforms) {
    this.flags = flags;
    this.lifting = lifting;
    this.platforms = platforms;
  }

  /// @param platforms the names of those that are configured, without the built-in one
  public static List<Route> routes(
      Access access, Flags flags, Lifting lifting, Set<String> platforms) {
    FlagRoutes here = new FlagRoutes(flags, lifting, Set.copyOf(platforms));
    Signed signed = new Signed(access);
    String flag = "/v1/flags/{key}";
    return List.of(
        signed.route("GET", "/v1/flags", READERS, here::list, "limit", "cursor", "archived"),
        signed.route("GET", "/v1/flags/overdue", READERS, here::overdue),
        signed.route("GET", flag, READERS, here::get),
        signed.route("PUT", flag, EDITORS, here::put),
        signed.route("DELETE", flag, EDITORS, here::archive).taking(new Route.Body.None()),
        signed.route("POST", flag + "/environments/{environment}/lift", LIFTERS, here::lift));
  }

  private Response list(Request request, Caller caller) {
    return Listing.page(
        flags
            .list(
                Listing.text(request, "cursor").orElse(""),
                Listing.flag(request, "archived").orElse(false),
                Listing.limit(request, DEFAULT_LIMIT, MAX_LIMIT))
            .map(FlagWriter::of));
  }

  private Response overdue(Request request, Caller caller) {
    return Response.json(
        200, Json.write(Map.of("items", flags.overdue().stream().map(FlagWriter::of).toList())));
  }

  private Response get(Request request, Caller caller) {
    String key = key(request, "key");
    return answer(
        200,
        flags
            .find(key)
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND, "there is no flag `" + key + "`: check the key")));
  }

  private Response put(Request request, Caller caller) throws InterruptedException {
    request.requireMediaType("application/json");
    Flag flag =
        FlagReader.read(request.parameter("key"), Json.readObject(request.body()), platforms);
    RegisteredFlag put = flags.put(flag, tag(request), caller.name());
    return answer(put.revision() == 1 ? 201 : 200, put);
  }

  private Response archive(Request request, Caller caller) {
    return answer(200, flags.archive(key(request, "key"), tag(request), caller.name()));
  }

  private Response lift(Request request, Caller caller) throws InterruptedException {
    String reason = Parameters.reason(request);
    int lifted =
        lifting.lift(key(request, "key"), key(request, "environment"), caller.name(), reason);
    return Response.json(200, Json.write(Map.of("lifted", lifted)));
  }

  /// What stands in the path for a flag or an environment.
  ///
  /// @throws ServiceException NOT_FOUND where none can be called so
  private static String key(Request request, String name) {
    String key = request.parameter(name);
    if (!FlagReader.isKey(key)) {
      throw new ServiceException(
          ErrorCode.NOT_FOUND, "there is no " + name + " `" + key + "`: check how it is written");
    }
    return key;
  }

  private static Response answer(int status, RegisteredFlag flag) {
    return Response.json(status, Json.write(FlagWriter.of(flag)))
        .with("ETag", "\"" + flag.tag() + "\"");
  }

  private static Optional<String> tag(Request request) {
    return request.header("If-Match").isEmpty()
        ? Optional.empty()
        : Optional.of(Parameters.tag(request));
  }
}
