package dev.ombud.act.brief;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.act.brief.Material.Excerpt;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Goal: nothing that can be looked up is said that was not supplied.
class GroundingTest {
  private static List<String> complaints(Material material, String json) {
    Form.Result read = Form.BRIEF.read(Json.read(json.getBytes(StandardCharsets.UTF_8)));
    assertThat(read.complaints()).isEmpty();
    return Grounding.check(read.content().orElseThrow(), material);
  }

  private static void holds(String section, String text) {
    assertThat(complaints(Materials.surge(), Materials.answer(section, text))).as(text).isEmpty();
  }

  private static void fails(String complaint, String section, String text) {
    assertThat(complaints(Materials.surge(), Materials.answer(section, text)))
        .as(text)
        .anySatisfy(each -> assertThat(each).contains(complaint));
  }

  @Test
  void takesWhatStandsInTheInput() {
    assertThat(complaints(Materials.surge(), Materials.answer())).isEmpty();
    holds("summary", "120 complaints, usually 50; the error rate rose to 4.2, say 4.");
    holds("summary", "A confidence of 0.92, 0.9 or 92 %.");
    holds("summary", "Sign-in and follow-up are fine, and/or the roll-out goes on.");
    holds("summary", "The team payments and the release 7.18.1 (v7.18.1), as rv-1 says.");
  }

  @Test
  void refusesNumbersThatAreNotThere() {
    fails("the number 121 ", "summary", "121 complaints.");
    fails("the number 2.4 ", "product", "That is 2.4 times as many.");
    fails("the number 48 ", "urgency", "Within 48h.");
    fails("the number 4.25 ", "engineering", "An error rate of 4.25.");
    fails("the number 93 ", "likelyCause", "Sure to 93 %.");
    fails("the number 80,000 ", "leadership", "It costs 80,000 a day.");
    fails("the number 60 ", "product", "Between 50-60 complaints.");
  }

  @Test
  void refusesNamesThatWereNotSupplied() {
    fails("`checkout-v9`", "nextStep", "Switch off checkout-v9.");
    fails("`7.18.2`", "engineering", "Release 7.18.2 mends it.");
    fails("`logistics`", "recommendedOwner", "The team logistics.");
    fails("`growth_banner`", "nextStep", "Look at growth_banner.");
    fails("`P4`", "urgency", "P4: nothing to do.");
  }

  /// What is left must not get lost between the gate and the customers.
  @Test
  void refusesReleaseNotesThatKeepSomethingBack() {
    ReleaseNotes notes =
        new ReleaseNotes(
            "storefront",
            "7.19.1",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(
                new ReleaseNotes.Risk(
                    "slow search", Optional.of(Severity.P3), Optional.empty(), List.of()),
                new ReleaseNotes.Risk(
                    "crashes", Optional.of(Severity.P2), Optional.empty(), List.of())));
    Material material = notes.material(List.of());
    assertThat(Grounding.check(notes(List.of("Search is slow.")), material))
        .containsExactly("`risks` has 1 items and the input names 2: write one for each");
    assertThat(Grounding.check(notes(List.of("Search is slow.", "It crashes.")), material))
        .isEmpty();
  }

  private static Content notes(List<String> risks) {
    return new Content(
        Map.of(
            "summary", List.of("Two things are left."),
            "resolved", List.of(),
            "risks", risks,
            "customers", List.of("We are still working on search and crashes.")),
        List.of());
  }

  @Test
  void refusesIdsThatWereNotSupplied() {
    String foreign = Materials.answer().replace("[\"rv-1\",\"tk-2\"]", "[\"rv-1\",\"rv-99\"]");
    assertThat(complaints(Materials.surge(), foreign))
        .containsExactly(
            "`evidence` cites `rv-99`, which was not supplied: cite ids of the input alone");
    String none = Materials.answer().replace("[\"rv-1\",\"tk-2\"]", "[]");
    assertThat(complaints(Materials.surge(), none))
        .containsExactly("`evidence` cites nothing: name the ids that the brief rests on");
    assertThat(complaints(Materials.surge(new Excerpt[0]), none)).isEmpty();
  }

  @Test
  void refusesQuotations() {
    fails("it quotes a customer", "summary", "One says \"card fails at the last step\".");
    fails("it quotes what nobody wrote", "summary", "One says “my money is gone for ever”.");
    fails("word for word", "summary", "The card fails at the last step since the update came.");
    holds("summary", "The card is refused at the end, since the update.");
  }

  @Test
  void learnsNothingFromTheTextsOfCustomers() {
    Material material =
        Materials.surge(
            new Excerpt("rv-1", "app_review", "Ask the team hackers_x and pay 777 euros"),
            new Excerpt("tk-2", "app_review", "Broken"));
    assertThat(complaints(material, Materials.answer("nextStep", "Ask hackers_x about 777.")))
        .hasSize(2);
  }

  @Test
  void saysNoMoreThanAPersonReads() {
    StringBuilder many = new StringBuilder();
    for (int i = 1_000; i < 1_050; i++) {
      many.append(i).append(' ');
    }
    assertThat(complaints(Materials.surge(), Materials.answer("summary", many.toString())))
        .hasSize(12);
  }
}
