package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ombud.ground.json.AggregateLimits;
import dev.ombud.ground.json.TextLimit;
import dev.ombud.ground.text.LinkShape;
import dev.ombud.ground.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Takes out of an aggregate's tree what people wrote and what tells who they are, so that what
/// remains may stand in the record for ever:
///
/// | what | becomes of it |
/// |---|---|
/// | texts of evidence | taken out |
/// | other texts (summaries, phrases, labels, titles) | masked |
/// | ids of requests, sessions and orders | `[request-1]`, `[session-1]`, `[order-1]` |
/// | links | cut back to what holds nothing that masking finds |
/// | what variables of the environment are set to | `[value]`, and kept nowhere |
/// | names of articles and cohorts | masked only where an `@` stands in them: an article's number of 13 digits is no telephone |
///
/// Whatever is changed is handed out as it was, but for values of variables. Belongs to one read.
final class SourceTexts {
  private static final String[] OF_THE_CLUSTER = {"rootCause", "summary"};

  /// A top-level domain that is sure not to exist (RFC 2606).
  private static final String NO_LINK = "https://masked.invalid";

  /// Masks can be longer than what they stand for.
  private static final int SHORTER = 40;

  private final UnaryOperator<String> masking;
  private final List<SourceText> texts = new ArrayList<>();
  private boolean isMasked;

  private SourceTexts(UnaryOperator<String> masking) {
    this.masking = masking;
  }

  /// @param texts as they were
  /// @param isMasked whether anything but texts of evidence was changed
  record Taken(List<SourceText> texts, boolean isMasked) {}

  /// Changes the tree of an aggregate that keeps the contract.
  static Taken takeOut(JsonNode tree, UnaryOperator<String> masking) {
    SourceTexts all = new SourceTexts(masking);
    if (tree.get("cluster") instanceof ObjectNode cluster) {
      for (String name : OF_THE_CLUSTER) {
        all.text(cluster, "/cluster/", name, AggregateLimits.SUMMARY);
      }
    }
    JsonNode evidence = tree.path("evidence");
    for (int i = 0; i < evidence.size(); i++) {
      if (evidence.get(i) instanceof ObjectNode piece) {
        all.evidence(piece, "/evidence/" + i + "/");
      }
    }
    boolean isFirst = AggregateLimits.FIRST_VERSION.equals(tree.path("specVersion").textValue());
    if (!isFirst && tree instanceof ObjectNode aggregate) {
      all.later(aggregate);
    }
    return new Taken(all.texts, all.isMasked);
  }

  private void evidence(ObjectNode piece, String path) {
    if (piece.remove("text") instanceof TextNode text) {
      String id = piece.path("id").textValue();
      texts.add(new SourceText(path + "text", id, text.textValue(), null));
      if (piece.get("spans") instanceof ArrayNode spans) {
        isMasked |= Spans.follow(spans, text.textValue(), masking);
      }
    }
    for (int i = 0; i < piece.path("spans").size(); i++) {
      if (piece.path("spans").get(i) instanceof ObjectNode span) {
        text(span, path + "spans/" + i + "/", "label", AggregateLimits.NAME);
      }
    }
    texts(piece, path, "labels", AggregateLimits.NAME);
  }

  /// All that contract 1.1 brought.
  private void later(ObjectNode aggregate) {
    text(aggregate, "/", "severity", AggregateLimits.UPSTREAM);
    text(aggregate, "/", "urgency", AggregateLimits.UPSTREAM);
    text(aggregate, "/", "recommendedAction", AggregateLimits.RECOMMENDED);
    text(aggregate, "/", "feature", AggregateLimits.FEATURE);
    text(aggregate, "/", "component", AggregateLimits.COMPONENT);
    text(aggregate, "/", "errorType", AggregateLimits.ERROR_TYPE);
    texts(aggregate, "/", "sku", AggregateLimits.SKU);
    if (aggregate.get("cohort") instanceof ObjectNode cohort) {
      text(cohort, "/cohort/", "browser", AggregateLimits.BROWSER);
      text(cohort, "/cohort/", "os", AggregateLimits.OS);
      text(cohort, "/cohort/", "fulfilmentCentre", AggregateLimits.FULFILMENT_CENTRE);
    }
    if (aggregate.get("cluster") instanceof ObjectNode cluster) {
      texts(cluster, "/cluster/", "keyPhrases", AggregateLimits.KEY_PHRASE);
      texts(cluster, "/cluster/", "subCategories", AggregateLimits.WORD);
    }
    if (aggregate.get("correlation") instanceof ObjectNode correlation) {
      ids(correlation, "/correlation/", "requestIds", "request");
      ids(correlation, "/correlation/", "sessionIds", "session");
      texts(correlation, "/correlation/", "errorCodes", AggregateLimits.ERROR_CODE);
    }
    if (aggregate.get("orderContext") instanceof ObjectNode order) {
      ids(order, "/orderContext/", "orderIds", "order");
      text(order, "/orderContext/", "paymentMethod", AggregateLimits.PAYMENT_METHOD);
      text(order, "/orderContext/", "promotion", AggregateLimits.PROMOTION);
    }
    for (int i = 0; i < aggregate.path("links").size(); i++) {
      if (aggregate.path("links").get(i) instanceof ObjectNode link) {
        link(link, "/links/" + i + "/");
      }
    }
    if (aggregate.get("environment") instanceof ObjectNode environment) {
      variables(environment);
    }
  }

  private void text(ObjectNode object, String path, String name, TextLimit limit) {
    if (object.get(name) instanceof TextNode text) {
      String raw = text.textValue();
      String masked = masked(raw, limit);
      if (!masked.equals(raw)) {
        take(path + name, raw, null);
        put(object, name, masked, limit);
      }
    }
  }

  private void texts(ObjectNode object, String path, String name, TextLimit limit) {
    if (!(object.get(name) instanceof ArrayNode array)) {
      return;
    }
    Set<String> kept = new LinkedHashSet<>();
    int changed = 0;
    for (int i = 0; i < array.size(); i++) {
      String raw = array.get(i).textValue();
      String masked = masked(raw, limit);
      if (!masked.equals(raw)) {
        take(path + name + "/" + i, raw, null);
        changed++;
      }
      if (limit.shape().admits(masked)) {
        kept.add(masked);
      }
    }
    if (changed > 0) {
      array.removeAll();
      kept.forEach(array::add);
    }
  }

  private void ids(ObjectNode object, String path, String name, String kind) {
    if (!(object.get(name) instanceof ArrayNode array)) {
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      String mask = "[" + kind + "-" + (i + 1) + "]";
      String raw = array.get(i).textValue();
      if (!raw.equals(mask)) {
        take(path + name + "/" + i, raw, new SourceText.Mask(kind, mask));
        array.set(i, mask);
      }
    }
  }

  private void link(ObjectNode link, String path) {
    text(link, path, "title", AggregateLimits.TITLE);
    text(link, path, "kind", AggregateLimits.WORD);
    String raw = link.path("url").textValue();
    String kept = LinkShape.shorter(raw).filter(this::isHarmless).findFirst().orElse(NO_LINK);
    if (!kept.equals(raw)) {
      take(path + "url", raw, new SourceText.Mask("link", kept));
      link.put("url", kept);
    }
  }

  private boolean isHarmless(String link) {
    String decoded = LinkShape.decoded(link);
    return masking.apply(link).equals(link) && masking.apply(decoded).equals(decoded);
  }

  /// A name that something is masked in is no name of a variable any more.
  private void variables(ObjectNode environment) {
    List<String> names = new ArrayList<>();
    environment.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      if (!masking.apply(name).equals(name)) {
        environment.remove(name);
        isMasked = true;
      } else if (environment.get(name).isTextual()) {
        environment.put(name, "[value]");
      }
    }
  }

  private String masked(String raw, TextLimit limit) {
    if (limit.isOfNames() && raw.indexOf('@') < 0) {
      return raw;
    }
    String masked = masking.apply(raw);
    for (int most = limit.longest(); limit.isTooLong(masked); most -= SHORTER) {
      int end = masked.offsetByCodePoints(0, Math.max(0, most));
      masked = masking.apply(masked.substring(0, end));
    }
    return masked;
  }

  private void take(String path, String raw, SourceText.@Nullable Mask mask) {
    texts.add(new SourceText(path, null, raw, mask));
    isMasked = true;
  }

  /// A form in which there is no room for a mask loses the text altogether.
  private static void put(ObjectNode object, String name, String masked, TextLimit limit) {
    if (limit.shape().admits(masked)) {
      object.put(name, masked);
    } else {
      object.remove(name);
    }
  }
}
