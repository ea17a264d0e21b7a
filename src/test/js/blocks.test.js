import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, pasted, text } from "../../main/resources/console/tables/grid/blocks.js";
import { row } from "../../main/resources/console/tables/grid/rows.js";

const table = [row(["SEV-010", "a", "b"]), row(["SEV-020", "c", "d"])];
const at = (top, left, bottom = top, right = left) => ({ row: top, bottom, column: left, right });
const cells = (rows) => rows.map((each) => each.cells);

function check(copied, expected) {
  assert.deepEqual(parse(copied), expected);
}

test("reads what spreadsheets copy", () => {
  check("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]);
  check("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]);
  check("", [[""]]);
  check("a\t\n\tb", [["a", ""], ["", "b"]]);
});

test("takes the quotes off that a spreadsheet put on", () => {
  check('"""app_crash"""\tfalse', [['"app_crash"', "false"]]);
  check('"two\nlines"\tx', [["two lines", "x"]]);
});

test("leaves the quotes of a word, and of a list of words", () => {
  check('"app_crash"', [['"app_crash"']]);
  check('"app_crash","bug"\t-', [['"app_crash","bug"', "-"]]);
});

test("what is copied comes back as it was", () => {
  const odd = [row(['"app_crash"', "tab\there", 'say "a"']), row(["x", "y", "z"])];
  const copied = text(odd, at(0, 0, 1, 2));
  assert.equal(copied, '"app_crash"\t"tab\there"\tsay "a"\nx\ty\tz');
  check(copied, cells(odd));
});

test("a block begins at the corner of the area and adds the rows that are missing", () => {
  const done = pasted(table, [["1", "2"], ["3", "4"]], at(1, 1), 3);
  assert.deepEqual(cells(done.rows), [["SEV-010", "a", "b"], ["SEV-020", "1", "2"], ["SEV-021", "3", "4"]]);
  assert.equal(done.count, 4);
  assert.equal(done.dropped, 0);
});

test("what does not fit to the right is counted", () => {
  const done = pasted(table, [["1", "2"]], at(0, 2), 3);
  assert.deepEqual(done.rows[0].cells, ["SEV-010", "a", "1"]);
  assert.equal(done.count, 1);
  assert.equal(done.dropped, 1);
});

test("one cell fills the whole area", () => {
  const done = pasted(table, [["-"]], at(0, 1, 1, 2), 3);
  assert.deepEqual(cells(done.rows), [["SEV-010", "-", "-"], ["SEV-020", "-", "-"]]);
});

test("a line that is shorter than the others leaves what stands there", () => {
  const done = pasted(table, [["1", "2"], ["3"]], at(0, 1), 3);
  assert.deepEqual(done.rows[1].cells, ["SEV-020", "3", "d"]);
});
