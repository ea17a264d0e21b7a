package dev.ombud.record.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Goal: what was packed comes out byte for byte, for ever, and what is damaged is named. Method:
/// documents of all sizes, packed by each dictionary that there ever was; every byte of one
/// changed.
class DecisionDocumentsTest {
  private static final UUID ID = new UUID(0x7000, 1L << 63);

  /// A dictionary is added here, and never changed: without it, what it has packed is lost.
  private static final List<String> DIGESTS =
      List.of("sha256:ca15dd14dd25e15df1b41aa7cbded29281c35a8257a90a4d60633738b73a282f");

  private static final String REASONS =
      "[{\"code\":\"CORE_FUNNEL\",\"detail\":\"complaints name \u20ac, which customers must pass\"}]";

  @Test
  void keepsEveryDictionaryAsItIs() {
    assertThat(
            IntStream.rangeClosed(1, DocumentDictionary.count())
                .mapToObj(number -> Sha256.text(Sha256.of(DocumentDictionary.bytes(number)))))
        .isEqualTo(DIGESTS);
  }

  private static DecisionDocuments documents(int size) {
    byte[] large = new byte[size];
    for (int i = 0; i < size; i++) {
      large[i] = (byte) ('a' + i * 31 % 97 % 26);
    }
    return new DecisionDocuments(
        utf8("[]"), utf8("{}"), utf8("[1]"), utf8(REASONS), utf8("[2]"), large, utf8(""));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void givesBackWhatWasPacked() {
    for (int size : new int[] {0, 1, 100, 5_000, 100_000, 4 << 20}) {
      DecisionDocuments before = documents(size);
      DecisionDocuments after = DecisionDocuments.unpack(ID, before.pack());
      assertThat(after.texts()).isEqualTo(before.texts());
      assertThat(after.context()).isEqualTo(before.context());
      assertThat(after.actions()).isEqualTo(before.actions());
      assertThat(after.reasons()).isEqualTo(before.reasons());
      assertThat(after.nearMisses()).isEqualTo(before.nearMisses());
      assertThat(after.aggregate()).isEqualTo(before.aggregate());
      assertThat(after.firings()).isEqualTo(before.firings());
    }
  }

  @Test
  void readsWhatTheFirstDictionaryPacked() {
    // Packed on the day of its release.
    byte[] packed =
        HexFormat.of()
            .parseHex(
                "0128b52ffd248a55020044035b31e282ac5d0a5b325d0a61666b7062676c78636874796470757a"
                    + "6c7176686d7264696e73656a6f61666b7762677378636f740a05fc7ea7596a866c22578c63e0"
                    + "c5a5584710100154b0b64b");
    assertThat(new String(DecisionDocuments.unpack(ID, packed).reasons(), StandardCharsets.UTF_8))
        .isEqualTo(REASONS);
  }

  @Test
  void namesTheDecisionWhoseDocumentsAreDamaged() {
    byte[] packed = documents(300).pack();
    for (int i = 0; i < packed.length; i++) {
      byte[] damaged = packed.clone();
      damaged[i] ^= 0x55;
      check(damaged, "cannot be read: ");
    }
    for (int length = 0; length < packed.length; length++) {
      check(Arrays.copyOf(packed, length), "cannot be read: ");
    }
  }

  @Test
  void refusesWhatIsNotDocuments() {
    check(packed("[]\n[]"), "they are fewer than 7");
    check(packed("\n\n\n\n\n\n\n"), "they are more than 7");
    byte[] newer = documents(1).pack();
    newer[0] = 99;
    check(newer, "dictionary 99 is not known");
  }

  @Test
  void unpacksNoMoreThanDocumentsHave() {
    check(packed("x".repeat((32 << 20) + 1)), "they say no size that documents have");
    byte[] silent = new ZstdCompressCtx().setContentSize(false).compress(new byte[9]);
    byte[] packed = new byte[1 + silent.length];
    packed[0] = 1;
    System.arraycopy(silent, 0, packed, 1, silent.length);
    check(packed, "they say no size that documents have");
  }

  private static byte[] packed(String plain) {
    return DocumentDictionary.pack(utf8(plain));
  }

  private static void check(byte[] packed, String why) {
    assertThatThrownBy(() -> DecisionDocuments.unpack(ID, packed))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
              assertThat(e.detail())
                  .startsWith("the documents of decision `" + ID + "`")
                  .contains(why);
            });
  }
}
