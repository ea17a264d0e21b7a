// How cells, heads and the margin look, as Tabulator wants it.

import { element } from "./elements.js";

const MARKS = ["has-error", "has-warning", "is-new", "is-other", "is-any"];

export function cellOf(sheet) {
  return (cell) => {
    const at = cell.getRow().getPosition() - 1;
    const column = Number(cell.getField().slice(1));
    const cells = sheet.rows[at]?.cells;
    const text = element("span", {}, cell.getValue());
    cell.getElement().classList.remove(...MARKS);
    if (!cells) {
      return text;
    }
    const { classes, notes } = marks(sheet, at, column, cell.getValue());
    cell.getElement().classList.add(...classes);
    return element("span", { class: "held" }, text, ...notes);
  };
}

function marks({ model, rows, findingsAt }, at, column, value) {
  const classes = value === "-" ? ["is-any"] : [];
  const notes = [];
  const found = findingsAt(at, column);
  if (found.length > 0) {
    const level = found.some((each) => each.level === "error") ? "error" : "warning";
    classes.push(`has-${level}`);
    notes.push(note(level, found[0].message));
  }
  const old = model.before(rows[at].cells, column);
  if (column === 0 && model.isNew(rows[at].cells[0])) {
    classes.push("is-new");
    notes.push(note("new", "not in the ruleset that decides now"));
  } else if (old !== undefined) {
    classes.push("is-other");
    notes.push(note("was", old || "empty"));
  }
  return { classes, notes };
}

function note(word, words) {
  return element(
    "small",
    { class: `note ${word}`, title: words },
    word === "new" ? "new" : `${word}: ${words}`,
  );
}

export function marginOf(model) {
  return (cell) => {
    const id = cell.getRow().getData().c0;
    const hits = model.hits(id);
    for (let i = 0; i <= 5; i++) {
      cell.getElement().classList.toggle(`heat-${i}`, i === model.heat(id));
    }
    return element(
      "span",
      { class: "margin" },
      element("span", {}, String(cell.getRow().getPosition())),
      element("span", {}, hits === 0 ? "never" : hits.toLocaleString("en")),
    );
  };
}

function head(model, column) {
  const field = model.field(column);
  const below = column === 0 ? "" : "why the row is there";
  return element(
    "span",
    field
      ? { class: "headed", title: `${field.role === "in" ? "Tested" : "Concluded"}: ${field.meaning}` }
      : { class: "headed" },
    element("strong", {}, model.label(column)),
    element("small", {}, field ? field.field + (field.unit ? ` [${field.unit}]` : "") : below),
  );
}

// @param editor undefined where nothing may be changed
export function columnsOf(sheet, editor) {
  const { model, rows } = sheet;
  const column = (i, title, width, more) => ({
    formatter: cellOf(sheet),
    headerSort: false,
    resizable: "header",
    vertAlign: "top",
    variableHeight: true,
    ...(editor && { editor }),
    title,
    field: `c${i}`,
    width,
    titleFormatter: () => head(model, i),
    ...more,
  });
  return [
    column(0, "Id", 96),
    ...model.data.columns.map((each, i) =>
      column(i + 1, each.label, model.pixels(rows, i + 1), { cssClass: each.role === "out" ? "out" : "" }),
    ),
    column(model.width - 1, "Note", 320),
  ];
}

export function marginColumn(model, isEditable) {
  return {
    title: "Counted",
    titleFormatter: () =>
      element(
        "span",
        { class: "headed" },
        element("strong", {}, "Row"),
        element("small", {}, "counted, 30 days"),
      ),
    field: "margin",
    formatter: marginOf(model),
    headerSort: false,
    resizable: false,
    frozen: true,
    rowHandle: isEditable,
    width: 118,
    cssClass: "margins",
  };
}
