package dev.ombud.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;
import org.junit.jupiter.api.Test;

/// Compares what a release consists of (the SBOM that the build writes) with the advisories that we
/// know of: `docs/advisories.md`. No network is asked, so the list is as good as its last change.
final class AdvisoryTest {
  private static final Path SBOM = Path.of("target/bom.json");
  private static final Path KNOWN = Path.of("docs/advisories.md");
  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param reason why it does not concern us although we use such a version; mostly empty
  private record Advisory(
      String id,
      String artifact,
      VersionRange affected,
      String fixed,
      String title,
      String reason) {}

  private record Component(String artifact, String version) {}

  private record Match(Component component, Advisory advisory) {
    String line() {
      return "%s %s has %s (%s): take %s"
          .formatted(
              component.artifact, component.version, advisory.id, advisory.title, advisory.fixed);
    }
  }

  @Test
  void noReleaseHasAKnownAdvisory() throws Exception {
    assertThat(matches(released()).stream().filter(match -> match.advisory.reason.isEmpty()))
        .extracting(Match::line)
        .isEmpty();
  }

  @Test
  void noExcuseOutlivesItsReason() throws Exception {
    List<Advisory> excused = matches(released()).stream().map(Match::advisory).toList();
    assertThat(known().stream().filter(each -> !each.reason.isEmpty()))
        .as("delete the reason: no such version is used any more")
        .allMatch(excused::contains);
  }

  @Test
  void theListIsOfThisBuild() throws Exception {
    assertThat(Files.getLastModifiedTime(SBOM))
        .as("%s is older than pom.xml: delete it, and let scripts/build write it anew", SBOM)
        .isGreaterThanOrEqualTo(Files.getLastModifiedTime(Path.of("pom.xml")));
    JsonNode sbom = JSON.readTree(SBOM.toFile());
    assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(sbom.path("specVersion").asText()).isEqualTo("1.6");
    assertThat(released())
        .extracting(Component::artifact)
        .contains("io.netty:netty-codec-http", "io.vertx:vertx-core", "org.postgresql:postgresql")
        .doesNotContain("org.junit.jupiter:junit-jupiter");
  }

  @Test
  void findsTheNettyThatVertxBrings() throws Exception {
    String sbom =
        """
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
          {"group": "io.netty", "name": "netty-codec-http", "version": "4.2.12.Final"},
          {"group": "io.netty", "name": "netty-common", "version": "4.2.12.Final"}]}
        """;
    assertThat(matches(components(JSON.readTree(sbom))))
        .extracting(match -> match.advisory.id)
        .contains("CVE-2026-42581", "CVE-2026-42584", "CVE-2026-42585", "CVE-2026-42587");
  }

  @Test
  void knowsWhereARangeEnds() throws Exception {
    check("io.netty:netty-codec-http", "4.1.132.Final", true);
    check("io.netty:netty-codec-http", "4.1.138.Final", false);
    check("io.netty:netty-codec-http", "4.2.15.Final", true);
    check("io.netty:netty-codec-http", "4.2.16.Final", false);
    check("org.postgresql:postgresql", "42.7.9", true);
    check("org.postgresql:postgresql", "42.7.12", false);
    check("org.apache.logging.log4j:log4j-api", "2.25.3", true);
    check("org.apache.logging.log4j:log4j-api", "2.25.5", false);
    check("org.apache.logging.log4j:log4j-api", "2.26.0", true);
  }

  private static void check(String artifact, String version, boolean isAffected) throws Exception {
    assertThat(matches(List.of(new Component(artifact, version))).isEmpty())
        .as("%s %s", artifact, version)
        .isEqualTo(!isAffected);
  }

  private static List<Match> matches(List<Component> components) throws Exception {
    List<Match> matches = new ArrayList<>();
    for (Advisory advisory : known()) {
      for (Component component : components) {
        if (component.artifact.equals(advisory.artifact)
            && advisory.affected.containsVersion(new DefaultArtifactVersion(component.version))) {
          matches.add(new Match(component, advisory));
        }
      }
    }
    return matches;
  }

  private static List<Component> released() throws IOException {
    assertThat(SBOM).as("let scripts/build write it").exists();
    return components(JSON.readTree(SBOM.toFile()));
  }

  private static List<Component> components(JsonNode sbom) {
    List<Component> components = new ArrayList<>();
    for (JsonNode each : sbom.path("components")) {
      components.add(
          new Component(
              each.path("group").asText() + ":" + each.path("name").asText(),
              each.path("version").asText()));
    }
    return components;
  }

  private static List<Advisory> known() throws IOException, InvalidVersionSpecificationException {
    List<Advisory> known = new ArrayList<>();
    for (String line : Files.readAllLines(KNOWN)) {
      if (line.startsWith("| CVE-") || line.startsWith("| GHSA-")) {
        String[] cells = line.replace("`", "").split(" *\\| *", -1);
        assertThat(cells.length).as(line).isEqualTo(8);
        known.add(
            new Advisory(
                cells[1],
                cells[2],
                VersionRange.createFromVersionSpec(cells[3]),
                cells[4],
                cells[5],
                cells[6]));
      }
    }
    return known;
  }
}
