package dev.ombud.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ombud.domain.Aggregate;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// STAND-IN.
public final class AggregateReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  public ReceivedAggregate read(byte[] body) {
    try {
      JsonNode node = JSON.readTree(body);
      if (node.isMissingNode()) {
        throw new ServiceException(
            ErrorCode.MALFORMED_JSON,
            "the body is empty: send JSON",
            Map.of("line", 1, "column", 1),
            List.of());
      }
      if (!node.hasNonNull("aggregateId")) {
        throw new ServiceException(
            ErrorCode.INVALID_AGGREGATE,
            "the aggregate breaks the contract in 1 place",
            Map.of(),
            List.of(new Violation("", "required", "`aggregateId` is missing: add it")));
      }
      Instant start = Instant.parse("2024-01-01T00:00:00Z");
      Aggregate aggregate =
          new Aggregate(
              "1.0",
              node.get("aggregateId").asText(),
              1,
              new Aggregate.Window(start, start.plusSeconds(3600)),
              node.path("product").asText("shop"),
              "checkout",
              null,
              null,
              null,
              Aggregate.Cohort.EVERYONE,
              new Aggregate.Cluster("c1", List.of("checkout"), 0.9, null, null, null, null),
              new Aggregate.Volume(10, null, null, null, null),
              null,
              Map.of(),
              null,
              null,
              List.of(),
              List.of(),
              null,
              null);
      return new ReceivedAggregate(aggregate, MessageDigest.getInstance("SHA-256").digest(body));
    } catch (JsonProcessingException e) {
      throw new ServiceException(
          ErrorCode.MALFORMED_JSON,
          "the body is not JSON at line 1: mend it",
          Map.of("line", 1, "column", 1),
          List.of());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
