package dev.ombud.api;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.Role;
import dev.ombud.domain.ServiceException;
import dev.ombud.inquiry.ReplayReport;
import dev.ombud.inquiry.ReplayWriter;
import dev.ombud.inquiry.Replays;
import dev.ombud.web.Access;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import dev.ombud.web.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Why a decision is as it is, and whether it comes out the same again, over HTTP. Thread-safe.
public final class ExplanationRoutes {
  private static final Set<Role> AUDITORS = EnumSet.of(Role.OWNER, Role.AUDITOR, Role.ADMIN);
  private static final String RULESET = "ruleset";

  private final Replays replays;

  private ExplanationRoutes(Replays replays) {
    this.replays = replays;
  }

  public static List<Route> routes(Access access, Replays replays) {
    ExplanationRoutes here = new ExplanationRoutes(replays);
    Signed signed = new Signed(access);
    return List.of(
        signed.route("POST", "/v1/decisions/{id}/replay", AUDITORS, here::replay, RULESET));
  }

  private Response replay(Request request, Caller caller) {
    UUID id = Parameters.id(request, "decision");
    Optional<Replays.Choice> under = request.query(RULESET).map(ExplanationRoutes::choice);
    ReplayReport report =
        under
            .map(choice -> replays.replay(id, choice, caller.name()))
            .orElseGet(() -> replays.replay(id, caller.name()));
    return Response.json(200, ReplayWriter.write(report));
  }

  private static Replays.Choice choice(String text) {
    if (text.matches("[1-9]\\d{0,17}")) {
      return new Replays.Choice.Version(Long.parseLong(text));
    }
    return Parameters.uuid(text)
        .map(Replays.Choice.Draft::new)
        .orElseThrow(() ->
            new ServiceException(
                ErrorCode.BAD_PARAMETER,
                "`ruleset` is neither a version nor the id of a draft: `" + text + "`: mend it"));
  }
}
