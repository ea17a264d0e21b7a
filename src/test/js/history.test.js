import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../main/resources/console/tables/grid/history.js";
import { row } from "../../main/resources/console/tables/grid/rows.js";

const state = (text) => [row([text])];

test("undoes and redoes", () => {
  const [a, b, c] = ["a", "b", "c"].map(state);
  const history = new History(a);
  history.change(b);
  history.change(c);
  assert.ok(history.undo());
  assert.equal(history.rows, b);
  assert.ok(history.undo());
  assert.equal(history.rows, a);
  assert.ok(!history.undo());
  assert.ok(history.redo());
  assert.equal(history.rows, b);
});

test("a change after an undo leaves nothing to redo", () => {
  const history = new History(state("a"));
  history.change(state("b"));
  history.undo();
  history.change(state("c"));
  assert.ok(!history.canRedo);
  assert.ok(!history.redo());
});

test("the same cells are no change", () => {
  const history = new History(state("a"));
  assert.ok(!history.change(state("a")));
  assert.ok(!history.canUndo);
});

test("is saved where the cells are those that were saved", () => {
  const history = new History(state("a"));
  assert.ok(history.isSaved);
  history.change(state("b"));
  assert.ok(!history.isSaved);
  history.change(state("a"));
  assert.ok(history.isSaved);
});

test("keeps 200 states", () => {
  const history = new History(state("0"));
  for (let i = 1; i <= 250; i++) {
    history.change(state(String(i)));
  }
  let undone = 0;
  while (history.undo()) {
    undone++;
  }
  assert.equal(undone, 200);
  assert.equal(history.rows[0].cells[0], "50");
});
