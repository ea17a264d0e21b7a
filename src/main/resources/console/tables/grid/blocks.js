// Blocks of cells as spreadsheets copy and paste them: texts with tabs and line feeds.

import { withBlank, withCells } from "./rows.js";

// A spreadsheet puts a cell in quotes where it has a tab, a line break or a quote inside, and doubles the
// quotes. A cell of ours may begin with a quote by itself, so quotes are only taken for a spreadsheet's
// where they close right before the next cell and were needed.
export function parse(text) {
  const rows = [[]];
  let at = 0;
  const end = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (at <= end.length) {
    const quoted = /^"((?:[^"]|"")*)"(?=\t|\n|$)/.exec(end.slice(at));
    if (quoted && /[\t\n]|""/.test(quoted[1])) {
      rows.at(-1).push(quoted[1].replaceAll('""', '"').replace(/\s*\n\s*/g, " "));
      at += quoted[0].length;
    } else {
      const plain = /^[^\t\n]*/.exec(end.slice(at))[0];
      rows.at(-1).push(plain.trim());
      at += plain.length;
    }
    if (end[at] === "\n") {
      rows.push([]);
    }
    at++;
  }
  return rows;
}

function quote(cell) {
  return /[\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function text(rows, { row: top, bottom, column: left, right }) {
  return rows
    .slice(top, bottom + 1)
    .map((each) => each.cells.slice(left, right + 1).map(quote).join("\t"))
    .join("\n");
}

// A single cell fills the area; a block begins at its corner and may add rows, never columns.
export function pasted(rows, block, { row: top, bottom, column: left, right }, width) {
  const isOne = block.length === 1 && block[0].length === 1;
  const high = isOne ? bottom - top + 1 : block.length;
  const wide = isOne ? right - left + 1 : Math.max(...block.map((each) => each.length));
  const changes = [];
  let dropped = 0;
  for (let i = 0; i < high; i++) {
    for (let j = 0; j < wide; j++) {
      const cell = isOne ? block[0][0] : block[i][j];
      if (cell === undefined) {
        continue;
      }
      if (left + j >= width) {
        dropped++;
      } else {
        changes.push({ row: top + i, column: left + j, text: cell });
      }
    }
  }
  let grown = rows;
  while (grown.length < top + high) {
    grown = withBlank(grown, grown.length, width);
  }
  return { rows: withCells(grown, changes), count: changes.length, dropped };
}
