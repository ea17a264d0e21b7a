package dev.ombud.ground.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ombud.ground.json.Pointer;
import java.util.ArrayList;
import java.util.List;

/// The places in a JSON document, as pointers.
final class Places {
  private Places() {}

  static List<String> of(JsonNode root) {
    return pointers("", root);
  }

  private static List<String> pointers(String pointer, JsonNode node) {
    List<String> pointers = new ArrayList<>();
    if (!pointer.isEmpty()) {
      pointers.add(pointer);
    }
    node.properties()
        .forEach(entry ->
            pointers.addAll(
                pointers(pointer + "/" + Pointer.escape(entry.getKey()), entry.getValue())));
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        pointers.addAll(pointers(pointer + "/" + i, node.get(i)));
      }
    }
    return pointers;
  }

  /// Changes or adds what the pointer names.
  static void put(ObjectNode root, String pointer, JsonNode value) {
    int cut = pointer.lastIndexOf('/');
    String step = pointer.substring(cut + 1);
    switch (root.at(pointer.substring(0, cut))) {
      case ObjectNode object -> object.set(step, value);
      case ArrayNode array when step.matches("\\d+") && Integer.parseInt(step) < array.size() ->
          array.set(Integer.parseInt(step), value);
      default -> {}
    }
  }

  static void remove(ObjectNode root, String pointer) {
    int cut = pointer.lastIndexOf('/');
    String step = pointer.substring(cut + 1);
    switch (root.at(pointer.substring(0, cut))) {
      case ObjectNode object -> object.remove(step);
      case ArrayNode array -> array.remove(Integer.parseInt(step));
      default -> throw new IllegalStateException("nothing at " + pointer);
    }
  }
}
