package dev.ombud.act.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.act.brief.BriefKind;
import dev.ombud.act.brief.BriefRequest;
import dev.ombud.act.brief.BriefWorker;
import dev.ombud.act.brief.BriefWriter;
import dev.ombud.act.brief.Materials;
import dev.ombud.act.brief.ModelBudget;
import dev.ombud.act.brief.RequestStore;
import dev.ombud.act.words.AnswerVault;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.domain.Page;
import dev.ombud.testing.TestDatabase;
import dev.ombud.testing.Texts;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a fair sample of each week is judged by people, and what they said stays.
class LabelSamplesTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private final TimeIds ids = new TimeIds(Clock.systemUTC());
  private final LabelSamples labels = new LabelSamples(POSTGRES.database(), ids);

  private static LabelSamples.Query all(int limit, Optional<UUID> before) {
    return new LabelSamples.Query(
        Optional.empty(), Optional.empty(), Optional.empty(), limit, before);
  }

  private void brief(Clock clock) throws InterruptedException {
    RequestStore requests = new RequestStore(POSTGRES.database());
    requests.add(
        new BriefRequest(
            ids.next(),
            clock.instant(),
            BriefKind.DECISION,
            Optional.of(ids.next()),
            Optional.empty(),
            Severity.P1,
            "storefront",
            Optional.empty(),
            0));
    BriefWorker worker =
        new BriefWorker(
            POSTGRES.database(),
            _ -> Optional.of(Materials.surge()),
            _ -> true,
            BriefWriter.withoutModel(),
            new ModelBudget(0, 0, 0, 0, 0),
            new AnswerVault(Texts.vault(POSTGRES.database())),
            _ -> {},
            ids,
            clock);
    assertThat(worker.work()).isTrue();
  }

  @Test
  void drawsFromTheLastWholeWeekOnce() throws InterruptedException {
    Clock wednesday = Clock.fixed(Instant.parse("2026-03-04T12:00:00Z"), ZoneOffset.UTC);
    for (int i = 0; i < 25; i++) {
      brief(wednesday);
    }
    labels.sample(Instant.parse("2026-03-08T23:59:59Z"));
    assertThat(labels.list(all(200, Optional.empty())).items()).isEmpty();
    labels.sample(Instant.parse("2026-03-09T00:00:00Z"));
    labels.sample(Instant.parse("2026-03-10T00:00:00Z"));
    Page<Label> first = labels.list(all(15, Optional.empty()));
    Page<Label> second = labels.list(all(15, first.next().map(UUID::fromString)));
    assertThat(first.items()).hasSize(15);
    assertThat(second.items()).hasSize(5);
    assertThat(second.next()).isEmpty();
    assertThat(first.items())
        .allSatisfy(label -> {
          assertThat(label.week()).isEqualTo(LocalDate.of(2026, 3, 2));
          assertThat(label.subject()).isEqualTo(Label.Subject.BRIEF);
          assertThat(label.given()).isEmpty();
        });

    UUID id = first.items().getFirst().id();
    Label given = labels.give(id, Label.Opinion.WRONG, "anna", "the owner is another one");
    assertThat(given.given().orElseThrow().by()).isEqualTo("anna");
    assertThatThrownBy(() -> labels.give(id, Label.Opinion.CORRECT, "ben", "no"))
        .hasMessageContaining("was given by `anna` before");
    assertThatThrownBy(() -> labels.give(ids.next(), Label.Opinion.CORRECT, "ben", "no"))
        .hasMessageContaining("there is no label");
    assertThat(
            labels
                .list(
                    new LabelSamples.Query(
                        Optional.of(LocalDate.of(2026, 3, 2)),
                        Optional.of(Label.Subject.BRIEF),
                        Optional.of(false),
                        10,
                        Optional.empty()))
                .items())
        .containsExactly(given);
  }
}
