package dev.ombud.door.console;

import dev.ombud.door.web.ClientGoneException;
import dev.ombud.door.web.Problem;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people see where something is refused: the page with the form that was refused, as it was
/// filled in, or else a page that says what went wrong and takes the form from there. With the menu
/// wherever it can be told who asks; where the database is away, it cannot. Thread-safe.
final class RefusalPages {
  private static final Logger log = LoggerFactory.getLogger(RefusalPages.class);
  private static final String TEMPLATE = "console/error.jte";
  private static final Set<ErrorCode> ASKED_WRONG =
      EnumSet.of(ErrorCode.BAD_PARAMETER, ErrorCode.INVALID_REQUEST);

  /// What the console has, too.
  private static final Pattern FOR_PEOPLE =
      Pattern.compile("/v1(/(?:decisions|reviews|flags)(?:/[^/:?]+)?)/?(?:\\?.*)?");

  private final Entrance entrance;

  RefusalPages(Entrance entrance) {
    this.entrance = entrance;
  }

  /// Of a page.
  ///
  /// @param visit of whoever may see it; nothing where it was refused before that was clear
  /// @param again shows the form by which it is asked; nothing where it has none
  Response ofPage(
      Request request, Optional<Visit> visit, Throwable failure, Optional<Entrance.Page> again)
      throws InterruptedException {
    ServiceException known = known(failure, request);
    boolean isForm = again.isPresent() && ASKED_WRONG.contains(known.code());
    if (isForm && visit.isPresent()) {
      Fields typed = new Fields(request.queries());
      Optional<Response> form = shown(visit.get(), refused(request, known, typed), again.get());
      if (form.isPresent()) {
        return Problem.withAdvice(form.get(), known.code());
      }
    }
    return Problem.withAdvice(show(request, known, Optional.empty()), known.code());
  }

  /// Of a form.
  ///
  /// @param visit of whoever may send it; nothing where it was refused before that was clear
  /// @param again shows the form
  Response ofForm(
      Request request, Optional<Visit> visit, Throwable failure, Fields typed, Entrance.Page again)
      throws InterruptedException {
    ServiceException known = known(failure, request);
    Refused refused = refused(request, known, isOurs(request) ? typed : Fields.NONE);
    // A file cannot be sent again from here: browsers fill in none.
    boolean isUpload = request.header("Content-Type").orElse("").startsWith("multipart/");
    Optional<Response> form =
        visit.isPresent() ? shown(visit.get(), refused, again) : Optional.empty();
    if (form.isPresent() && !isUpload && !form.get().has(action(refused))) {
      form = shown(visit.get(), refused.alone(), again);
    }
    return Problem.withAdvice(
        form.orElseGet(
            () -> show(request, known, isUpload ? Optional.empty() : Optional.of(refused))),
        known.code());
  }

  /// Nothing where the form's own page is what cannot be shown.
  private static Optional<Response> shown(Visit visit, Refused refused, Entrance.Page again)
      throws InterruptedException {
    try {
      return Optional.of(again.show(visit.with(refused)));
    } catch (ClientGoneException e) {
      throw e;
    } catch (RuntimeException e) {
      log.debug("the page of a refused form cannot be shown", e);
      return Optional.empty();
    }
  }

  /// What went wrong, with the menu of whoever is signed in.
  ///
  /// @param refused the form that was refused; nothing where there was none
  Response show(Request request, ServiceException failure, Optional<Refused> refused) {
    Matcher matcher = FOR_PEOPLE.matcher(request.address());
    Optional<String> elsewhere =
        matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    ErrorPage page = ErrorPage.of(failure, request.traceId(), refused, elsewhere, back(request));
    int status = failure.code().status();
    return entrance
        .whoever(request)
        .map(visit -> visit.page(status, Optional.empty(), page.title(), TEMPLATE, page))
        .orElseGet(
            () -> entrance.openPage(status, page.title(), TEMPLATE, entrance.csrf(request), page));
  }

  /// What went wrong, for nobody in particular.
  Response open(ServiceException failure, String traceId) {
    ErrorPage page =
        ErrorPage.of(failure, traceId, Optional.empty(), Optional.empty(), Optional.empty());
    return entrance.openPage(failure.code().status(), page.title(), TEMPLATE, "", page);
  }

  private static ServiceException known(Throwable failure, Request request) {
    if (failure instanceof ClientGoneException gone) {
      throw gone;
    }
    if (failure instanceof ServiceException known) {
      return known;
    }
    log.error("unexpected exception in trace {}", request.traceId(), failure);
    return new ServiceException(
        ErrorCode.INTERNAL, "something unexpected happened: quote the trace below to the operator");
  }

  /// What another site sent is not shown to be sent once more.
  private static boolean isOurs(Request request) {
    return request.header("Sec-Fetch-Site").filter(site -> !site.equals("same-origin")).isEmpty();
  }

  /// As the form stands on a page.
  private static String action(Refused refused) {
    return "action=\"" + refused.action().replace("&", "&amp;") + "\"";
  }

  /// The page of ours that somebody came from.
  private static Optional<String> back(Request request) {
    try {
      URI from = URI.create(request.header("Referer").orElse(""));
      boolean isOurs =
          String.valueOf(from.getAuthority()).equals(request.header("Host").orElse(""));
      String query = from.getRawQuery() == null ? "" : "?" + from.getRawQuery();
      return Optional.of(from.getRawPath() + query)
          .filter(path -> isOurs && SignIn.local(Optional.of(path)).equals(path));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Refused refused(Request request, ServiceException failure, Fields typed) {
    String path = request.address().replaceFirst("\\?.*", "");
    return Refused.of(path, failure, typed, request.traceId());
  }
}
