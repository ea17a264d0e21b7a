package dev.ombud.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.yaml.snakeyaml.LoaderOptions;

/// Contracts that vendors publish, which stand beside the project and not in it. Where they are
/// missing, the tests that want them are skipped and say so.
public final class Specs {
  private static final int MOST_CODE_POINTS = 64 << 20;

  private Specs() {}

  /// One of the schemas of an OpenAPI document.
  ///
  /// @param file for example `ofrep-0.3.0-openapi.yaml`; one that ends with `.gz` is unpacked
  public static JsonSchema schema(String file, String name) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$ref", "#/components/schemas/" + name);
    root.set("components", document(file).get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
  }

  private static JsonNode document(String name) {
    List<Path> found =
        Stream.of("../shared/specs", "../../shared/specs")
            .map(folder -> Path.of(folder, name))
            .filter(Files::exists)
            .toList();
    Assumptions.assumeFalse(
        found.isEmpty(), "skipped: there is no ../shared/specs/" + name + " beside the project");
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CODE_POINTS);
    try (InputStream file = Files.newInputStream(found.getFirst());
        InputStream text = name.endsWith(".gz") ? new GZIPInputStream(file) : file) {
      return new YAMLMapper(YAMLFactory.builder().loaderOptions(options).build()).readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
