import assert from "node:assert/strict";
import { test } from "node:test";
import {
  emptied,
  freshId,
  isRearranged,
  moved,
  row,
  same,
  withBlank,
  withCells,
  without,
} from "../../main/resources/console/tables/grid/rows.js";

const rows = (...ids) => ids.map((id) => row([id, `in ${id}`, ""]));
const ids = (list) => list.map((each) => each.cells[0]);
const table = rows("SEV-010", "SEV-020", "SEV-030", "SEV-040");
const area = (top, bottom) => ({ row: top, bottom, column: 0, right: 2 });

test("a new id stands between its neighbours", () => {
  assert.equal(freshId(table, 1), "SEV-015");
  assert.equal(freshId(table, 0), "SEV-005");
});

test("a new id follows the largest where there is no room between", () => {
  assert.equal(freshId(rows("SEV-010", "SEV-011", "SEV-090"), 1), "SEV-091");
  assert.equal(freshId(table, 4), "SEV-041");
});

test("a new id is one that nobody has, and none where nobody has one", () => {
  assert.equal(freshId(rows("SEV-010", "SEV-020", "SEV-015"), 1), "SEV-021");
  assert.equal(freshId([], 0), "");
  assert.equal(freshId(rows("", "own name"), 1), "");
});

test("a new id keeps the letters of the row above", () => {
  assert.equal(freshId(rows("SEV-010", "ACT-500"), 1), "SEV-011");
});

test("adds an empty row that has an id", () => {
  const grown = withBlank(table, 1, 3);
  assert.deepEqual(grown[1].cells, ["SEV-015", "", ""]);
  assert.equal(table.length, 4);
});

test("removes the rows of an area", () => {
  assert.deepEqual(ids(without(table, area(1, 2))), ["SEV-010", "SEV-040"]);
});

test("moves the rows of an area by one, and not over an end", () => {
  assert.deepEqual(ids(moved(table, area(1, 2), -1)), ["SEV-020", "SEV-030", "SEV-010", "SEV-040"]);
  assert.deepEqual(ids(moved(table, area(1, 2), 1)), ["SEV-010", "SEV-040", "SEV-020", "SEV-030"]);
  assert.equal(moved(table, area(0, 0), -1), undefined);
  assert.equal(moved(table, area(3, 3), 1), undefined);
});

test("changes cells in copies of their rows, and leaves the others as they are", () => {
  const changed = withCells(table, [{ row: 2, column: 1, text: "x" }, { row: 2, column: 2, text: "y" }]);
  assert.deepEqual(changed[2].cells, ["SEV-030", "x", "y"]);
  assert.equal(table[2].cells[1], "in SEV-030");
  assert.equal(changed[1], table[1]);
  assert.equal(changed[2].key, table[2].key);
});

test("empties the cells of an area", () => {
  const changed = emptied(table, { row: 1, bottom: 2, column: 1, right: 1 });
  assert.deepEqual(changed[1].cells, ["SEV-020", "", ""]);
  assert.equal(changed[3], table[3]);
});

test("tells the same cells from others, and other rows from other cells", () => {
  assert.ok(same(table, withCells(table, [{ row: 0, column: 0, text: "SEV-010" }])));
  assert.ok(!same(table, without(table, area(3, 3))));
  assert.ok(!isRearranged(table, emptied(table, area(0, 3))));
  assert.ok(isRearranged(table, moved(table, area(1, 1), 1)));
  assert.ok(isRearranged(table, without(table, area(0, 0))));
});
