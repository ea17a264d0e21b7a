package dev.ombud.act.connector;

import dev.ombud.act.action.News;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.IncidentText;
import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.contract.RecordView;
import dev.ombud.ground.domain.Aggregate;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is said to somebody once.
///
/// @param key the same at every attempt: 64 hexadecimal digits
/// @param id the same at every attempt, for receivers that drop what they have had
/// @param about what belongs together: 64 hexadecimal digits
/// @param kind what is asked for; empty for a digest
/// @param subject as the action has it
/// @param link where more can be seen; empty where nothing can
/// @param parent what was left by what it is about
/// @param data the same for machines
/// @param news where it answers what was said before; [#parent] is what that left
record Message(
    String key,
    String id,
    String about,
    Optional<ActionKind> kind,
    String subject,
    Severity severity,
    Instant at,
    String source,
    String title,
    List<Block> text,
    Optional<URI> link,
    Optional<Receipt> parent,
    Map<String, Object> data,
    Optional<News> news) {

  private static final String[] RELEASE_LEFT_OUT = {
    "stage", "rolloutPercent", "deployedAt", "firstSeenAt"
  };

  Message {
    text = List.copyOf(text);
  }

  static Message of(Order order) {
    PublicBrief brief = order.brief();
    return new Message(
        order.key(),
        order.actionId().toString(),
        brief.incidentKey(),
        Optional.of(order.kind()),
        order.subject(),
        brief.severity(),
        brief.decidedAt(),
        brief.product(),
        brief.title(),
        IncidentText.message(order),
        Optional.of(brief.link()),
        order.parent(),
        data(order),
        Optional.empty());
  }

  static Message of(Order order, News news) {
    PublicBrief brief = order.brief();
    Map<String, Object> data = data(order);
    data.put("what", news.what().name());
    data.put("severity", news.severity().name());
    data.put("title", news.title());
    data.put("said", facts(news.said()));
    return new Message(
        order.key(),
        order.actionId().toString(),
        brief.incidentKey(),
        Optional.of(order.kind()),
        order.subject(),
        news.severity(),
        brief.decidedAt(),
        brief.product(),
        news.title(),
        IncidentText.news(order, news),
        Optional.of(brief.link()),
        order.parent(),
        data,
        Optional.of(news));
  }

  private static List<Map<String, Object>> facts(List<PublicBrief.Fact> facts) {
    return facts.stream().map(RecordView::of).toList();
  }

  private static Map<String, Object> data(Order order) {
    PublicBrief brief = order.brief();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("actionId", order.actionId().toString());
    data.put("idempotencyKey", order.key());
    data.put("kind", order.kind().name());
    data.put("subject", order.subject());
    data.put("environment", order.environment());
    data.put("product", brief.product());
    data.put("surface", brief.surface());
    data.put("cohort", RecordView.of(order.aggregate().cohort()));
    data.put("evidenceAt", order.evidenceAt().toString());
    Aggregate.Release release = order.aggregate().release();
    if (release != null) {
      data.put("release", RecordView.of(release, RELEASE_LEFT_OUT));
    }
    data.put("decisionId", brief.decisionId().toString());
    brief.incidentId().ifPresent(id -> data.put("incidentId", id.toString()));
    data.put("severity", brief.severity().name());
    data.put("severityReason", brief.severityReason());
    data.put("confidence", brief.confidence());
    data.put("priority", brief.priority());
    data.put("title", brief.title());
    data.put("summary", brief.paragraph());
    data.put("numbers", facts(brief.numbers()));
    data.put("owner", brief.owner());
    data.put("decidedAt", brief.decidedAt().toString());
    data.put("answerBy", brief.answerBy().toString());
    data.put("link", brief.link().toString());
    order.parent().ifPresent(receipt -> data.put("receipt", RecordView.of(receipt)));
    return data;
  }
}
