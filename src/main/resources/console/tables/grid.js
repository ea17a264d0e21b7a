// The grid in which a decision table is changed: Tabulator draws it and moves through it; what is in it,
// undo, paste and findings are kept in the modules of `grid`.

import * as blocks from "./grid/blocks.js";
import { columnsOf, marginColumn } from "./grid/drawing.js";
import { Editor } from "./grid/editor.js";
import { frame } from "./grid/frame.js";
import { Holding } from "./grid/holding.js";
import { commandOf, isTyping } from "./grid/keys.js";
import { count, Model } from "./grid/model.js";
import { withCells } from "./grid/rows.js";
import { Selection } from "./grid/selection.js";
import { Server } from "./grid/server.js";
import { recordOf, Sheet } from "./grid/sheet.js";

function keys(sheet, editor, selection) {
  return (event) => {
    const command = commandOf(event, isTyping(event.target));
    if (command === undefined) {
      return;
    }
    if (command === "type") {
      // The key itself then lands in the editor, in the place of what stood there.
      editor.open(selection.cell(), true);
      return;
    }
    event.preventDefault();
    if (command === "edit") {
      editor.open(selection.cell(), false);
    } else if (command === "save") {
      document.activeElement?.blur?.();
      window.setTimeout(() => sheet.save(), 0);
    } else {
      sheet.run(command);
    }
  };
}

function copy(sheet) {
  return (event) => {
    if (isTyping(event.target)) {
      return;
    }
    const area = sheet.area();
    const { row: top, bottom, column: left, right } = area;
    event.clipboardData.setData("text/plain", blocks.text(sheet.rows, area));
    event.preventDefault();
    sheet.say(`Copied ${count(bottom - top + 1, "row")} of ${count(right - left + 1, "column")}.`);
    if (event.type === "cut" && sheet.isEditable) {
      sheet.run("clear");
    }
  };
}

function paste(sheet) {
  return (event) => {
    if (!sheet.isEditable || isTyping(event.target)) {
      return;
    }
    event.preventDefault();
    const block = blocks.parse(event.clipboardData.getData("text/plain"));
    const done = blocks.pasted(sheet.rows, block, sheet.area(), sheet.model.width);
    const dropped = done.dropped > 0 ? ` ${count(done.dropped, "cell")} did not fit to the right.` : "";
    sheet.change(done.rows, `Pasted ${count(done.count, "cell")}.${dropped}`);
  };
}

// The roles that Tabulator gives nest a group in a group, and leave out what takes the focus.
function nameForReaders(grid, holder, name) {
  grid.querySelector(".tabulator-header-contents").setAttribute("role", "none");
  grid.querySelector(".tabulator-table").setAttribute("role", "none");
  grid.setAttribute("aria-label", `Table ${name}`);
  holder.setAttribute("role", "rowgroup");
  holder.setAttribute("aria-label", `Cells of ${name}`);
  holder.setAttribute("aria-describedby", "where");
}

function start(place, sheet) {
  const { model, isEditable } = sheet;
  const parts = frame(place, isEditable, (command) => sheet.run(command));
  const { grid } = parts;
  const editor = new Editor(sheet);
  const table = new Tabulator(grid, {
    index: "key",
    data: sheet.rows.map(recordOf),
    columns: columnsOf(sheet, isEditable ? editor.make : undefined),
    maxHeight: "70vh",
    layout: "fitData",
    placeholder: "There are no rows.",
    rowHeader: marginColumn(model, isEditable),
    movableRows: isEditable,
    selectableRange: 1,
    selectableRangeRows: true,
    selectableRangeAutoFocus: false,
    editTriggerEvent: "dblclick",
    keybindings: { navPrev: false, navNext: false, undo: false, redo: false, copyToClipboard: false },
    clipboard: false,
  });
  const holding = new Holding(table, grid);
  table.on("tableBuilt", () => {
    const holder = grid.querySelector(".tabulator-tableholder");
    const selection = new Selection(table, holder);
    nameForReaders(grid, holder, place.dataset.name);
    if (isEditable) {
      grid.addEventListener("keydown", keys(sheet, editor, selection), true);
    }
    grid.addEventListener("copy", copy(sheet));
    grid.addEventListener("cut", copy(sheet));
    grid.addEventListener("paste", paste(sheet));
    grid.addEventListener("keyup", () => sheet.tell());
    grid.addEventListener("mouseup", () => window.setTimeout(() => sheet.tell(), 0));
    sheet.show({ table, parts, selection, holding });
    const wanted = decodeURIComponent(window.location.hash.slice(1));
    const at = sheet.rows.findIndex((each) => each.cells[0] === wanted);
    if (at >= 0) {
      sheet.select(at, 0);
    }
  });
  table.on("cellEdited", (cell) => {
    const at = cell.getRow().getPosition() - 1;
    const column = Number(cell.getField().slice(1));
    sheet.change(withCells(sheet.rows, [{ row: at, column, text: cell.getValue() }]), "");
  });
  table.on("rowMoving", () => holding.drag());
  table.on("rowMoved", () => {
    holding.release();
    const byKey = new Map(sheet.rows.map((each) => [each.key, each]));
    sheet.change(
      table.getRows().map((each) => byKey.get(each.getData().key)),
      "The row was moved.",
    );
  });
}

async function open(place) {
  const { address, tag, editable } = place.dataset;
  const server = new Server(address);
  const answer = await server.read();
  if (!answer.ok) {
    return;
  }
  const sheet = new Sheet(new Model(await answer.json()), server, tag, editable === "true");
  start(place, sheet);
  window.addEventListener("beforeunload", (event) => {
    if (!sheet.isSaved) {
      event.preventDefault();
    }
  });
}

const place = document.getElementById("grid");
if (place) {
  open(place);
}
