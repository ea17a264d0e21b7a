package dev.ombud.door.console;

import dev.ombud.door.web.Response;
import dev.ombud.ground.text.PlainText;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes pages. The build has compiled the templates; what they place is escaped by where it
/// stands, and no character of a page is invisible ([PlainText]). Thread-safe.
final class Templates {
  /// Scripts, styles and pictures come from here alone, forms go nowhere else, and nobody may frame
  /// a page.
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final String HTML = "text/html; charset=utf-8";

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

  /// @param page null for templates that show nothing but their frame
  Response page(int status, String template, Frame frame, @Nullable Object page) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("frame", frame);
    if (page != null) {
      parameters.put("page", page);
    }
    StringOutput out = new StringOutput();
    engine.render(template, parameters, out);
    byte[] html = PlainText.shown(out.toString()).getBytes(StandardCharsets.UTF_8);
    return Response.of(status, HTML, html)
        .with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .with("Referrer-Policy", "same-origin")
        .with("Cross-Origin-Opener-Policy", "same-origin");
  }
}
