package dev.ombud.act.brief;

import dev.ombud.ground.outbound.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where the model is, and how it is asked. Its text form shows no key.
///
/// @param endpoint over TLS, unless on loopback
/// @param deployment as it is named there
/// @param version of the API, for example `2024-10-21`
/// @param key nothing where the service signs in by its Entra identity
/// @param clientId of the managed identity, where there are several
/// @param temperature nothing for models that take none
/// @param timeout of one call
public record OpenAiConfig(
    URI endpoint,
    String deployment,
    String version,
    Optional<Secret> key,
    Optional<String> clientId,
    Optional<Double> temperature,
    Duration timeout) {}
