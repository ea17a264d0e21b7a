package dev.ombud.record.document;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Compresses with what documents have in common: the words of the shipped ruleset, the names of
/// fields.
///
/// | bytes | what |
/// |---|---|
/// | 1 | the number of the dictionary |
/// | the rest | one frame of Zstandard (RFC 8878) with the size and a checksum of its content |
///
/// So `tail -c +2 documents | zstd -d -D documents-1.dictionary` reads it, too. Thread-safe.
final class DocumentDictionary {
  /// By their numbers, from 1 on; the last one is written with. INVARIANT: one that was released is
  /// neither changed nor removed, for what it has packed cannot be read without it.
  private static final List<DocumentDictionary> ALL = List.of(new DocumentDictionary(1));

  /// An aggregate has 2 MiB at most.
  private static final long MAX_PLAIN_BYTES = 32L << 20;

  /// Higher levels cost three times the time and save a tenth.
  private static final int LEVEL = 3;

  private final int number;
  private final ZstdDictCompress packing;
  private final ZstdDictDecompress unpacking;

  /// Kept, since to make one takes longer than to use it; there are as many as are used at once.
  private final Queue<ZstdCompressCtx> packers = new ConcurrentLinkedQueue<>();

  private final Queue<ZstdDecompressCtx> unpackers = new ConcurrentLinkedQueue<>();

  private DocumentDictionary(int number) {
    byte[] words = bytes(number);
    this.number = number;
    this.packing = new ZstdDictCompress(words, LEVEL);
    this.unpacking = new ZstdDictDecompress(words);
  }

  static byte[] bytes(int number) {
    String name = "documents-" + number + ".dictionary";
    try (InputStream file = DocumentDictionary.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("`" + name + "` is missing");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int count() {
    return ALL.size();
  }

  static byte[] pack(byte[] plain) {
    DocumentDictionary last = ALL.getLast();
    ZstdCompressCtx packer = last.packers.poll();
    if (packer == null) {
      packer = new ZstdCompressCtx().setLevel(LEVEL).setDictID(false).setChecksum(true);
      packer.loadDict(last.packing);
    }
    byte[] packed = new byte[1 + (int) Zstd.compressBound(plain.length)];
    packed[0] = (byte) last.number;
    int length = packer.compressByteArray(packed, 1, packed.length - 1, plain, 0, plain.length);
    last.packers.add(packer);
    return Arrays.copyOf(packed, 1 + length);
  }

  /// @throws ZstdException where these are not the bytes that were packed
  static byte[] unpack(byte[] packed) {
    int number = packed.length < 2 ? 0 : packed[0];
    if (number < 1 || number > ALL.size()) {
      throw damaged("dictionary " + number + " is not known");
    }
    long size = Zstd.getFrameContentSize(packed, 1, packed.length - 1);
    if (size < 0 || size > MAX_PLAIN_BYTES) {
      throw damaged("they say no size that documents have");
    }
    DocumentDictionary dictionary = ALL.get(number - 1);
    ZstdDecompressCtx unpacker = dictionary.unpackers.poll();
    if (unpacker == null) {
      unpacker = new ZstdDecompressCtx();
      unpacker.loadDict(dictionary.unpacking);
    }
    try {
      byte[] plain = new byte[(int) size];
      int length =
          unpacker.decompressByteArray(plain, 0, plain.length, packed, 1, packed.length - 1);
      if (length != plain.length) {
        throw damaged("they have another size than they say");
      }
      return plain;
    } finally {
      dictionary.unpackers.add(unpacker);
    }
  }

  private static ZstdException damaged(String why) {
    return new ZstdException(Zstd.errCorruptionDetected(), why);
  }
}
