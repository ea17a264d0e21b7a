package dev.ombud.act.brief;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BriefMarkdownWriterTest {
  @Test
  void namesNoCommitThatACustomerMayHaveWritten() {
    Content content =
        new Content(
            Map.of(
                "summary", List.of("broke in a5c3785"),
                "reproduction", List.of("since a5c3785ed8d6a35868bc169f07e40e889087fd2e")),
            List.of());
    assertThat(BriefMarkdownWriter.body(BriefKind.TICKET.form(), content))
        .contains("broke in a5c378-5", "since a5c378-5ed8d6-")
        .doesNotContain("a5c3785");
  }
}
