package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.WebhookSignature;
import dev.ombud.ground.outbound.Call;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A team's own endpoint, called by Standard Webhooks 1.0 (standardwebhooks.com): for rolling back,
/// rerouting, freezing, a banner, or anything else.
///
/// ```
/// webhook-id: <the action's id>
/// webhook-timestamp: <seconds since 1970>
/// webhook-signature: v1,<base64 of HMAC-SHA256 over id.timestamp.body>
///
/// {"type":"action.rollback_release","timestamp":"…","data":{…}}
/// ```
///
/// A receiver drops an id that it has had, as the standard wants, so sending it again does no harm.
final class SignedWebhook implements Messenger {
  private final TargetConfig target;
  private final Api api;
  private final InstantSource clock;

  SignedWebhook(TargetConfig target, Api api, InstantSource clock) {
    this.target = target;
    this.api = api;
    this.clock = clock;
  }

  @Override
  public Receipt post(Message message) throws DeliveryException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("type", type(message));
    content.put("timestamp", message.at().toString());
    content.put("data", message.data());
    byte[] body = Api.json(content);
    Instant now = clock.instant();
    Call call =
        api.call("POST", "")
            .with("application/json", body)
            .with("webhook-id", message.id())
            .with("webhook-timestamp", String.valueOf(now.getEpochSecond()))
            .with(
                "webhook-signature",
                WebhookSignature.of(target.requiredSecret(), message.id(), now, body));
    api.run(call);
    return new Receipt(message.id(), "", "taken by " + target.name());
  }

  private static String type(Message message) {
    return message
        .news()
        .map(news ->
            switch (news.what()) {
              case ENDED -> "incident.ended";
              case REOPENED -> "incident.reopened";
              case ANSWERED -> "review.answered";
            })
        .or(() -> message.kind().map(kind -> "action." + kind.name().toLowerCase(Locale.ROOT)))
        .orElse("digest.daily");
  }

  @Override
  public Sighting look(Message message, Instant since) {
    return new Sighting.SendAgain();
  }
}
