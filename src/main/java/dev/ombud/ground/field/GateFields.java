package dev.ombud.ground.field;

import dev.ombud.ground.code.ActionKind;
import dev.ombud.ground.code.GateReason;
import dev.ombud.ground.code.GateVerdict;
import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.Origin;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.WordType;
import dev.ombud.ground.field.Field.WordsType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Declares what the table of a release gate tests and concludes, as the last part of
/// [Vocabulary]'s list; [GateVocabulary] names the fields. What is missing has a word of its own,
/// so that a row can ask for it. Belongs to one thread.
final class GateFields {
  private static final double MAX_NUMBER = 9_007_199_254_740_991.0;

  private final List<Field> fields = new ArrayList<>();
  private final int first;

  private GateFields(int first) {
    this.first = first;
  }

  /// @param first the index of the first field
  static List<Field> declare(int first) {
    GateFields all = new GateFields(first);
    all.asked();
    all.fixes();
    all.experiment();
    all.conclusions();
    return List.copyOf(all.fields);
  }

  private void asked() {
    add("gate.name", new TextType(64), "", "the gate that is asked");
    word("gate.feedback", List.of("HEARD", "MISSING"), "whether anything was heard at all");
    word(
        "gate.environment",
        List.of("SAME", "DRIFTED", "MISSING"),
        "whether what was tested in is like what it is promoted to");
    List<String> results = List.of("PASSED", "FAILED", "NOT_RUN", "MISSING");
    word("gate.regressionSuite", results, "what became of the regression suite");
    word("gate.vulnerabilityScan", results, "what became of the vulnerability scan");
    add("gate.rollbackPlan", new FlagType(), "", "whether a rollback plan is attached");
    complaints("gate.highComplaints", "grave and not addressed, on the surface that has most");
    complaints(
        "gate.addressedComplaints", "grave, and addressed by a validated fix or fixed already");
    complaints("gate.doubtfulComplaints", "in quarantine, uncertain or from an untrusted source");
    complaints("gate.lowComplaints", "of low severity");
    complaints("gate.candidateComplaints", "tied to the candidate itself");
    add(
        "gate.candidateSurfaces",
        new WordsType(List.of(), true),
        "",
        "what complaints tied to the candidate are about");
  }

  private void fixes() {
    number("gate.fixes", 1_000, "fixes", "that the candidate claims");
    number(
        "gate.unvalidatedFixes",
        1_000,
        "fixes",
        "not validated against each of their themes that is on record");
    number("gate.unmatchedFixes", 1_000, "fixes", "of whose themes none is on record");
    number("gate.rootCauseConfidence", 1, "", "how certain the least certain fix is of its cause");
    number("gate.fixesWithoutConfidence", 1_000, "fixes", "that do not say how certain they are");
  }

  private void experiment() {
    complaints("gate.variantComplaints", "tied to the variant of the experiment that does worst");
    number("gate.variantWindows", 1_000_000, "windows", "in which that variant had complaints");
    number(
        "gate.variantRatio", MAX_NUMBER, "times", "its complaints a customer over the control's");
  }

  private void conclusions() {
    conclusion("gate.verdict", names(GateVerdict.values()), "what the gate says");
    conclusion(
        "gate.reason",
        GateReason.forTables().stream().map(Enum::name).toList(),
        "why the gate says so");
    conclusion(
        "gate.action", List.of(ActionKind.PAUSE_EXPERIMENT.name()), "what the gate proposes");
  }

  private void complaints(String name, String meaning) {
    number(name, MAX_NUMBER, "complaints", meaning);
  }

  private void number(String name, double most, String unit, String meaning) {
    add(name, new NumberType(0, most, false), unit, meaning);
  }

  private void word(String name, List<String> words, String meaning) {
    add(name, new WordType(words, false), "", meaning);
  }

  private void add(String name, Field.Type type, String unit, String meaning) {
    fields.add(new Field(first + fields.size(), name, type, unit, Origin.GATE, meaning));
  }

  private void conclusion(String name, List<String> words, String meaning) {
    fields.add(
        new Field(
            first + fields.size(),
            name,
            new WordType(words, false),
            "",
            Origin.CONCLUSION,
            meaning));
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }
}
