package dev.ombud.decision;

import dev.ombud.domain.Decision;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// STAND-IN.
public record DecisionPage(List<Decision> items, Optional<UUID> next) {}
