package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.NamedEvent;
import dev.ombud.ground.base.TimeIds;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Says what happened as CloudEvents 1.0, in structured mode over HTTP. `source` and `id` together
/// are unique, so whoever gets one twice can tell. Takes the subjects of [NamedEvent].
final class CloudEvents implements Messenger {
  /// Without `charset`, which JSON media types do not have (RFC 8259, section 11).
  private static final String TYPE = "application/cloudevents+json";

  private final Api api;

  CloudEvents(Api api) {
    this.api = api;
  }

  @Override
  public Receipt post(Message message) throws DeliveryException {
    NamedEvent event =
        NamedEvent.of(message.subject())
            .orElseThrow(() ->
                api.failure(Kind.NEVER, "`%s` is no named event".formatted(message.subject())));
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("specversion", "1.0");
    content.put("id", message.id());
    content.put("source", "urn:ombud:" + Api.encode(message.source()));
    content.put("type", event.type());
    content.put("subject", String.valueOf(message.data().get("decisionId")));
    content.put("time", happenedAt(message).toString());
    content.put("datacontenttype", "application/json");
    content.put("data", message.data());
    api.run(api.call("POST", "").with(TYPE, Api.json(content)));
    return new Receipt(message.id(), "", event.type());
  }

  /// The id of what says that something happened was made of the moment when it did.
  private static Instant happenedAt(Message message) {
    return Instant.ofEpochMilli(TimeIds.millisOf(UUID.fromString(message.id())));
  }

  @Override
  public Sighting look(Message message, Instant since) {
    return new Sighting.SendAgain();
  }
}
