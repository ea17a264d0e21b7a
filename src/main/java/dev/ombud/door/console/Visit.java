package dev.ombud.door.console;

import dev.ombud.door.web.Caller;
import dev.ombud.door.web.Request;
import dev.ombud.door.web.Response;
import dev.ombud.ground.base.Role;
import dev.ombud.ground.json.Json;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One request of somebody who is signed in and may make it: the proof that a page or form takes.
/// Belongs to one thread.
public final class Visit {
  /// Scripts that are not modules, and that modules use.
  private static final Set<String> LIBRARIES = Set.of("chart.js", "tabulator.js");

  private final Request request;
  private final Caller caller;
  private final String csrf;
  private final Optional<String> notice;
  private final Optional<Refused> refused;
  private final Assets assets;
  private final Templates templates;
  private final Cookies cookies;

  Visit(
      Request request,
      Caller caller,
      String csrf,
      Optional<Refused> refused,
      Assets assets,
      Templates templates,
      Cookies cookies) {
    this.request = request;
    this.caller = caller;
    this.csrf = csrf;
    this.notice = cookies.notice(request);
    this.refused = refused;
    this.assets = assets;
    this.templates = templates;
    this.cookies = cookies;
  }

  /// The same for a page that shows a form again.
  Visit with(Refused form) {
    return new Visit(request, caller, csrf, Optional.of(form), assets, templates, cookies);
  }

  public Request request() {
    return request;
  }

  public Caller caller() {
    return caller;
  }

  /// The values of a query parameter that are not blank: a form sends its empty fields too.
  public List<String> filled(String name) {
    return request.queries(name).stream().filter(text -> !text.isBlank()).toList();
  }

  /// Whether a part of a page is for them; whoever may not use a form does not see it.
  public boolean may(Set<Role> roles) {
    return caller.roles().stream().anyMatch(roles::contains);
  }

  /// Answers a page.
  ///
  /// @param template such as `decision/list.jte`
  /// @param page what it shows
  /// @param assets modules and libraries of [Assets] that the page is better with
  public Response page(
      Section section, String title, String template, Object page, String... assets) {
    return page(
        refused.map(Refused::status).orElse(200),
        Optional.of(section),
        title,
        template,
        page,
        assets);
  }

  /// The form that was refused, where this page shows it again: with that status, and with what was
  /// filled in.
  public Refused refused() {
    return refused.orElse(Refused.NOTHING);
  }

  Response page(
      int status,
      Optional<Section> section,
      String title,
      String template,
      Object page,
      String... scripts) {
    Frame frame =
        new Frame(
            title,
            section,
            Optional.of(new Frame.Person(caller.name(), words(caller.roles()))),
            Arrays.stream(Section.values()).filter(each -> may(each.roles())).toList(),
            csrf,
            notice,
            refused(),
            assets,
            addresses(scripts, false),
            addresses(scripts, true));
    Response response = templates.page(status, template, frame, page);
    return notice.isEmpty() ? response : cookies.withoutNotice(response);
  }

  private List<String> addresses(String[] names, boolean areLibraries) {
    return Arrays.stream(names)
        .filter(name -> LIBRARIES.contains(name) == areLibraries)
        .map(assets::address)
        .toList();
  }

  private static String words(Set<Role> roles) {
    return roles.isEmpty()
        ? "no role"
        : EnumSet.copyOf(roles).stream().map(Role::word).collect(Collectors.joining(", "));
  }

  /// Sends the browser to a page, as every form does that worked.
  public Response redirect(String path) {
    return Entrance.redirect(path);
  }

  /// The same, and that page says what was done.
  ///
  /// @param notice a sentence
  public Response redirect(String path, String notice) {
    return cookies.withNotice(redirect(path), notice);
  }

  /// Data for a module.
  public static Response json(Map<String, ?> data) {
    return Response.json(200, Json.write(data));
  }
}
