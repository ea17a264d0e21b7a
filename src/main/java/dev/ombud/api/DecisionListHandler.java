package dev.ombud.api;

import dev.ombud.contract.DecisionWriter;
import dev.ombud.decision.DecisionPage;
import dev.ombud.decision.DecisionQuery;
import dev.ombud.decision.Decisions;
import dev.ombud.domain.Disposition;
import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import dev.ombud.domain.Severity;
import dev.ombud.web.Caller;
import dev.ombud.web.Request;
import dev.ombud.web.Response;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// The decisions that a filter lets through, newest first, a page at a time.
///
/// The cursor of the next page is the last id of this one: base64url without padding over the id's
/// 16 bytes. Clients take it as opaque.
final class DecisionListHandler implements Signed.Handler {
  static final String[] PARAMETERS = {
    "product", "surface", "release", "severity", "disposition", "from", "to", "limit", "cursor"
  };

  private static final int LIMIT_USUAL = 50;
  private static final int LIMIT_MOST = 500;
  private static final int TEXT_LONGEST = 200;
  private static final Instant EVER = Instant.parse("9999-12-31T23:59:59Z");

  private final DecisionWriter writer = new DecisionWriter();
  private final Decisions decisions;

  DecisionListHandler(Decisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    Instant from = instant(request, "from", Instant.EPOCH);
    Instant to = instant(request, "to", EVER);
    if (!from.isBefore(to)) {
      throw refusal("`from` is not before `to`: exchange them, `to` does not belong to the range");
    }
    DecisionPage page =
        decisions.search(
            new DecisionQuery(
                text(request, "product"),
                text(request, "surface"),
                text(request, "release"),
                word(request, "severity", Severity.values()),
                word(request, "disposition", Disposition.values()),
                from,
                to,
                limit(request),
                request.query("cursor").map(DecisionListHandler::id)));
    String next = page.next().map(DecisionListHandler::cursor).orElse(null);
    return Response.json(200, writer.writePage(page.items(), next));
  }

  private static Optional<String> text(Request request, String name) {
    return request
        .query(name)
        .map(text -> {
          if (text.isEmpty() || text.length() > TEXT_LONGEST || text.indexOf('\0') >= 0) {
            throw refusal(
                "`" + name + "` needs 1 to " + TEXT_LONGEST + " characters: mend or omit it");
          }
          return text;
        });
  }

  private static <E extends Enum<E>> Optional<E> word(Request request, String name, E[] words) {
    return request
        .query(name)
        .map(text ->
            Arrays.stream(words)
                .filter(word -> word.name().equals(text))
                .findFirst()
                .orElseThrow(() ->
                    refusal(
                        "`%s` is `%s`: use one of %s"
                            .formatted(name, text, Arrays.toString(words)))));
  }

  private static Instant instant(Request request, String name, Instant otherwise) {
    String text = request.query(name).orElse(null);
    if (text == null) {
      return otherwise;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw refusal("`" + name + "` is `" + text + "`: write a time such as 2026-01-31T00:00:00Z");
    }
  }

  private static int limit(Request request) {
    String text = request.query("limit").orElse(null);
    if (text == null) {
      return LIMIT_USUAL;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LIMIT_MOST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // The refusal below says it for both cases.
    }
    throw refusal("`limit` is `" + text + "`: write a whole number from 1 to " + LIMIT_MOST);
  }

  private static String cursor(UUID id) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static UUID id(String cursor) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == 16) {
        return new UUID(bytes.getLong(), bytes.getLong());
      }
    } catch (IllegalArgumentException e) {
      // The refusal below says it for both cases.
    }
    throw refusal("`cursor` is none of ours: send one as an answer gave it, with the same filter");
  }

  private static ServiceException refusal(String detail) {
    return new ServiceException(ErrorCode.BAD_PARAMETER, detail);
  }
}
