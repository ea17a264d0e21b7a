package dev.ombud.act.flag;

import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.contract.RecordView;
import dev.ombud.record.log.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/// The events of the log about switches. Thread-safe.
record SwitchEvents(TimeIds ids) {
  /// Who acts where no person does.
  static final String SERVICE = "service";

  AuditEvent made(String flagKey, FlagSwitch made) {
    Map<String, Object> detail = new LinkedHashMap<>(Map.of("switch", made.key()));
    detail.putAll(RecordView.of(made, "key"));
    return event(flagKey, SERVICE, "", detail);
  }

  AuditEvent lifted(String flagKey, FlagSwitch made, String actor, String reason) {
    return event(
        flagKey, actor, reason, Map.of("environment", made.environment(), "lifted", made.key()));
  }

  private AuditEvent event(String flagKey, String actor, String reason, Map<String, ?> detail) {
    return new AuditEvent(
        ids.next(),
        AuditEvent.Kind.FLAG_SWITCHED,
        actor,
        Flags.subject(flagKey),
        null,
        reason,
        detail);
  }
}
