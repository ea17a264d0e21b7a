import assert from "node:assert/strict";
import { test } from "node:test";
import { lineOf, verdict } from "../../main/resources/console/tables/grid/findings.js";
import { count, Model } from "../../main/resources/console/tables/grid/model.js";
import { row } from "../../main/resources/console/tables/grid/rows.js";

const model = new Model({
  columns: [
    { role: "in", field: "share", label: "Share", meaning: "how many complain", unit: "percent" },
    { role: "out", field: "severity", label: "Severity", meaning: "how bad it is" },
  ],
  activeFields: ["out severity", "in share"],
  activeRows: [["SEV-010", "P1", ">= 5", "old note"]],
  hits: { "SEV-010": 1000, "SEV-020": 1 },
});
const rows = [row(["SEV-010", ">= 6", "P1", "old note"]), row(["SEV-020", "-", "", ""])];

test("names every column and place", () => {
  assert.equal(model.width, 4);
  assert.deepEqual([0, 1, 2, 3].map((each) => model.label(each)), ["Id", "Share", "Severity", "Note"]);
  assert.equal(model.placeName(rows, 0, 1), "SEV-010, Share");
  assert.equal(model.placeName(rows, 1, 0), "SEV-020");
  assert.equal(model.placeName(rows, 7, 0), "row 8");
});

test("finds what decides now by row and field, wherever the column stood", () => {
  assert.equal(model.before(rows[0].cells, 1), ">= 5");
  assert.equal(model.before(rows[0].cells, 2), undefined);
  assert.equal(model.before(["SEV-010", "", "", "new note"], 3), "old note");
  assert.equal(model.before(rows[0].cells, 0), undefined);
});

test("knows a row that is new, and none where nothing decides yet", () => {
  assert.ok(model.isNew("SEV-020"));
  assert.ok(!model.isNew("SEV-010"));
  assert.ok(!new Model({ columns: [], hits: {} }).isNew("SEV-010"));
});

test("tells what there is to know about a cell", () => {
  assert.equal(
    model.words(rows, 0, 1, [{ level: "warning", message: "overlaps" }]),
    "SEV-010, Share: >= 6 · how many complain, in percent · decides now: >= 5 · warning: overlaps",
  );
  assert.equal(model.words(rows, 1, 2, []), "SEV-020, Severity: empty · how bad it is · a new row");
  assert.equal(model.words(rows, 0, 0, []), "Row SEV-010");
});

test("a row is the hotter the more often it was hit", () => {
  assert.equal(model.heat("SEV-010"), 5);
  assert.equal(model.heat("SEV-020"), 1);
  assert.equal(model.heat("SEV-999"), 0);
});

test("a column is as wide as its cells want, within reason", () => {
  assert.equal(model.pixels(rows, 1), 110);
  assert.equal(model.pixels([row(["", "x".repeat(100), "", ""])], 1), 260);
});

test("counts in words", () => {
  assert.equal(count(1, "row"), "1 row");
  assert.equal(count(0, "row"), "0 rows");
  assert.equal(verdict([]), "No findings.");
  assert.equal(verdict([{ level: "error" }, { level: "warning" }]), "1 error, 1 warning.");
});

test("a finding names its place once", () => {
  assert.equal(lineOf({ message: "is empty" }, "SEV-010, Share"), "SEV-010, Share: is empty");
  assert.equal(lineOf({ message: "SEV-010 hides SEV-020" }, "SEV-010"), "SEV-010 hides SEV-020");
});
