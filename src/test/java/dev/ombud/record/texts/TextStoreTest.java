package dev.ombud.record.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ombud.ground.text.SourceText;
import dev.ombud.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TextStoreTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static Shelf shelf;

  @BeforeAll
  static void fill() {
    shelf = new Shelf(POSTGRES);
  }

  @Test
  void comparesTextsWithThoseThatCameBefore() {
    Map<String, String> texts = new TreeMap<>(Map.of("op-8", "eight", "op-9", "nine"));
    UUID id = shelf.put(shelf.ids.next(), texts);
    TextStore store = new TextStore(shelf.database, shelf.vault);
    SourceText eight = new SourceText("/evidence/op-8", "op-8", "eight");
    SourceText nine = new SourceText("/evidence/op-9", "op-9", "nine");
    assertThat(store.firstDifference(id, List.of(eight, nine))).isEmpty();
    assertThat(store.firstDifference(id, List.of(eight))).contains("/evidence/op-9");
    assertThat(
            store.firstDifference(
                id, List.of(eight, nine, new SourceText("/evidence/op-10", null, "ten"))))
        .contains("/evidence/op-10");
    SourceText other = new SourceText("/evidence/op-9", "op-9", "NINE");
    assertThat(store.firstDifference(id, List.of(eight, other))).contains("/evidence/op-9");
    shelf.erasures.byEvidence("op-9", "adam", "asked for");
    assertThat(store.firstDifference(id, List.of(eight, other))).isEmpty();
  }

  @Test
  void forgetsABatchThatWasCleared() {
    TextStore store = new TextStore(shelf.database, shelf.vault);
    UUID id = shelf.ids.next();
    store.add(id, shelf.vault.seal(List.of(new SourceText("/p", null, "never written"))));
    store.clear();
    flush(store);
    assertThat(store.texts(id)).isEmpty();
  }

  @Test
  void writesMoreThanItsBufferHoldsAndReadsAllOfItBack() {
    TextStore store = new TextStore(shelf.database, shelf.vault);
    UUID id = shelf.ids.next();
    List<SourceText> sources = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sources.add(new SourceText("/evidence/" + i + "/text", "ts-" + i, "x".repeat(10_000) + i));
    }
    store.add(id, shelf.vault.seal(sources));
    flush(store);
    List<MaskedText> texts = store.texts(id);
    assertThat(texts)
        .extracting(MaskedText::path)
        .containsExactlyElementsOf(sources.stream().map(SourceText::path).toList());
    for (int i = 0; i < 50; i++) {
      assertThat(texts.get(i).ordinal()).isEqualTo(i + 1);
      assertThat(texts.get(i).text()).contains(sources.get(i).text());
    }
  }

  @Test
  void forgetsABatchThatCouldNotBeWritten() {
    TextStore store = new TextStore(shelf.database, shelf.vault);
    UUID nowhere = UUID.fromString("00000000-0000-7000-8000-000000000000");
    store.add(nowhere, shelf.vault.seal(List.of(new SourceText("/p", null, "no partition"))));
    assertThatThrownBy(() -> flush(store)).hasMessageContaining("no partition of relation");
    UUID id = shelf.ids.next();
    store.add(id, shelf.vault.seal(List.of(new SourceText("/p", null, "good"))));
    flush(store);
    assertThat(shelf.states(id)).containsExactly("kept");
  }

  private static void flush(TextStore store) {
    try (Connection connection = shelf.database.dataSource().getConnection()) {
      store.flush(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
