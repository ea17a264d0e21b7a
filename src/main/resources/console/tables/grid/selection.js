// Where one is in the grid: a range of cells, of which Tabulator keeps the first.

export class Selection {
  #table;
  #holder;

  constructor(table, holder) {
    this.#table = table;
    this.#holder = holder;
  }

  area() {
    const range = this.#table.getRanges()[0];
    if (!range || this.#table.getRows().length === 0) {
      return { row: 0, column: 0, bottom: 0, right: 0 };
    }
    const rows = range.getRows().map((each) => each.getPosition() - 1);
    const columns = range
      .getColumns()
      .map((each) => Number((each.getField() ?? "c0").slice(1)))
      .filter((each) => !Number.isNaN(each));
    return {
      row: Math.min(...rows),
      bottom: Math.max(...rows),
      column: Math.min(...columns),
      right: Math.max(...columns),
    };
  }

  cell({ row, column } = this.area()) {
    return this.#table.getRows()[Math.max(0, row)]?.getCell(`c${Math.max(0, column)}`);
  }

  // Says whether there is such a cell.
  select(row, column) {
    const cell = this.cell({ row, column });
    if (!cell) {
      return false;
    }
    this.#table.getRanges().forEach((range) => range.remove());
    const range = this.#table.getRanges()[0];
    if (range) {
      range.setBounds(cell, cell);
    } else {
      this.#table.addRange(cell, cell);
    }
    cell.getRow().scrollTo("nearest", false).catch(() => undefined);
    cell.getColumn().scrollTo(undefined, false).catch(() => undefined);
    this.#holder.focus({ preventScroll: true });
    return true;
  }
}
