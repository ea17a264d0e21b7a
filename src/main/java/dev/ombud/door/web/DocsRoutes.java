package dev.ombud.door.web;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.text.XmlText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The contract for people: the OpenAPI document, a page to read and try it, and the list of
/// errors. Without sign-in. Everything is read from the class path at the start, so a missing file
/// stops it.
public final class DocsRoutes {
  /// Scripts and styles come from here alone, and nothing is asked of anybody else.
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
          + "form-action 'none'; frame-ancestors 'none'";

  private static final String SWAGGER_UI_VERSION = "5.34.1";
  private static final String SWAGGER_UI =
      "META-INF/resources/webjars/swagger-ui/" + SWAGGER_UI_VERSION;
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  private DocsRoutes() {}

  public static List<Route> routes() {
    String page =
        new String(StaticFiles.read("docs/index.html"), StandardCharsets.UTF_8)
            .replace("@version@", SWAGGER_UI_VERSION);
    List<Route> routes = new ArrayList<>();
    routes.add(
        fixed(
            "/openapi.yaml",
            Response.of(200, "application/yaml", StaticFiles.read("openapi.yaml"))));
    routes.add(fixed("/docs", page(page)));
    routes.add(fixed("/docs/docs.js", Response.of(200, SCRIPT, StaticFiles.read("docs/docs.js"))));
    routes.add(fixed("/docs/docs.css", Response.of(200, STYLE, StaticFiles.read("docs/docs.css"))));
    routes.add(fixed("/docs/errors", document("Errors", errors())));
    routes.addAll(
        StaticFiles.routes(
            "/docs/assets/" + SWAGGER_UI_VERSION,
            SWAGGER_UI,
            Set.of("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")));
    return routes;
  }

  private static Route fixed(String path, Response response) {
    return Route.of("GET", path, request -> response).in(Work.OPEN);
  }

  private static Response page(String html) {
    return Response.of(200, HTML, html.getBytes(StandardCharsets.UTF_8))
        .with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .with("Referrer-Policy", "no-referrer");
  }

  /// A problem's `type` points to the anchor of its code.
  private static String errors() {
    StringBuilder rows = new StringBuilder();
    for (ErrorCode code : ErrorCode.values()) {
      rows.append(
          """
          <tr id="%1$s"><td><a href="#%1$s"><code>%1$s</code></a></td><td>%2$d</td><td>%3$s</td><td>%4$s</td></tr>
          """
              .formatted(code.code(), code.status(), html(code.title()), html(code.remedy())));
    }
    return """
    <p>Every error is an RFC 9457 problem with one of these codes. A code is never renamed.
    Back to <a href="/docs">the API</a>.</p>
    <table>
    <thead><tr><th>Code</th><th>Status</th><th>What happened</th><th>What to do</th></tr></thead>
    <tbody>
    %s</tbody>
    </table>
    """
        .formatted(rows);
  }

  /// A page beside that of the API.
  ///
  /// @param body HTML; what it takes from elsewhere has gone through [#html]
  public static Response document(String title, String body) {
    return page(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Ombud %2$s</title>
        <link rel="stylesheet" href="/docs/docs.css">
        <link rel="icon" href="/docs/assets/%1$s/favicon-32x32.png">
        </head>
        <body class="page">
        <h1>%2$s</h1>
        %3$s
        </body>
        </html>
        """
            .formatted(SWAGGER_UI_VERSION, html(title), body));
  }

  /// A text as HTML shows it; what stands in backticks is set as code.
  public static String html(String text) {
    return XmlText.of(text).replaceAll("`([^`]*)`", "<code>$1</code>");
  }
}
