// What stands around the grid: the buttons, what is said, the keys, the findings.

import { button, element } from "./elements.js";

const KEYS =
  "Arrows move; Shift and arrows select. Type to replace a cell, Enter or F2 to edit it, Enter or Tab to go on," +
  " Escape to leave it. Ctrl+C, Ctrl+X and Ctrl+V copy, cut and paste blocks, also from a spreadsheet." +
  " Ctrl+Z and Ctrl+Y undo and redo. Alt+Shift+Up and Down move a row; its number can be dragged, too." +
  " Ctrl+S saves the table to the draft. Tab leaves the grid.";

// @param run runs a command by its name
// @returns the parts by name; `grid` is where the grid goes
export function frame(place, isEditable, run) {
  const parts = {
    grid: element("div", { class: "sheet" }),
    save: button("Saved", "Ctrl+S", () => run("save")),
    undo: button("Undo", "Ctrl+Z", () => run("undo")),
    redo: button("Redo", "Ctrl+Y", () => run("redo")),
    verdict: element("p", { role: "status", class: "verdict" }),
    said: element("p", { role: "status", class: "said dim" }),
    where: element("p", { id: "where", class: "where mono", "aria-live": "polite" }, "Choose a cell."),
    list: element("ul", { class: "findings" }),
  };
  parts.save.className = "main";
  parts.findings = element(
    "section",
    { "aria-label": "Findings", hidden: true },
    element("h2", {}, "Findings"),
    parts.list,
  );
  const bar = element(
    "div",
    { class: "row bar", role: "toolbar", "aria-label": "Rows" },
    parts.save,
    parts.undo,
    parts.redo,
    button("Add row above", "A row above the one you are in", () => run("above")),
    button("Add row below", "A row below the one you are in", () => run("below")),
    button("Move up", "Alt+Shift+Up", () => run("up")),
    button("Move down", "Alt+Shift+Down", () => run("down")),
    button("Delete row", "The rows you have selected", () => run("remove")),
  );
  const help = element(
    "details",
    { class: "help" },
    element("summary", {}, "Keys"),
    element("p", { class: "small" }, KEYS),
  );
  place.replaceChildren(
    ...(isEditable ? [bar] : []),
    element("div", { class: "told" }, parts.where, ...(isEditable ? [parts.verdict, parts.said] : [])),
    parts.grid,
    ...(isEditable ? [help] : []),
    parts.findings,
  );
  return parts;
}
