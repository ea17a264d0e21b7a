package dev.ombud.record.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ombud.record.log.EventQuery;
import dev.ombud.record.log.EventRow;
import dev.ombud.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: no raw text leaves without a committed event. Method: open with everything in order, and
/// then with a database that refuses the event at once, or only at the commit.
final class OpeningsTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static Shelf shelf;

  @BeforeAll
  static void fill() {
    shelf = new Shelf(POSTGRES);
  }

  private static UUID put(String evidenceId, String text) {
    return shelf.put(shelf.ids.next(), Map.of(evidenceId, text));
  }

  private static List<EventRow> events(UUID decisionId) {
    return shelf.log.find(EventQuery.ofDecision(decisionId, 500)).items();
  }

  @Test
  void recordsEachTextThatItHandsOut() {
    Map<String, String> texts = new TreeMap<>(Map.of("op-1", "one a@b.io", "op-2", "two"));
    UUID id = shelf.put(shelf.ids.next(), texts);
    List<OpenedText> opened = shelf.openings.open(id, "nina", "case 7").orElseThrow();
    assertThat(opened)
        .extracting(OpenedText::raw)
        .containsExactly(Optional.of("one a@b.io"), Optional.of("two"));
    assertThat(opened.getFirst().shown().text()).contains("one [email]");
    assertThat(opened.toString()).doesNotContain("one", "two");
    assertThat(events(id))
        .extracting(event -> event.kind() + " " + event.actor() + " " + event.subject())
        .containsExactly("TEXT_OPENED nina evidence:op-2", "TEXT_OPENED nina evidence:op-1");
    assertThat(events(id))
        .extracting(EventRow::reason, EventRow::detail)
        .contains(tuple("case 7", "{\"ordinal\":1,\"path\":\"/evidence/op-1\"}"));
  }

  @Test
  void recordsNothingForMaskedTextsAndForThoseThatAreGone() {
    UUID id = put("op-3", "three");
    assertThat(shelf.openings.masked(id).orElseThrow())
        .extracting(MaskedText::text)
        .containsExactly(Optional.of("three"));
    assertThat(shelf.openings.masked("op-3")).hasSize(1);
    shelf.erasures.byEvidence("op-3", "adam", "asked for");
    OpenedText gone = shelf.openings.open(id, "nina", "case 7").orElseThrow().getFirst();
    assertThat(gone.raw()).isEmpty();
    assertThat(gone.shown().erasedAt()).isPresent();
    assertThat(events(id)).isEmpty();
  }

  @Test
  void opensAPieceOfEvidenceInAllItsDecisionsTheNewestFirst() {
    UUID older = put("op-4", "four");
    UUID newer = put("op-4", "four again");
    assertThat(shelf.openings.open("op-4", "nina", "case 8"))
        .extracting(text -> text.shown().decisionId(), OpenedText::raw)
        .containsExactly(
            tuple(newer, Optional.of("four again")), tuple(older, Optional.of("four")));
    assertThat(events(older)).hasSize(1);
    assertThat(events(newer)).hasSize(1);
  }

  @Test
  void handsOutNothingWhereTheEventIsRefused() {
    UUID id = put("op-5", "five");
    shelf.asOwner(
        "alter table audit_events add constraint refused check (reason <> 'bad day') not valid");
    assertThatThrownBy(() -> shelf.openings.open(id, "nina", "bad day"))
        .hasMessageNotContaining("five");
    assertThat(events(id)).isEmpty();
    shelf.asOwner("alter table audit_events drop constraint refused");
  }

  @Test
  void handsOutNothingWhereOnlyTheCommitFails() {
    UUID id = put("op-6", "six");
    shelf.asOwner(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no commit today'; end $$;
        create constraint trigger refuse after insert on audit_events
          deferrable initially deferred for each row execute function refuse()
        """);
    try {
      assertThatThrownBy(() -> shelf.openings.open(id, "nina", "case 9"))
          .hasStackTraceContaining("no commit today");
      assertThat(events(id)).isEmpty();
    } finally {
      shelf.asOwner("drop trigger refuse on audit_events; drop function refuse");
    }
  }

  @Test
  void saysOfATextThatWasTamperedWithThatItCannotBeRead() {
    UUID id = put("op-7", "seven");
    shelf.asOwner(
        "update evidence_texts set sealed = set_byte(sealed, 2, get_byte(sealed, 2) # 1)"
            + " where decision_id = '"
            + id
            + "'");
    OpenedText text = shelf.openings.open(id, "nina", "case 9").orElseThrow().getFirst();
    assertThat(text.raw()).isEmpty();
    assertThat(text.shown().text()).isEmpty();
    assertThat(text.shown().erasedAt()).isEmpty();
    assertThat(events(id)).hasSize(1);
  }

  @Test
  void tellsNoTextsFromNoDecision() {
    UUID id = shelf.ids.next();
    assertThat(shelf.openings.masked(id)).isEmpty();
    assertThat(shelf.openings.open(id, "nina", "case 9")).isEmpty();
    shelf.decide(id, "shop");
    assertThat(shelf.openings.masked(id)).contains(List.of());
    assertThat(shelf.openings.open(id, "nina", "case 9")).contains(List.of());
  }
}
