// The states of a table: undo and redo are lists of them.

import { same } from "./rows.js";

const STATES_KEPT = 200;

export class History {
  #undo = [];
  #redo = [];

  constructor(rows) {
    this.rows = rows;
    this.saved = rows;
  }

  get isSaved() {
    return same(this.rows, this.saved);
  }

  get canUndo() {
    return this.#undo.length > 0;
  }

  get canRedo() {
    return this.#redo.length > 0;
  }

  // Says whether anything is other than before.
  change(rows) {
    if (same(rows, this.rows)) {
      return false;
    }
    this.#undo.push(this.rows);
    this.#undo.splice(0, this.#undo.length - STATES_KEPT);
    this.#redo = [];
    this.rows = rows;
    return true;
  }

  undo() {
    return this.#step(this.#undo, this.#redo);
  }

  redo() {
    return this.#step(this.#redo, this.#undo);
  }

  #step(from, to) {
    if (from.length === 0) {
      return false;
    }
    to.push(this.rows);
    this.rows = from.pop();
    return true;
  }
}
