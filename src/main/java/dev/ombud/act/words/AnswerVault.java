package dev.ombud.act.words;

import dev.ombud.act.brief.Vault;
import dev.ombud.ground.text.SourceText;
import dev.ombud.record.texts.OpenText;
import dev.ombud.record.texts.SealedText;
import dev.ombud.record.texts.TextVault;
import java.util.List;
import java.util.Optional;

/// Encrypts raw answers of the model under the keys of the texts of evidence. Thread-safe.
public final class AnswerVault implements Vault {
  private static final String PATH = "/brief";

  private final TextVault vault;

  public AnswerVault(TextVault vault) {
    this.vault = vault;
  }

  @Override
  public Sealed seal(String text) {
    SealedText sealed = vault.seal(List.of(new SourceText(PATH, null, text))).getFirst();
    return new Sealed(sealed.keyId(), sealed.salt(), sealed.seed(), sealed.sealed());
  }

  /// Masked again, in case the model put together what had been taken apart.
  @Override
  public Optional<String> open(Sealed sealed) {
    return vault
        .open(sealed.keyId(), PATH, sealed.salt(), sealed.seed(), sealed.sealed())
        .map(OpenText::masked);
  }
}
