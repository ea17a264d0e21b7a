package dev.ombud.decide.sheet;

import dev.ombud.testing.Lexicons;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A workbook taken apart, so that a test can bend what no spreadsheet would write.
public final class Parts {
  public static final String SHEET = "xl/worksheets/sheet1.xml";

  private static final byte[] SEVERITY =
      TableText.toWorkbook("severity.xlsx", TableTextTest.SEVERITY, Lexicons.SHIPPED);

  private final Map<String, byte[]> parts = new LinkedHashMap<>();

  public static Parts of(byte[] workbook) {
    Parts parts = new Parts();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(workbook))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        parts.parts.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  /// The workbook of [TableTextTest#SEVERITY].
  static Parts severity() {
    return of(SEVERITY);
  }

  Parts put(String name, String content) {
    return put(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Parts put(String name, byte[] content) {
    parts.put(name, content);
    return this;
  }

  Parts remove(String name) {
    parts.remove(name);
    return this;
  }

  /// Replaces what must be there.
  Parts replace(String name, String old, String replacement) {
    String content = text(name);
    if (!content.contains(old)) {
      throw new IllegalStateException(name + " has no " + old + ": " + content);
    }
    return put(name, content.replace(old, replacement));
  }

  /// Replaces the whole element of one cell of the first sheet.
  Parts cell(String address, String element) {
    String pattern = "<c r=\"" + address + "\"[^>]*?(/>|>.*?</c>)";
    String content = text(SHEET);
    String changed =
        content.replaceFirst(pattern, element.replace("\\", "\\\\").replace("$", "\\$"));
    if (changed.equals(content)) {
      throw new IllegalStateException("the sheet has no " + address + ": " + content);
    }
    return put(SHEET, changed);
  }

  /// Replaces one cell of the first sheet by a text.
  public Parts write(String address, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    return cell(
        address,
        "<c r=\"%s\" t=\"inlineStr\"><is><t xml:space=\"preserve\">%s</t></is></c>"
            .formatted(address, escaped));
  }

  public String text(String name) {
    byte[] part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("no " + name + " in " + parts.keySet());
    }
    return new String(part, StandardCharsets.UTF_8);
  }

  public byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        out.putNextEntry(new ZipEntry(part.getKey()));
        out.write(part.getValue());
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
