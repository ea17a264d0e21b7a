// The editor of a cell: a text, with choices where there are declared words.

import { Choices } from "./choices.js";
import { element } from "./elements.js";

export class Editor {
  #sheet;
  #isFresh = false;

  constructor(sheet) {
    this.#sheet = sheet;
  }

  // @param isFresh whether what is typed takes the place of what stood there
  open(cell, isFresh) {
    this.#isFresh = isFresh;
    cell?.edit(true);
  }

  // As Tabulator wants it.
  make = (cell, onRendered, success, cancel) => {
    const sheet = this.#sheet;
    const column = Number(cell.getField().slice(1));
    const field = sheet.model.field(column);
    const isFresh = this.#isFresh;
    this.#isFresh = false;
    let isDone = false;
    const input = element("input", {
      "aria-label": sheet.model.placeName(sheet.rows, cell.getRow().getPosition() - 1, column),
      autocomplete: "off",
      spellcheck: "false",
    });
    input.value = cell.getValue() ?? "";

    const end = (work) => {
      if (!isDone) {
        isDone = true;
        choices?.remove();
        work();
      }
    };
    const finish = (value, step) =>
      end(() => {
        const row = cell.getRow().getPosition() - 1;
        success(value);
        if (step) {
          window.setTimeout(() => sheet.select(row + step.down, column + step.right), 20);
        }
      });
    const choices =
      field?.values?.length > 0 ? new Choices(field, sheet.model.label(column), input, finish) : undefined;

    input.addEventListener("blur", () => finish(input.value.trim()));
    input.addEventListener("keydown", (event) => {
      const by = event.shiftKey ? -1 : 1;
      const step = { Enter: { down: by, right: 0 }, Tab: { down: 0, right: by } }[event.key];
      if (step) {
        event.preventDefault();
        finish(choices?.chosen ?? input.value.trim(), step);
      } else if (event.key === "Escape") {
        event.preventDefault();
        end(cancel);
      } else {
        const isDown = event.key === "ArrowDown";
        if ((isDown || event.key === "ArrowUp") && choices?.go(isDown)) {
          event.preventDefault();
        }
        event.stopPropagation();
      }
    });
    onRendered(() => {
      input.focus({ preventScroll: true });
      if (isFresh) {
        input.select();
      }
      choices?.offer("");
      choices?.put(cell.getElement());
    });
    return element("div", { class: "editor" }, input);
  };
}
