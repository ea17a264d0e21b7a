package dev.ombud.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds the route for an address. A literal path wins over one with parameters; two routes for the
/// same method and path are a bug. Immutable.
final class RouteTable {
  sealed interface Match {}

  record Found(Route route, Map<String, String> parameters) implements Match {}

  /// There is something at this path, but not for this method.
  record OtherMethods(Collection<String> allowed) implements Match {}

  record Nothing() implements Match {}

  private record Template(List<String> segments, Map<String, Route> methods) {}

  private final Map<String, Map<String, Route>> literals = new HashMap<>();
  private final List<Template> templates;

  RouteTable(List<Route> routes) {
    Map<String, Template> byPath = new LinkedHashMap<>();
    for (Route route : routes) {
      Map<String, Route> methods =
          route.path().contains("{")
              ? byPath
                  .computeIfAbsent(
                      route.path(), path -> new Template(segments(path), new TreeMap<>()))
                  .methods()
              : literals.computeIfAbsent(route.path(), path -> new TreeMap<>());
      if (methods.put(route.method(), route) != null) {
        throw new IllegalStateException(
            "two routes for `" + route.method() + " " + route.path() + "`");
      }
    }
    this.templates = List.copyOf(byPath.values());
  }

  /// @param path as it stands in the request, not decoded yet
  Match find(String method, String path) {
    Map<String, Route> literal = literals.get(path);
    if (literal != null) {
      return choose(method, literal, Map.of());
    }
    List<String> segments = segments(path);
    for (Template template : templates) {
      if (fits(template.segments(), segments)) {
        return choose(method, template.methods(), parameters(template.segments(), segments));
      }
    }
    return new Nothing();
  }

  private static Match choose(
      String method, Map<String, Route> methods, Map<String, String> parameters) {
    Route route = methods.get(method.equals("HEAD") ? "GET" : method);
    if (route != null) {
      return new Found(route, parameters);
    }
    Collection<String> allowed = new TreeSet<>(methods.keySet());
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return new OtherMethods(allowed);
  }

  private static boolean fits(List<String> template, List<String> path) {
    if (template.size() != path.size()) {
      return false;
    }
    for (int i = 0; i < template.size(); i++) {
      boolean same =
          isParameter(template.get(i))
              ? !path.get(i).isEmpty()
              : template.get(i).equals(path.get(i));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> parameters(List<String> template, List<String> path) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String name = template.get(i);
      if (isParameter(name)) {
        parameters.put(name.substring(1, name.length() - 1), Address.decodeSegment(path.get(i)));
      }
    }
    return parameters;
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int start = 0;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
      segments.add(path.substring(start, slash));
      start = slash + 1;
    }
    segments.add(path.substring(start));
    return segments;
  }
}
