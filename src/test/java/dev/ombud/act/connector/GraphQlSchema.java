package dev.ombud.act.connector;

import dev.ombud.act.target.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// As much of a GraphQL schema as it takes to tell whether the fields, arguments and inputs of a
/// document are there and of the types that it says.
final class GraphQlSchema {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_$@][A-Za-z0-9_]*|-?\\d+(?:\\.\\d+)?|[{}()\\[\\]:!=|&]");

  /// @param type the name alone, without lists
  private record Field(String type, boolean required, Map<String, Field> arguments) {}

  private final Map<String, Map<String, Field>> types = new LinkedHashMap<>();

  private List<String> tokens = List.of();
  private int at;
  private List<String> faults = new ArrayList<>();
  private Map<String, Field> variables = Map.of();

  /// Linear's own, where it stands beside the project.
  static Optional<GraphQlSchema> linear() {
    return Stream.of("../shared/specs", "../../shared/specs")
        .map(folder -> Path.of(folder, "linear-schema.graphql.gz"))
        .filter(Files::exists)
        .findFirst()
        .map(file -> {
          try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new GraphQlSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  GraphQlSchema(String text) {
    tokens = tokens(text.replaceAll("(?s)\"\"\".*?\"\"\"", ""));
    while (at < tokens.size()) {
      String word = next();
      if (word.equals("type") || word.equals("input") || word.equals("interface")) {
        String name = next();
        while (!peek().equals("{")) {
          next();
        }
        next();
        types.put(name, fields("}"));
      }
    }
  }

  private Map<String, Field> fields(String end) {
    Map<String, Field> fields = new LinkedHashMap<>();
    while (!peek().equals(end)) {
      String name = next();
      Map<String, Field> arguments = Map.of();
      if (peek().equals("(")) {
        next();
        arguments = fields(")");
      }
      expect(":");
      String type = "";
      boolean required = false;
      for (; peek().matches("[\\[\\]!]|[A-Za-z_]\\w*") && (type.isEmpty() || !isWord(peek())); ) {
        String token = next();
        type = isWord(token) ? token : type;
        required = token.equals("!");
      }
      if (peek().equals("=")) {
        next();
        required = false;
        skipValue();
      }
      while (peek().startsWith("@")) {
        next();
        if (peek().equals("(")) {
          skipBrackets();
        }
      }
      fields.put(name, new Field(type, required, arguments));
    }
    next();
    return fields;
  }

  private static boolean isWord(String token) {
    return token.matches("[A-Za-z_]\\w*");
  }

  private void skipValue() {
    if (peek().equals("[") || peek().equals("{")) {
      skipBrackets();
    } else {
      next();
    }
  }

  private void skipBrackets() {
    int depth = 0;
    do {
      String token = next();
      depth += token.matches("[\\[{(]") ? 1 : token.matches("[\\]})]") ? -1 : 0;
    } while (depth > 0);
  }

  /// What a document and its variables have that the schema has not.
  synchronized List<String> faults(String document, Tree values) {
    tokens = tokens(document);
    at = 0;
    faults = new ArrayList<>();
    String root = next().equals("mutation") ? "Mutation" : "Query";
    next();
    next();
    variables = new LinkedHashMap<>();
    while (!peek().equals(")")) {
      String name = next().substring(1);
      expect(":");
      String type = next();
      boolean required = peek().equals("!") && next().equals("!");
      variables.put(name, new Field(type, required, Map.of()));
    }
    next();
    expect("{");
    selection(root);
    variables.forEach((name, field) -> value(name, field, values.at(name)));
    return faults;
  }

  private void selection(String type) {
    while (!peek().equals("}")) {
      String name = next();
      Field field = types.getOrDefault(type, Map.of()).get(name);
      if (field == null) {
        faults.add(type + " has no field " + name);
        field = new Field("?", false, Map.of());
      }
      if (peek().equals("(")) {
        next();
        object(name, field.arguments(), ")");
      }
      if (peek().equals("{")) {
        next();
        selection(field.type());
      } else if (types.containsKey(field.type())) {
        faults.add(name + " needs a selection");
      }
    }
    next();
  }

  private void object(String of, Map<String, Field> known, String end) {
    List<String> given = new ArrayList<>();
    while (!peek().equals(end)) {
      String name = next();
      given.add(name);
      expect(":");
      Field field = known.get(name);
      if (field == null) {
        faults.add(of + " takes no " + name);
      }
      if (peek().equals("{")) {
        next();
        object(name, types.getOrDefault(field == null ? "" : field.type(), Map.of()), "}");
      } else {
        literal(name, field, next());
      }
    }
    next();
    known.forEach((name, field) -> {
      if (field.required() && !given.contains(name)) {
        faults.add(of + " needs " + name);
      }
    });
  }

  private void literal(String name, @Nullable Field field, String token) {
    if (field == null || !token.startsWith("$")) {
      return;
    }
    Field variable = variables.get(token.substring(1));
    if (variable == null || !variable.type().equals(field.type())) {
      faults.add(name + " is " + field.type() + ", and " + token + " is another type");
    }
  }

  private void value(String name, Field field, Tree value) {
    if (value.isMissing()) {
      if (field.required()) {
        faults.add(name + " is required");
      }
      return;
    }
    Map<String, Field> members = types.get(field.type());
    if (members == null || !(value.value() instanceof Map<?, ?> given)) {
      return;
    }
    given
        .keySet()
        .forEach(key -> {
          if (!members.containsKey(String.valueOf(key))) {
            faults.add(field.type() + " has no " + key);
          }
        });
    members.forEach((key, member) -> value(key, member, value.at(key)));
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text.replaceAll("(?m)#.*$", ""));
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    if (at >= tokens.size()) {
      throw new IllegalStateException("the document ends too early");
    }
    return tokens.get(at++);
  }

  private void expect(String token) {
    String found = next();
    if (!found.equals(token)) {
      throw new IllegalStateException("expected " + token + ", found " + found);
    }
  }
}
