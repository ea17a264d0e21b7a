package dev.ombud.decide.sheet;

import dev.ombud.decide.table.RefusedException;
import dev.ombud.decide.table.Spelling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// The parts of one workbook file, inflated within limits. The central directory counts, as it does
/// for a spreadsheet, so that both see the same parts.
final class Archive {
  static final int MAX_BYTES = 5 * 1024 * 1024;

  private static final long MAX_INFLATED_BYTES = 64L * 1024 * 1024;
  private static final int MAX_PARTS = 500;
  private static final long OLE2 = 0xD0CF11E0A1B11AE1L;

  private final Map<String, byte[]> parts;
  private final Map<String, String> spelled;

  private Archive(Map<String, byte[]> parts, Map<String, String> spelled) {
    this.parts = parts;
    this.spelled = spelled;
  }

  /// @throws RefusedException if the file is no archive, broken, encrypted or too large
  static Archive open(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new RefusedException(
          "too-large",
          "the file has %d bytes, but a workbook has at most %d: remove pictures or split the table"
              .formatted(bytes.length, MAX_BYTES));
    }
    refuseOtherFormats(bytes);
    try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get()) {
      Map<String, byte[]> parts = new LinkedHashMap<>();
      Map<String, String> spelled = new HashMap<>();
      long room = MAX_INFLATED_BYTES;
      for (var entries = zip.getEntries(); entries.hasMoreElements(); ) {
        ZipArchiveEntry entry = entries.nextElement();
        byte[] part = inflated(zip, entry, room);
        room -= part.length;
        spelled.put(entry.getName().toLowerCase(Locale.ROOT), entry.getName());
        if (parts.put(entry.getName().toLowerCase(Locale.ROOT), part) != null) {
          throw broken("holds the part " + Spelling.quoted(entry.getName()) + " twice");
        }
        if (parts.size() > MAX_PARTS) {
          throw new RefusedException(
              "too-large", "the file has more than %d parts: save it anew".formatted(MAX_PARTS));
        }
      }
      return new Archive(parts, spelled);
    } catch (IOException | IllegalArgumentException e) {
      throw broken("is cut off or damaged");
    }
  }

  private static void refuseOtherFormats(byte[] bytes) {
    if (bytes.length >= 8 && ByteBuffer.wrap(bytes).getLong() == OLE2) {
      throw new RefusedException(
          "encrypted",
          "the file has a password or the old .xls format: save it as .xlsx without a password");
    }
    if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
      throw new RefusedException(
          "not-a-workbook", "the file is not an .xlsx workbook: save it as one");
    }
  }

  private static byte[] inflated(ZipFile zip, ZipArchiveEntry entry, long room) throws IOException {
    if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
      throw broken("is packed in an unusual way");
    }
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new RefusedException(
          "encrypted", "the file has encrypted parts: save it without a password");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (part.size() + n > room) {
          throw new RefusedException(
              "too-large",
              "the file inflates to more than %d bytes: save it anew, with less in it"
                  .formatted(MAX_INFLATED_BYTES));
        }
        part.write(buffer, 0, n);
      }
      byte[] inflated = part.toByteArray();
      CRC32 sum = new CRC32();
      sum.update(inflated);
      if (sum.getValue() != entry.getCrc()) {
        throw broken("is damaged in its part " + Spelling.quoted(entry.getName()));
      }
      return inflated;
    }
  }

  static RefusedException broken(String what) {
    return new RefusedException(
        "broken", "the file " + what + ": open it in the spreadsheet and save it as .xlsx");
  }

  Optional<byte[]> find(String name) {
    return Optional.ofNullable(parts.get(name.toLowerCase(Locale.ROOT)));
  }

  byte[] load(String name) {
    return find(name).orElseThrow(() -> broken("lacks its part " + Spelling.quoted(name)));
  }

  /// In lower case.
  Set<String> names() {
    return new TreeSet<>(parts.keySet());
  }

  /// The file again, with some of its parts replaced and others added.
  byte[] with(Map<String, byte[]> changed) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    parts.forEach((key, part) -> all.put(spelled.getOrDefault(key, key), part));
    changed.forEach(
        (name, part) -> all.put(spelled.getOrDefault(name.toLowerCase(Locale.ROOT), name), part));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> part : all.entrySet()) {
        ZipEntry entry = new ZipEntry(part.getKey());
        entry.setTimeLocal(WorkbookWriter.ENTRY_TIME);
        out.putNextEntry(entry);
        out.write(part.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
