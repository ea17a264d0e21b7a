package dev.ombud.door.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// What a handler answers. Immutable.
public final class Response {
  /// Writes a body line by line after the head has gone out. Runs exactly once, on the thread of
  /// the handler, even if the client is gone by then; an exception breaks the connection off, so
  /// that the client cannot take the part for the whole.
  @FunctionalInterface
  public interface Stream {
    void write(LineWriter lines) throws InterruptedException;
  }

  private static final Header HTML = new Header("Content-Type", "text/html; charset=utf-8");

  sealed interface Body {}

  record Whole(byte[] bytes) implements Body {}

  record Streamed(Stream stream) implements Body {}

  record Header(String name, String value) {}

  private final int status;
  private final List<Header> headers;
  private final Body body;

  private Response(int status, List<Header> headers, Body body) {
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  /// @param body not to be changed any more
  public static Response of(int status, String mediaType, byte[] body) {
    return new Response(status, List.of(new Header("Content-Type", mediaType)), new Whole(body));
  }

  public static Response json(int status, byte[] body) {
    return of(status, "application/json", body);
  }

  public static Response stream(int status, String mediaType, Stream stream) {
    return new Response(
        status, List.of(new Header("Content-Type", mediaType)), new Streamed(stream));
  }

  /// The same with one more header. A `Cache-Control` replaces the usual `no-store`; each
  /// `Set-Cookie` stands beside the others.
  public Response with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Response(status, more, body);
  }

  /// The same as a file to keep.
  public Response attached(String file) {
    return with("Content-Disposition", "attachment; filename=\"" + file + "\"");
  }

  /// The same with a cookie that no script can read and no other site's form sends.
  ///
  /// @param lasts nothing ends it
  /// @param isSecure whether browsers reach us by TLS
  public Response withCookie(String name, String value, Duration lasts, boolean isSecure) {
    return with(
        "Set-Cookie",
        Cookie.cookie(name, value)
            .setPath("/")
            .setMaxAge(lasts.toSeconds())
            .setHttpOnly(true)
            .setSameSite(CookieSameSite.LAX)
            .setSecure(isSecure)
            .encode());
  }

  /// The same for a browser that reads gzip, where it is a page. Nothing else is compressed here:
  /// most of what callers get is small, and they are many.
  Response zipped() {
    if (!(body instanceof Whole(byte[] bytes)) || !headers.contains(HTML)) {
      return this;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Response(status, headers, new Whole(out.toByteArray()))
        .with("Content-Encoding", "gzip")
        .with("Vary", "Accept-Encoding");
  }

  /// Whether a whole body has such a text in it; for what is streamed, nobody can tell.
  public boolean has(String text) {
    return body instanceof Whole(byte[] bytes)
        && new String(bytes, StandardCharsets.UTF_8).contains(text);
  }

  public int status() {
    return status;
  }

  List<Header> headers() {
    return headers;
  }

  Body body() {
    return body;
  }
}
