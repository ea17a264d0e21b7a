package dev.ombud.door.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.ground.base.Role;
import dev.ombud.testing.ApiClient;
import dev.ombud.testing.Node;
import dev.ombud.testing.Node.Said;
import dev.ombud.testing.RunningService;
import dev.ombud.testing.TestDatabase;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what the contract says can be worked with. Method: a linter reads it, and clients that are
/// generated from it compile and make a journey at the running service.
@Tag("long") // other people's generators and compilers
final class ClientsTest {
  private static final Path DOCUMENT = Path.of("src/main/resources/openapi.yaml").toAbsolutePath();
  private static final Path SOURCES = Path.of("src/test/contract").toAbsolutePath();
  private static final Path TOOLS = Path.of("target/contract");

  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static RunningService service;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    service = RunningService.start(POSTGRES.config());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static List<String> journey() {
    return List.of(
        "http://127.0.0.1:" + service.port(),
        ApiClient.secret(Role.CALLER),
        ApiClient.secret(Role.AUDITOR),
        Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS).toString());
  }

  @Test
  void aLinterFindsNothing() {
    Path installed = Node.folder("contract");
    Said said = lint(installed, DOCUMENT);
    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text()).contains("Your API description is valid");
  }

  @Test
  void theLinterFindsADescriptionThatACommaCutsOff() throws IOException {
    Path installed = Node.folder("contract");
    Path cut = folder.resolve("openapi.yaml");
    String whole = "description: 'a version, or the id of a draft' }";
    String document = Files.readString(DOCUMENT);
    assertThat(document).contains(whole);
    Files.writeString(cut, document.replace(whole, whole.replace("'", "")));
    assertThat(lint(installed, cut).code()).isNotZero();
  }

  private static Said lint(Path installed, Path document) {
    return Node.run(
        installed, "", "redocly", "lint", "--config", "redocly.yaml", document.toString());
  }

  @Test
  void aTypeScriptClientCompilesAndMakesAJourney() throws IOException {
    Path installed = Node.folder("contract");
    Path work = Files.createTempDirectory(installed, "journey-");
    try {
      for (String file : List.of("journey.ts", "tsconfig.json", "package.json")) {
        Files.copy(SOURCES.resolve(file), work.resolve(file));
      }
      String types = work.resolve("api.d.ts").toString();
      check(
          run(
              installed,
              "openapi-typescript",
              DOCUMENT.toString(),
              "--default-non-nullable",
              "false",
              "--output",
              types));
      check(run(installed, "tsc", "--project", work.toString()));
      List<String> command =
          new ArrayList<>(List.of("node", work.resolve("journey.js").toString()));
      command.addAll(journey());
      Said done = run(installed, command.toArray(String[]::new));
      check(done);
      assertThat(done.text()).startsWith("done: ");
    } finally {
      delete(work);
    }
  }

  private static Said run(Path installed, String... command) {
    return Node.run(installed, "", command);
  }

  private static void check(Said said) {
    assertThat(said.code()).as(said.text()).isZero();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aJavaClientCompilesAndMakesAJourney() throws Exception {
    generate();
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(classes);
    URL[] urls = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, ClientsTest.class.getClassLoader())) {
      loader
          .loadClass("Journey")
          .getMethod("main", String[].class)
          .invoke(null, (Object) journey().toArray(String[]::new));
    }
  }

  private void generate() {
    Path generator = TOOLS.resolve("openapi-generator-cli.jar").toAbsolutePath();
    if (!Files.exists(generator)) {
      check(Node.run(Path.of("."), "", "scripts/build", "-q", "dependency:copy@contract"));
    }
    check(
        Node.run(
            folder,
            "",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            generator.toString(),
            "generate",
            "--generator-name=java",
            "--library=native",
            "--input-spec=" + DOCUMENT,
            "--output=client",
            "--parameter-name-mappings=wait=waitSeconds",
            "--global-property=apis,models,supportingFiles,apiTests=false,modelTests=false,"
                + "apiDocs=false,modelDocs=false",
            "--additional-properties=openApiNullable=false,annotationLibrary=none,"
                + "useJakartaEe=true,useSingleRequestParameter=true,"
                + "invokerPackage=client,apiPackage=client.api,modelPackage=client.model"));
  }

  private void compile(Path classes) throws IOException {
    List<Path> sources = new ArrayList<>(List.of(SOURCES.resolve("Journey.java")));
    try (Stream<Path> files = Files.walk(folder.resolve("client/src/main/java"))) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
    }
    assertThat(sources).hasSizeGreaterThan(200);
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-d",
              classes.toString(),
              "-classpath",
              System.getProperty("java.class.path")
                  + java.io.File.pathSeparator
                  + TOOLS.resolve("jakarta.annotation-api.jar"));
      boolean good =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(good).as(complaints.toString()).isTrue();
    }
  }
}
