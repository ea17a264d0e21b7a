/// The console: what people do with a browser, as pages that the server writes.
///
/// [dev.ombud.door.console.Entrance] makes the routes: their gates ([dev.ombud.door.web.Browsers])
/// find the session behind the cookie and ask [dev.ombud.door.web.Access] whether the role suffices
/// (the same check as the API's); then the page gets a [dev.ombud.door.console.Visit]. The page
/// asks the orchestrators and parts, makes one record of all that it shows, and gives it to a
/// template. A form comes the same way, its CSRF token is checked before anybody sees it, and it
/// answers by sending the browser to a page (303).
///
/// To add a page:
///
/// 1. `console/<area>/<Noun>Page.java` with a public record of what it shows, and a method
///    `Response show(Visit visit)`; `<Noun><Verb>Form.java` with `Response take(Visit visit, Fields
///    fields)` for what is posted. All text is made here, in words and with units
///    ([dev.ombud.door.console.PageWords]); templates only place it.
/// 2. `src/main/jte/<area>/<noun>.jte`: its parameters are `Frame frame` and the record as `page`;
///    it fills `@template.console.layout(frame = frame, content = @`…`)`. Templates are compiled by
///    the build after the Java classes; a field that is not there fails it. Every form holds
///    `@template.console.csrf(frame = frame)`, every field has a label, every table a caption or a
///    heading, a table that may be wider than a phone stands in `<div class="scroll"
///    tabindex="0">`.
/// 3. A line in the area's `…Routes.java`: `entrance.page(path, roles, handler, parameters…)` or
///    `entrance.form(path, roles, handler)`, with the roles that the API has for the same.
/// 4. A new area of the menu is a constant of [dev.ombud.door.console.Section].
/// 5. What only helps (plots, live numbers, keyboard) is a module in `src/main/resources/console/`,
///    listed in [dev.ombud.door.console.Assets] with those that it imports, named by
///    `Visit.page(...)`, and reads its data from an endpoint made with `entrance.data(...)`. The
///    page works without it. No script and no style stands in a page: the content security policy
///    refuses both, `style="…"` too.
/// 6. A test over HTTP, a line in the golden list of routes, a visit in `ConsoleJourneyTest`, which
///    asks axe-core and takes the screenshots.
///
/// What goes wrong is a `ServiceException` as everywhere; it becomes a page with the words of the
/// detail and the status of the code. A form that can show what is wrong beside the field catches
/// it and answers its page again with [dev.ombud.door.console.Visit#page] and the status.
///
/// **Invariant:** no SQL, no JSON library and no JavaScript framework is here; nothing is decided
/// here that the API would not decide in the same way.
///
/// Start reading at [dev.ombud.door.console.Entrance].
@org.jspecify.annotations.NullMarked
package dev.ombud.door.console;
