package dev.ombud.act.target;

import dev.ombud.ground.outbound.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One system outside as the operator configured it. Its text form hides the secret. Immutable.
///
/// @param name unique among the targets
/// @param url without a slash at its end
/// @param secret empty where the kind works without
/// @param options as [TargetKind] lists them
public record TargetConfig(
    String name,
    TargetKind kind,
    URI url,
    Optional<Secret> secret,
    Map<String, String> options,
    boolean inside) {

  public TargetConfig {
    options = Map.copyOf(options);
  }

  /// The same with the options of a route over its own.
  public TargetConfig with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.putAll(more);
    return new TargetConfig(name, kind, url, secret, all, inside);
  }

  public String base() {
    return url.toString();
  }

  public Secret requiredSecret() {
    return secret.orElseThrow(() -> new IllegalStateException("the reader refuses that"));
  }

  List<Secret> secrets() {
    return secret.stream().toList();
  }

  /// @throws IllegalStateException where it is not there, though the reader made sure of it
  public String option(String key) {
    return find(key)
        .orElseThrow(() -> new IllegalStateException("`" + key + "` is no required option"));
  }

  public String option(String key, String fallback) {
    return options.getOrDefault(key, fallback);
  }

  public Optional<String> find(String key) {
    return Optional.ofNullable(options.get(key));
  }

  /// An option that is a list, separated by commas.
  public List<String> list(String key, String fallback) {
    return List.of(option(key, fallback).split("\\s*,\\s*"));
  }

  /// Without address: that of Teams is a secret.
  @Override
  public String toString() {
    return name + " (" + kind.word() + ")";
  }
}
