package dev.ombud.door.actapi;

import dev.ombud.act.review.SlackClicks;
import dev.ombud.act.review.SlackSigning;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.door.web.Route;
import dev.ombud.door.web.Work;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.util.List;

/// Where Slack says which buttons people click. Slack has no token of ours: it signs. Thread-safe.
public final class SlackRoutes {
  private static final int MAX_BODY_BYTES = 256 << 10;
  private static final byte[] NOTHING = {};

  private final SlackSigning signing;
  private final SlackClicks clicks;

  private SlackRoutes(SlackSigning signing, SlackClicks clicks) {
    this.signing = signing;
    this.clicks = clicks;
  }

  public static List<Route> routes(SlackSigning signing, SlackClicks clicks) {
    SlackRoutes here = new SlackRoutes(signing, clicks);
    return List.of(
        Route.of("POST", "/integrations/slack/interactions", here::interaction)
            .in(Work.OPEN)
            .taking(new Route.Body.Whole(MAX_BODY_BYTES)));
  }

  private Response interaction(Request request) throws InterruptedException {
    // INVARIANT: nothing is read out of the body before its signature was found good.
    byte[] body = request.body();
    if (!signing.isSlack(
        request.header("X-Slack-Request-Timestamp").orElse(""),
        request.header("X-Slack-Signature").orElse(""),
        body)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "the signature is not Slack's, or five minutes old: check the signing secret and the clock");
    }
    request.requireMediaType("application/x-www-form-urlencoded");
    clicks.take(body);
    return Response.of(200, "text/plain; charset=utf-8", NOTHING);
  }
}
