import assert from "node:assert/strict";
import { test } from "node:test";
import { matching, next } from "../../main/resources/console/tables/grid/choices.js";
import { commandOf } from "../../main/resources/console/tables/grid/keys.js";

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

function check(key, held, expected, isTyping = false) {
  assert.equal(commandOf({ ...NONE, ...held, key }, isTyping), expected);
}

test("keys ask for what they ask for everywhere", () => {
  check("s", { ctrlKey: true }, "save");
  check("z", { metaKey: true }, "undo");
  check("Z", { ctrlKey: true, shiftKey: true }, "redo");
  check("y", { ctrlKey: true }, "redo");
  check("Delete", {}, "clear");
  check("F2", {}, "edit");
  check("ArrowUp", { altKey: true, shiftKey: true }, "up");
  check("ArrowDown", { altKey: true, shiftKey: true }, "down");
});

test("a sign begins to type, a command or an arrow does not", () => {
  check("P", { shiftKey: true }, "type");
  check("c", { ctrlKey: true }, undefined);
  check("ArrowDown", {}, undefined);
  check("Tab", {}, undefined);
});

test("an editor keeps its keys, except the order to save", () => {
  check("z", { ctrlKey: true }, undefined, true);
  check("Delete", {}, undefined, true);
  check("s", { ctrlKey: true }, "save", true);
});

test("offers the words that have what is typed last", () => {
  const words = ['"app_crash"', '"payment_failure"', "-"];
  assert.deepEqual(matching(words, ""), words);
  assert.deepEqual(matching(words, "PAY"), ['"payment_failure"']);
  assert.deepEqual(matching(words, '"app_crash","pay'), ['"payment_failure"']);
  assert.deepEqual(matching(words, "not(app"), ['"app_crash"']);
  assert.deepEqual(matching(words, "zzz"), []);
});

test("arrows go through the words round and round, from either end", () => {
  assert.equal(next(-1, 3, true), 0);
  assert.equal(next(2, 3, true), 0);
  assert.equal(next(-1, 3, false), 2);
  assert.equal(next(2, 3, false), 1);
  assert.equal(next(0, 3, false), 2);
});
