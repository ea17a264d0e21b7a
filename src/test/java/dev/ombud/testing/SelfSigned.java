package dev.ombud.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for `localhost` and `127.0.0.1` that the JDK's own tool makes, as PEM files.
///
/// @param trust what trusts this certificate and no other
public record SelfSigned(Path certificate, Path key, SSLContext trust) {
  private static final String PASSWORD = "for-the-test";

  public static SelfSigned in(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "ombud",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-validity",
                "2")
            .redirectErrorStream(true)
            .start();
    String said = keytool.inputReader().readAllAsString();
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    byte[] certificate = store.getCertificate("ombud").getEncoded();
    byte[] key = store.getKey("ombud", PASSWORD.toCharArray()).getEncoded();
    return new SelfSigned(
        pem(folder.resolve("certificate.pem"), "CERTIFICATE", certificate),
        pem(folder.resolve("key.pem"), "PRIVATE KEY", key),
        trust(store));
  }

  private static Path pem(Path file, String kind, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder().encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind));
  }

  private static SSLContext trust(KeyStore store) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load((InputStream) null, null);
    trusted.setCertificateEntry("ombud", store.getCertificate("ombud"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
