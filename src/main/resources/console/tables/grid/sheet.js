// A table at work: what may be done to it, what is found in it, and what is said about it.

import { items, verdict } from "./findings.js";
import { History } from "./history.js";
import { emptied, isRearranged, moved, row, withBlank, without } from "./rows.js";
import { fill, problem } from "./server.js";

const CHECK_AFTER_MILLIS = 350;

export class Sheet {
  #server;
  #history;
  #view;
  #tag;
  #findings = [];
  #checks = 0;
  #timer = 0;

  // What may be done by a key or a button.
  #commands = {
    save: () => this.save(),
    undo: () => this.#step("Undo", () => this.#history.undo()),
    redo: () => this.#step("Redo", () => this.#history.redo()),
    above: () => this.#insert(this.area().row, "A row was added above. Fill in every cell: - means any."),
    below: () => this.#insert(this.area().bottom + 1, "A row was added below. Fill in every cell: - means any."),
    up: () => this.#move(-1, "Moved up."),
    down: () => this.#move(1, "Moved down."),
    remove: () => this.#remove(),
    clear: () =>
      this.change(emptied(this.rows, this.area()), "Emptied. An empty cell is an error: write - for any."),
  };

  constructor(model, server, tag, isEditable) {
    this.model = model;
    this.isEditable = isEditable;
    this.#server = server;
    this.#tag = tag;
    this.#history = new History(model.data.rows.map(row));
  }

  get rows() {
    return this.#history.rows;
  }

  get isSaved() {
    return this.#history.isSaved;
  }

  // @param view what the table is shown with: the grid, its parts, where one is
  show(view) {
    this.#view = view;
    this.#refresh();
    this.found(this.model.data.findings);
  }

  area() {
    return this.#view.selection.area();
  }

  run(command) {
    this.#commands[command]();
  }

  // ---- changing ----

  change(rows, words) {
    const old = this.rows;
    if (this.#history.change(rows)) {
      this.#draw(old);
      this.say(words);
    }
  }

  #step(words, step) {
    const old = this.rows;
    if (!step()) {
      this.say(`There is nothing to ${words.toLowerCase()}.`);
      return;
    }
    this.#draw(old);
    this.say(`${words}: done.`);
  }

  #insert(at, words) {
    this.change(withBlank(this.rows, at, this.model.width), words);
    window.setTimeout(() => this.select(at, 1), 0);
  }

  #remove() {
    const area = this.area();
    const removed = area.bottom - area.row + 1;
    this.change(without(this.rows, area), removed === 1 ? "The row was deleted." : `${removed} rows were deleted.`);
  }

  #move(by, words) {
    const area = this.area();
    const rows = moved(this.rows, area, by);
    if (!rows) {
      this.say("It is at the end already.");
      return;
    }
    this.change(rows, words);
    window.setTimeout(() => this.select(area.row + by, area.column), 0);
  }

  #draw(old) {
    const { row: at, column } = this.area();
    const { table } = this.#view;
    this.#findings = this.#findings.filter((each) => each.row === undefined || each.row < this.rows.length);
    if (isRearranged(old, this.rows)) {
      table.replaceData(this.rows.map(recordOf)).then(() => this.select(at, column));
    } else {
      table.updateData(this.rows.filter((each, i) => each !== old[i]).map(recordOf));
    }
    this.#refresh();
    this.#check();
  }

  #refresh() {
    const { save, undo, redo } = this.#view.parts;
    save.disabled = this.isSaved;
    save.textContent = this.isSaved ? "Saved" : "Save";
    undo.disabled = !this.#history.canUndo;
    redo.disabled = !this.#history.canRedo;
  }

  // ---- where one is, and what is said ----

  // Goes to the nearest cell that there is.
  select(at, column) {
    const nearest = (number, size) => Math.min(Math.max(0, number), size - 1);
    if (this.#view.selection.select(nearest(at, this.rows.length), nearest(column, this.model.width))) {
      this.tell();
    }
  }

  say(words) {
    this.#view.parts.said.textContent = words;
  }

  tell() {
    const { row: at, column } = this.area();
    if (this.rows[at]) {
      const words = this.model.words(this.rows, at, column, this.findingsAt(at, column));
      this.#view.parts.where.textContent = words;
    }
  }

  // ---- findings ----

  findingsAt = (at, column) => this.#findings.filter((each) => each.row === at && each.column === column);

  found(findings, elsewhere = []) {
    const { parts, holding } = this.#view;
    this.#findings = findings;
    parts.verdict.textContent = verdict(findings);
    parts.list.replaceChildren(
      ...items(
        findings,
        elsewhere,
        (at, column) => this.model.placeName(this.rows, at, column),
        (at, column) => this.select(at, column),
      ),
    );
    parts.findings.hidden = findings.length + elsewhere.length === 0;
    holding.redraw();
    this.tell();
  }

  #check() {
    if (this.isEditable) {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#ask(), CHECK_AFTER_MILLIS);
    }
  }

  async #ask() {
    const mine = ++this.#checks;
    const { verdict: line } = this.#view.parts;
    line.textContent = "Checking…";
    const answer = await this.#server.post("check", { rows: cellsOf(this.rows) }).catch(() => undefined);
    if (!answer) {
      line.textContent = "The server does not answer: what is typed stays here, try again.";
    } else if (mine !== this.#checks) {
      // Another check is under way, of what was typed since.
    } else if (answer.ok) {
      this.found((await answer.json()).findings);
    } else {
      line.textContent = (await problem(answer)).detail;
    }
  }

  // ---- saving ----

  async save() {
    if (this.isSaved) {
      return;
    }
    const sent = this.rows;
    this.#view.parts.save.disabled = true;
    this.say("Saving…");
    const body = { tag: this.#tag, rows: cellsOf(sent) };
    const answer = await this.#server.post("rows", body).catch(() => undefined);
    if (!answer) {
      this.say("The server does not answer: nothing is lost, save it again.");
    } else if (answer.ok) {
      await this.#saved(answer, sent);
    } else {
      await this.#refused(answer);
    }
    this.#refresh();
  }

  async #saved(answer, sent) {
    const kept = await answer.json();
    this.#tag = kept.tag;
    fill("tag", kept.tag);
    this.#history.saved = sent;
    if (this.rows === sent) {
      this.#checks++;
      this.found(kept.findings, kept.elsewhere);
    }
    const isGood = kept.state !== "Draft";
    this.say(isGood ? `Saved. The draft is ${kept.state.toLowerCase()}.` : "Saved. It has errors to be mended.");
  }

  async #refused(answer) {
    const why = await problem(answer);
    if (why.findings) {
      this.found(why.findings);
    }
    this.say(
      answer.status === 412
        ? "Somebody else changed the draft meanwhile. Load the page again to see it; copy your cells first."
        : `Not saved: ${why.detail}.`,
    );
  }
}

export function recordOf({ key, cells }) {
  return { key, ...Object.fromEntries(cells.map((cell, i) => [`c${i}`, cell])) };
}

function cellsOf(rows) {
  return rows.map((each) => each.cells);
}
