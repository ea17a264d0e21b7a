// Rows of a table: lists of texts (id, inputs, outputs, note), each with a key by which the grid knows it.
// A row is never changed in place, so that a state of the table is a list of rows.

let nextKey = 1;

export function row(cells) {
  return { key: nextKey++, cells };
}

export function same(a, b) {
  return a.length === b.length && a.every((each, i) => each.cells.every((cell, j) => cell === b[i].cells[j]));
}

// Whether the second list has other rows than the first, or an other order of them.
export function isRearranged(old, rows) {
  return rows.length !== old.length || rows.some((each, i) => each.key !== old[i].key);
}

// An id that is free, between its neighbours where there is room: SEV-035 between SEV-030 and SEV-040.
export function freshId(rows, at) {
  const split = (each) => /^([A-Z]{2,5})-([0-9]{3,5})$/.exec(each?.cells[0] ?? "");
  const ids = rows.map(split).filter(Boolean);
  const above = split(rows[at - 1]);
  const below = split(rows[at]);
  const prefix = (above ?? below ?? ids[0])?.[1];
  if (!prefix) {
    return "";
  }
  const taken = new Set(ids.filter((id) => id[1] === prefix).map((id) => Number(id[2])));
  const from = above?.[1] === prefix ? Number(above[2]) : 0;
  const to = below?.[1] === prefix ? Number(below[2]) : 0;
  const middle = Math.floor((from + to) / 2);
  const number = from < middle && middle < to && !taken.has(middle) ? middle : Math.max(0, ...taken) + 1;
  return `${prefix}-${String(number).padStart(3, "0")}`;
}

export function withBlank(rows, at, width) {
  const cells = Array(width).fill("");
  cells[0] = freshId(rows, at);
  return rows.toSpliced(at, 0, row(cells));
}

export function without(rows, { row: top, bottom }) {
  return rows.filter((_, i) => i < top || i > bottom);
}

// The rows of an area a step up (-1) or down (1); undefined where there is no room.
export function moved(rows, { row: top, bottom }, by) {
  if (top + by < 0 || bottom + by >= rows.length) {
    return undefined;
  }
  const area = rows.slice(top, bottom + 1);
  return rows.toSpliced(top, area.length).toSpliced(top + by, 0, ...area);
}

export function withCells(rows, changes) {
  return rows.map((each, i) => {
    const mine = changes.filter((one) => one.row === i);
    if (mine.length === 0) {
      return each;
    }
    const cells = [...each.cells];
    mine.forEach((one) => {
      cells[one.column] = one.text;
    });
    return { key: each.key, cells };
  });
}

export function emptied(rows, { row: top, bottom, column: left, right }) {
  return rows.map((each, i) =>
    i < top || i > bottom
      ? each
      : { key: each.key, cells: each.cells.map((cell, j) => (j < left || j > right ? cell : "")) },
  );
}
