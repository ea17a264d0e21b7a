package dev.ombud.ground.outbound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 by Vert.x's client, one connection a call and outside of any pool, on one event loop of
/// its own; whoever calls waits. Thread-safe.
final class Transport implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int MAX_STATUS_LINE_BYTES = 1 << 13;
  private static final int MAX_HEAD_BYTES = 1 << 16;

  private final HttpOutbound.Limits limits;
  private final ClientSSLOptions tls;
  private final Vertx vertx;
  private final Context loop;
  private final HttpClientAgent client;

  /// @param trust nothing for what the Java platform trusts
  Transport(@Nullable TrustOptions trust, HttpOutbound.Limits limits) {
    this.limits = limits;
    this.tls =
        new ClientSSLOptions()
            .setTrustOptions(trust)
            .setHostnameVerificationAlgorithm("HTTPS")
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setSslHandshakeTimeout(limits.answer().toMillis());
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    this.loop = vertx.getOrCreateContext();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout((int) limits.connect().toMillis())
                // A close waits until all is written, which may be never; this does not.
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setWriteIdleTimeout((int) limits.answer().plus(GRACE).toMillis())
                .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEAD_BYTES));
  }

  /// A request of which nothing is sent yet, on a connection of its own to that very address. Call
  /// [#end] with it at last.
  ///
  /// @param host whose certificate it has to show
  /// @throws IOException where there is no connection; the message says why
  HttpClientRequest open(Call call, String host, InetSocketAddress address)
      throws IOException, InterruptedException {
    boolean encrypted = isEncrypted(call.address());
    HttpConnectOptions connect =
        new HttpConnectOptions()
            .setServer(SocketAddress.inetSocketAddress(address))
            .setHost(host)
            .setPort(address.getPort())
            .setSsl(encrypted)
            .setSslOptions(encrypted ? tls : null);
    RequestOptions head = head(call);
    Future<HttpClientRequest> request =
        onLoop(() ->
            client
                .connect(connect)
                .compose(connection -> {
                  // Without a handler it goes to the log, and quotes what the other side said.
                  connection.exceptionHandler(_ -> {});
                  return connection.request(head);
                }));
    try {
      HttpClientRequest ready = await(request, limits.connect().plus(limits.answer()));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return ready;
    } catch (IOException | InterruptedException e) {
      request.onSuccess(this::end);
      throw e;
    }
  }

  /// Sends a request and reads its answer.
  ///
  /// @throws IOException where there is no whole answer in time; the message says why
  Reply.Answered ask(HttpClientRequest request, Call call)
      throws IOException, InterruptedException {
    boolean bodiless = call.body().length == 0 && call.method().equals("GET");
    return await(
        onLoop(() ->
            (bodiless ? request.send() : request.send(Buffer.buffer(call.body())))
                .compose(Transport::read)),
        limits.answer());
  }

  /// Ends the connection of a request; once the transport is closed there is none.
  void end(HttpClientRequest request) {
    onLoop(() -> request.connection().close());
  }

  private static RequestOptions head(Call call) {
    URI address = call.address();
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    RequestOptions head =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(call.method()))
            .setURI(path + query)
            .putHeader("Host", address.getRawAuthority())
            .putHeader("User-Agent", "Ombud");
    call.headers().forEach(head::putHeader);
    return head;
  }

  static boolean isEncrypted(URI address) {
    return lower(address.getScheme()).equals("https");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// Called on the event loop, as is all that it asks to be called.
  private static Future<Reply.Answered> read(HttpClientResponse response) {
    if (response.statusCode() / 100 == 1) {
      return Future.failedFuture(new IOException("it went no further than an interim answer"));
    }
    Map<String, String> headers = new HashMap<>();
    response.headers().forEach((name, value) -> headers.putIfAbsent(lower(name), value));
    Buffer body = Buffer.buffer();
    Promise<Buffer> whole = Promise.promise();
    response
        .exceptionHandler(whole::tryFail)
        .endHandler(_ -> whole.tryComplete(body))
        .handler(chunk -> {
          int room = MAX_BODY_BYTES - body.length();
          body.appendBuffer(chunk, 0, Math.min(chunk.length(), room));
          if (chunk.length() >= room) {
            whole.tryComplete(body);
          }
        });
    return whole
        .future()
        .map(bytes -> new Reply.Answered(response.statusCode(), headers, bytes.getBytes()));
  }

  /// Callers have threads of every kind, and perhaps a context of another Vert.x; the client would
  /// take its context from there.
  private <T> Future<T> onLoop(Supplier<Future<T>> step) {
    return Future.future(promise ->
        loop.runOnContext(
            _ -> Future.succeededFuture().compose(_ -> step.get()).onComplete(promise)));
  }

  private static <T> T await(Future<T> future, Duration most)
      throws IOException, InterruptedException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("it took too long", e);
    } catch (ExecutionException e) {
      throw new IOException(words(e.getCause()), e);
    }
  }

  /// What went wrong, without what the other side said.
  private static String words(@Nullable Throwable cause) {
    return switch (cause) {
      case io.netty.channel.ConnectTimeoutException _ -> "it took too long";
      case ConnectException _ -> "nobody listens there, or a firewall is between";
      case SSLException e when isOfCertificate(e) ->
          "its certificate is not trusted, or is one of another name";
      case SSLException _ -> "no TLS could be agreed upon";
      case RejectedExecutionException _ -> "the service is stopping";
      case HttpClosedException _ -> "it closed the connection before its answer was whole";
      case null, default -> "the connection broke off, or carried what is no HTTP";
    };
  }

  private static boolean isOfCertificate(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(CertificateException.class::isInstance);
  }

  /// Breaks off what is under way.
  @Override
  public void close() {
    try {
      await(vertx.close(), limits.answer().plus(GRACE).plus(GRACE));
    } catch (IOException e) {
      throw new IllegalStateException("the transport did not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
