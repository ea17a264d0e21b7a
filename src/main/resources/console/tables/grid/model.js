// What the server told about the table: its columns, the rows that decide now, how often each row was hit.

export function count(number, unit) {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

export class Model {
  #activeById;

  constructor(data) {
    this.data = data;
    this.#activeById = data.activeRows && new Map(data.activeRows.map((cells) => [cells[0], cells]));
  }

  get width() {
    return this.data.columns.length + 2;
  }

  // Undefined for the id and the note.
  field(column) {
    return this.data.columns[column - 1];
  }

  label(column) {
    if (column === 0) {
      return "Id";
    }
    return column === this.width - 1 ? "Note" : this.field(column).label;
  }

  placeName(rows, at, column) {
    const id = rows[at]?.cells[0] || `row ${at + 1}`;
    return column === 0 ? id : `${id}, ${this.label(column)}`;
  }

  isNew(id) {
    return this.#activeById !== undefined && !this.#activeById.has(id);
  }

  // What decides now in a cell where that is other than what stands there; else undefined.
  before(cells, column) {
    const old = this.#active(cells[0], column);
    return old === cells[column] ? undefined : old;
  }

  #active(id, column) {
    const cells = this.#activeById?.get(id);
    if (!cells || column === 0) {
      return undefined;
    }
    if (column === this.width - 1) {
      return cells.at(-1);
    }
    const field = this.field(column);
    const there = this.data.activeFields.indexOf(`${field.role} ${field.field}`);
    return there < 0 ? undefined : cells[there + 1];
  }

  hits(id) {
    return this.data.hits[id] ?? 0;
  }

  // 0 for never, else 1 to 5 against the row that was hit most.
  heat(id) {
    const hits = this.hits(id);
    const most = Math.max(1, ...Object.values(this.data.hits));
    return hits === 0 ? 0 : 1 + Math.round((4 * Math.log(hits + 1)) / Math.log(most + 1));
  }

  // As wide as its cells want, within reason; longer ones wrap.
  pixels(rows, column) {
    const field = this.field(column);
    const longest = Math.max(
      field.label.length * 0.75,
      field.field.length * 0.9,
      ...rows.map((each) => each.cells[column].length),
    );
    return Math.round(Math.min(260, Math.max(110, longest * 7.6 + 24)));
  }

  // The line above the grid: where one is and what there is to know about it.
  words(rows, at, column, findings) {
    const cells = rows[at].cells;
    const field = this.field(column);
    const place = this.placeName(rows, at, column);
    const words = [column === 0 ? `Row ${place}` : `${place}: ${cells[column] || "empty"}`];
    if (field) {
      words.push(field.meaning + (field.unit ? `, in ${field.unit}` : ""));
    }
    const old = this.before(cells, column);
    if (this.isNew(cells[0])) {
      words.push("a new row");
    } else if (old !== undefined) {
      words.push(`decides now: ${old || "empty"}`);
    }
    findings.forEach((each) => words.push(`${each.level}: ${each.message}`));
    return words.join(" · ");
  }
}
