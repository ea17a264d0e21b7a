package dev.ombud.act.connector;

import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.target.Api;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.PlainWriter;
import dev.ombud.act.target.TargetConfig;
import dev.ombud.act.target.Tree;
import dev.ombud.ground.text.PlainText;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// ServiceNow incidents by the Table API. The marker is the `correlation_id`. Fields that our user
/// may not write are dropped without a word, so the answer is read. A closed incident stays closed;
/// a resolved one goes back to *In Progress*.
final class ServiceNow implements Tracker {
  private static final String TABLE = "/api/now/table/incident";
  private static final String FIELDS =
      "sys_id,number,state,close_code,resolved_at,closed_at,correlation_id";
  private static final int MAX_SHORT_CHARS = 160;
  private static final int MAX_LONG_CHARS = 4000;
  private static final String IN_PROGRESS = "2";
  private static final String RESOLVED = "6";
  private static final String CLOSED = "7";
  private static final String CANCELED = "8";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final TargetConfig target;
  private final Api api;
  private final Set<String> wontFix;

  ServiceNow(TargetConfig target, Api api) {
    this.target = target;
    this.api = api;
    this.wontFix =
        Set.copyOf(target.list("wontFix", "Not Solved (Not Reproducible),Not Solved (Too Costly)"));
  }

  static Map<String, String> headers(TargetConfig target) {
    return Map.of(
        "Accept",
        "application/json",
        "Authorization",
        target
            .find("user")
            .map(user -> Api.basic(user, target.requiredSecret()))
            .orElseGet(() -> Api.bearer(target.requiredSecret())));
  }

  @Override
  public Optional<Ticket> find(String marker) throws DeliveryException {
    String query = "correlation_id=" + marker + "^ORDERBYDESCsys_created_on";
    Tree found =
        api.read(
                api.call(
                    "GET",
                    "%s?sysparm_query=%s&sysparm_limit=1&sysparm_fields=%s"
                        .formatted(TABLE, Api.encode(query), FIELDS)))
            .at("result")
            .first();
    return found.at("correlation_id").text().equals(marker)
        ? Optional.of(ticket(found))
        : Optional.empty();
  }

  @Override
  public Optional<Ticket> read(String reference) throws DeliveryException {
    return api.find(api.call("GET", path(reference) + "?sysparm_fields=" + FIELDS))
        .map(found -> ticket(found.at("result")));
  }

  private static String path(String reference) {
    return TABLE + "/" + Api.encode(reference);
  }

  private Ticket ticket(Tree record) {
    String id = record.at("sys_id").text();
    Standing standing =
        switch (record.at("state").text()) {
          case RESOLVED, CLOSED -> closed(record);
          case CANCELED -> Standing.WONT_FIX;
          default -> Standing.OPEN;
        };
    Optional<Instant> closedAt =
        time(record.at("resolved_at")).or(() -> time(record.at("closed_at")));
    return new Ticket(id, address(id), standing, closedAt);
  }

  private Standing closed(Tree record) {
    if (wontFix.contains(record.at("close_code").text())) {
      return Standing.WONT_FIX;
    }
    return record.at("state").text().equals(RESOLVED) ? Standing.RESOLVED : Standing.FINAL;
  }

  /// In UTC, as values that are not meant for display are.
  private static Optional<Instant> time(Tree field) {
    try {
      return field.text().isEmpty()
          ? Optional.empty()
          : Optional.of(LocalDateTime.parse(field.text(), TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// What stands between `[code]` marks it shows as HTML.
  private static String text(List<Block> blocks) {
    return PlainWriter.write(blocks).replaceAll("(?i)\\[(/?code)]", "($1)");
  }

  private String address(String id) {
    return target.base() + "/nav_to.do?uri=" + Api.encode("incident.do?sys_id=" + id);
  }

  @Override
  public Ticket open(Draft draft) throws DeliveryException {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("short_description", PlainWriter.cut(draft.title(), MAX_SHORT_CHARS));
    record.put("description", PlainText.cut(text(draft.text()), MAX_LONG_CHARS));
    record.put("impact", impact(draft));
    record.put("urgency", urgency(draft));
    record.put("correlation_id", draft.marker());
    record.put("correlation_display", "Ombud");
    target.find("group").ifPresent(group -> record.put("assignment_group", group));
    draft.parent().ifPresent(parent -> record.put("parent_incident", parent));
    // So that groups can be named by their names.
    Tree made =
        api.change(
                api.call(
                    "POST",
                    "%s?sysparm_input_display_value=true&sysparm_fields=%s"
                        .formatted(TABLE, FIELDS),
                    record))
            .at("result");
    String id = made.at("sys_id").text();
    if (id.isEmpty()) {
      throw api.failure(Kind.UNKNOWN, "the answer names no incident");
    }
    if (!made.at("correlation_id").text().equals(draft.marker())) {
      throw api.failure(
          Kind.NEVER,
          "incident %s lost its `correlation_id`: let our user write that field"
              .formatted(made.at("number").text()));
    }
    return new Ticket(id, address(id), Standing.OPEN, Optional.empty());
  }

  /// With urgency, what the usual table of priorities makes 1, 2, 3 and 4 of.
  private static String impact(Draft draft) {
    return switch (draft.severity()) {
      case P1, P2 -> "1";
      case P3, P4 -> "2";
    };
  }

  private static String urgency(Draft draft) {
    return switch (draft.severity()) {
      case P1 -> "1";
      case P2, P3 -> "2";
      case P4 -> "3";
    };
  }

  /// Journal fields show what is in them only in their display form.
  @Override
  public boolean hasNote(String reference, String marker, Instant since) throws DeliveryException {
    return api.read(
            api.call(
                "GET", path(reference) + "?sysparm_display_value=true&sysparm_fields=work_notes"))
        .at("result", "work_notes")
        .text()
        .contains(marker);
  }

  @Override
  public void note(String reference, String marker, List<Block> text) throws DeliveryException {
    change(reference, Map.of("work_notes", text(text)));
  }

  @Override
  public void reopen(String reference, String marker) throws DeliveryException {
    change(reference, Map.of("state", IN_PROGRESS));
  }

  private void change(String reference, Map<String, Object> fields) throws DeliveryException {
    api.run(api.call("PATCH", path(reference) + "?sysparm_fields=sys_id", fields));
  }
}
