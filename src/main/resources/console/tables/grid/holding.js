// Nothing is drawn while somebody drags: what is drawn anew is let go.

export class Holding {
  #table;
  #isHeld = false;
  #isDragged = false;
  #isStale = false;

  constructor(table, grid) {
    this.#table = table;
    grid.addEventListener("pointerdown", () => {
      this.#isHeld = true;
    });
    // The grid puts the row down when the mouse goes up, which is told after the pointer.
    window.addEventListener("pointerup", () => window.setTimeout(() => this.release(), 0));
    window.addEventListener("pointercancel", () => window.setTimeout(() => this.release(), 0));
  }

  redraw() {
    this.#isStale = this.#isHeld;
    if (!this.#isHeld) {
      this.#table.getRows().forEach((each) => each.reformat());
    }
  }

  // The grid draws itself anew when anything around it gets larger, in the middle of a drag, too.
  drag() {
    this.#isDragged = true;
    this.#table.blockRedraw();
  }

  release() {
    if (this.#isDragged) {
      this.#isDragged = false;
      this.#table.restoreRedraw();
    }
    this.#isHeld = false;
    if (this.#isStale) {
      this.redraw();
    }
  }
}
