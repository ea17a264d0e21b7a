package dev.ombud.act.action;

/// A system outside that carries actions out, as it is configured. It has one circuit breaker: what
/// fails together belongs under one name.
///
/// @param name for metrics and messages, for example `jira` or `unleash`
public record Target(String name, Connector connector) {}
