package dev.ombud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Takes out of an aggregate's tree what people wrote: the texts of its evidence, and what has to
/// be masked in the two texts about the cluster, which stay. Stateless.
final class SourceTexts {
  private static final String[] OF_THE_CLUSTER = {"rootCause", "summary"};

  private SourceTexts() {}

  /// Changes the tree.
  ///
  /// @return the texts as they were, in the order of the paths' places
  static List<SourceText> takeOut(JsonNode tree, UnaryOperator<String> masking) {
    List<SourceText> texts = new ArrayList<>();
    if (tree.get("cluster") instanceof ObjectNode cluster) {
      for (String name : OF_THE_CLUSTER) {
        JsonNode text = cluster.get(name);
        if (text != null && text.isTextual()) {
          String masked = masking.apply(text.textValue());
          if (!masked.equals(text.textValue())) {
            texts.add(new SourceText("/cluster/" + name, null, text.textValue()));
            cluster.put(name, masked);
          }
        }
      }
    }
    JsonNode evidence = tree.path("evidence");
    for (int i = 0; i < evidence.size(); i++) {
      if (evidence.get(i) instanceof ObjectNode piece
          && piece.remove("text") instanceof TextNode text) {
        String id = piece.path("id").textValue();
        texts.add(new SourceText("/evidence/" + i + "/text", id, text.textValue()));
      }
    }
    return texts;
  }
}
