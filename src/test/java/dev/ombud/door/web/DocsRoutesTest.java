package dev.ombud.door.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.decide.engine.CompiledRuleset;
import dev.ombud.door.tableapi.VocabularyPage;
import dev.ombud.ground.base.ErrorCode;
import dev.ombud.testing.RawClient;
import dev.ombud.testing.RawClient.Answer;
import dev.ombud.testing.Rulesets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocsRoutesTest {
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");

  private static Answer ask(Server server, String path) {
    try (RawClient client = new RawClient(server.port())) {
      return client.head("GET " + path + " HTTP/1.1\nHost: x\n\n").read();
    }
  }

  private static Server start() {
    CompiledRuleset ruleset = Rulesets.compile(Rulesets.shipped());
    return Servers.start(
        Stream.concat(DocsRoutes.routes().stream(), Stream.of(VocabularyPage.route(() -> ruleset)))
            .toArray(Route[]::new));
  }

  @Test
  void servesPagesThatNeedNothingFromElsewhere() {
    try (Server server = start()) {
      for (String path : new String[] {"/docs", "/docs/errors", "/docs/vocabulary"}) {
        Answer page = ask(server, path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.header("content-security-policy"))
            .startsWith("default-src 'self';")
            .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("<script>", "style=", "onload", "://", "@version@");
        assertThat(LINK.matcher(page.body()).results().map(link -> link.group(1)))
            .isNotEmpty()
            .allSatisfy(link -> assertThat(ask(server, link).status()).as(link).isEqualTo(200));
      }
    }
  }

  @Test
  void keepsAssetsForAYearUnderTheirVersion() {
    try (Server server = start()) {
      Answer asset = ask(server, "/docs/assets/5.34.1/swagger-ui.css");
      assertThat(asset.header("cache-control")).isEqualTo("public, immutable, max-age=31536000");
      assertThat(asset.header("content-type")).isEqualTo("text/css;charset=UTF-8");
      assertThat(ask(server, "/docs/assets/5.34.1/index.html").status()).isEqualTo(404);
      assertThat(ask(server, "/docs/assets/5.34.1/..%2f..%2f").status()).isEqualTo(404);
    }
  }

  @Test
  void servesTheContract() {
    try (Server server = start()) {
      Answer contract = ask(server, "/openapi.yaml");
      assertThat(contract.header("content-type")).isEqualTo("application/yaml");
      assertThat(contract.body()).startsWith("openapi: 3.1");
    }
  }

  @Test
  void explainsEveryError() {
    try (Server server = start()) {
      String page = ask(server, "/docs/errors").body();
      for (ErrorCode code : ErrorCode.values()) {
        assertThat(page).contains("<tr id=\"" + code.code() + "\">");
      }
      assertThat(page).contains("use a method of <code>Allow</code>");
    }
  }
}
