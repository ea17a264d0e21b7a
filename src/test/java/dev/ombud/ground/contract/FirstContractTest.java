package dev.ombud.ground.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Sha256;
import dev.ombud.record.texts.Masking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Goal: whoever sends contract 1.0 goes on as before, byte for byte. Method: digests that were
/// taken before there was a later contract.
final class FirstContractTest {
  private static final int SAMPLE = 50;

  /// Nothing writes it anew: what it says holds for ever.
  private static final Path TAKEN_BEFORE =
      Path.of("src/test/resources/golden/digests-of-contract-1.0.txt");

  private static final AggregateReader READER = new AggregateReader();
  private static final Masking MASKING = Masking.usual();

  @Test
  void keepsTheDigestOfEveryRealAggregate() throws IOException {
    List<String> all = Samples.reviews();
    StringBuilder digests = new StringBuilder();
    MessageDigest whole = Sha256.begin();
    for (int i = 0; i < all.size(); i++) {
      byte[] digest = read(all.get(i)).digest();
      whole.update(digest);
      if (i % SAMPLE == 0) {
        digests.append(i + 1).append(' ').append(HexFormat.of().formatHex(digest)).append('\n');
      }
    }
    digests.append("all ").append(HexFormat.of().formatHex(whole.digest())).append('\n');
    assertThat(digests).hasToString(Files.readString(TAKEN_BEFORE));
  }

  @Test
  void keepsTheFormOfEveryFieldAndEveryScenario() {
    assertThat(digest(Samples.FULL))
        .isEqualTo("188211e139f48edc5143de817e32ee07650d7ff626fd3b2aa18d3fd493175a11");
    MessageDigest whole = Sha256.begin();
    Samples.scenarios().forEach(each -> whole.update(read(each).digest()));
    assertThat(HexFormat.of().formatHex(whole.digest()))
        .isEqualTo("741cc079574b8e1eccbcdf718068cc8ef8ff5e41a15c57ba7b28ffca49a1eb85");
  }

  private static ReceivedAggregate read(String json) {
    return READER.read(Samples.utf8(json), text -> MASKING.mask(text).text());
  }

  private static String digest(String json) {
    return HexFormat.of().formatHex(read(json).digest());
  }
}
