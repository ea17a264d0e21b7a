import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Model } from "../../main/resources/console/tables/grid/model.js";
import { withCells } from "../../main/resources/console/tables/grid/rows.js";
import { Sheet } from "../../main/resources/console/tables/grid/sheet.js";

const DATA = {
  columns: [{ role: "out", field: "severity", label: "Severity", meaning: "how bad it is" }],
  rows: [["SEV-010", "P1", ""], ["SEV-020", "P2", ""]],
  hits: {},
  findings: [],
};

// A page that keeps what is written on it, and a server that answers what it is told to.
let parts;
let answers;
let posted;
let sheet;
let at;

function answer(status, body) {
  answers.push({ ok: status === 200, status, json: async () => body });
}

beforeEach(() => {
  globalThis.window = { setTimeout: () => 0, clearTimeout: () => undefined };
  globalThis.document = { querySelectorAll: () => [] };
  const names = ["save", "undo", "redo", "verdict", "said", "where", "findings"];
  parts = Object.fromEntries(names.map((name) => [name, {}]));
  parts.list = { replaceChildren: () => undefined };
  answers = [];
  posted = [];
  at = { row: 0, bottom: 0, column: 1, right: 1 };
  const server = {
    post: async (path, body) => {
      posted.push({ path, body });
      return answers.shift() ?? Promise.reject(new Error("no connection"));
    },
  };
  sheet = new Sheet(new Model(DATA), server, "tag-1", true);
  sheet.show({
    parts,
    table: { replaceData: async () => undefined, updateData: async () => undefined },
    selection: { area: () => at, select: () => true },
    holding: { redraw: () => undefined },
  });
});

function type(text) {
  sheet.change(withCells(sheet.rows, [{ row: 0, column: 1, text }]), "");
}

const cells = () => sheet.rows.map((each) => each.cells[1]);

test("saves what was typed, and knows the next state of the draft by its tag", async () => {
  type("P3");
  assert.equal(parts.save.textContent, "Save");
  answer(200, { tag: "tag-2", state: "Checked", findings: [], elsewhere: [] });
  await sheet.save();
  assert.equal(parts.said.textContent, "Saved. The draft is checked.");
  assert.equal(parts.save.textContent, "Saved");
  type("P4");
  answer(200, { tag: "tag-3", state: "Draft", findings: [], elsewhere: [] });
  await sheet.save();
  assert.deepEqual(posted.map((each) => each.body.tag), ["tag-1", "tag-2"]);
  assert.deepEqual(posted[1].body.rows[0], ["SEV-010", "P4", ""]);
});

test("asks nobody where nothing is to be saved", async () => {
  await sheet.save();
  assert.deepEqual(posted, []);
});

test("keeps what was typed where the server does not answer, or refuses", async () => {
  type("P3");
  await sheet.save();
  assert.equal(parts.said.textContent, "The server does not answer: nothing is lost, save it again.");
  answer(412, {});
  await sheet.save();
  assert.match(parts.said.textContent, /^Somebody else changed the draft/);
  answer(422, { detail: "1 cell cannot be read" });
  await sheet.save();
  assert.equal(parts.said.textContent, "Not saved: 1 cell cannot be read.");
  assert.equal(parts.save.disabled, false);
  assert.deepEqual(cells(), ["P3", "P2"]);
});

test("undoes and redoes, and says where there is nothing", () => {
  type("P3");
  sheet.run("undo");
  assert.deepEqual(cells(), ["P1", "P2"]);
  sheet.run("undo");
  assert.equal(parts.said.textContent, "There is nothing to undo.");
  sheet.run("redo");
  assert.deepEqual(cells(), ["P3", "P2"]);
});

test("adds, moves and deletes rows where one is", () => {
  sheet.run("below");
  assert.equal(sheet.rows[1].cells[0], "SEV-015");
  sheet.run("down");
  assert.deepEqual(sheet.rows.map((each) => each.cells[0]), ["SEV-015", "SEV-010", "SEV-020"]);
  at = { ...at, bottom: 1 };
  sheet.run("remove");
  assert.equal(parts.said.textContent, "2 rows were deleted.");
  sheet.run("up");
  assert.equal(parts.said.textContent, "It is at the end already.");
});

test("counts what is found", () => {
  globalThis.document.createElement = () => ({ setAttribute() {}, append() {}, addEventListener() {} });
  sheet.found([{ level: "error", row: 0, column: 1, message: "is no severity" }], ["routing: too"]);
  assert.equal(parts.verdict.textContent, "1 error, 0 warnings.");
  assert.equal(parts.findings.hidden, false);
  assert.match(parts.where.textContent, /error: is no severity$/);
});
