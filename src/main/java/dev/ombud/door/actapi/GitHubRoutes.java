package dev.ombud.door.actapi;

import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.door.web.Work;
import dev.ombud.gate.deployment.Deployments;
import dev.ombud.gate.deployment.GitHubSigning;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.util.List;

/// Where GitHub says which deployments wait. GitHub has no token of ours: it signs. Thread-safe.
public final class GitHubRoutes {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final byte[] NOTHING = {};

  private final GitHubSigning signing;
  private final Deployments deployments;

  private GitHubRoutes(GitHubSigning signing, Deployments deployments) {
    this.signing = signing;
    this.deployments = deployments;
  }

  public static List<Route> routes(GitHubSigning signing, Deployments deployments) {
    GitHubRoutes here = new GitHubRoutes(signing, deployments);
    return List.of(
        Route.of("POST", "/integrations/github/deployment-protection", here::event)
            .in(Work.OPEN)
            .taking(new Route.Body.Whole(MAX_BODY_BYTES)));
  }

  private Response event(Request request) throws InterruptedException {
    // INVARIANT: nothing is read out of the body before its signature was found good.
    byte[] body = request.body();
    if (!signing.isGitHub(request.header("X-Hub-Signature-256").orElse(""), body)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN, "the signature is not GitHub's: check the webhook's secret");
    }
    request.requireMediaType("application/json");
    boolean isAsked =
        request.header("X-GitHub-Event").orElse("").equals("deployment_protection_rule")
            && deployments.take(body, request.traceId());
    return Response.of(isAsked ? 202 : 204, "text/plain", NOTHING);
  }
}
