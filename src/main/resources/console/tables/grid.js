// The grid in which a decision table is changed: Tabulator draws it and moves through it; what is in it,
// undo, paste and findings are kept here. Rows are lists of texts: id, inputs, outputs, note. A row is
// never changed in place, so that a state of the table is a list of rows, and undo is a list of states.

const place = document.getElementById("grid");
const isEditable = place.dataset.editable === "true";
const address = place.dataset.address;
const CHECK_AFTER_MILLIS = 350;
const STATES_KEPT = 200;

const state = {
  rows: [],
  undo: [],
  redo: [],
  saved: [],
  findings: [],
  tag: place.dataset.tag,
  checks: 0,
  isHeld: false,
  isDragged: false,
  isStale: false,
};

let data;
let table;
let parts;
let nextKey = 1;
let timer = 0;
let typed = null;

// ---- rows ----

function row(cells) {
  return { key: nextKey++, cells };
}

function width() {
  return data.columns.length + 2;
}

function same(a, b) {
  return a.length === b.length && a.every((each, i) => each.cells.every((cell, j) => cell === b[i].cells[j]));
}

// An id that is free, between its neighbours where there is room: SEV-035 between SEV-030 and SEV-040.
function freshId(rows, at) {
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

// What was concluded and tested before, by row and column, for marks of what is otherwise.
function before(id, column) {
  const cells = data.activeById?.get(id);
  if (!cells) {
    return undefined;
  }
  if (column === 0) {
    return id;
  }
  if (column === width() - 1) {
    return cells.at(-1);
  }
  const field = data.columns[column - 1];
  const there = data.activeFields.indexOf(`${field.role} ${field.field}`);
  return there < 0 ? undefined : cells[there + 1];
}

// ---- changing ----

function change(rows, words) {
  if (same(rows, state.rows) && rows.length === state.rows.length) {
    return;
  }
  state.undo.push(state.rows);
  state.undo.splice(0, state.undo.length - STATES_KEPT);
  state.redo = [];
  show(rows);
  say(words);
}

function step(from, to, words) {
  if (from.length === 0) {
    say(`There is nothing to ${words.toLowerCase()}.`);
    return;
  }
  to.push(state.rows);
  show(from.pop());
  say(`${words}: done.`);
}

function show(rows) {
  const at = selected();
  const structure =
    rows.length !== state.rows.length || rows.some((each, i) => each.key !== state.rows[i].key);
  const old = state.rows;
  state.rows = rows;
  state.findings = state.findings.filter((each) => each.row === undefined || each.row < rows.length);
  if (structure) {
    table.replaceData(rows.map(record)).then(() => select(Math.min(at.row, rows.length - 1), at.column));
  } else {
    rows.forEach((each, i) => {
      if (each !== old[i]) {
        table.updateData([record(each)]);
      }
    });
  }
  refresh();
  check();
}

function record(each) {
  const fields = { key: each.key };
  each.cells.forEach((cell, i) => {
    fields[`c${i}`] = cell;
  });
  return fields;
}

function setCells(rows, changes) {
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

function insert(at, words) {
  const blank = Array(width()).fill("");
  blank[0] = freshId(state.rows, at);
  const rows = [...state.rows];
  rows.splice(at, 0, row(blank));
  change(rows, words);
  window.setTimeout(() => select(at, 1), 0);
}

function insertAbove() {
  insert(selected().row, "A row was added above. Fill in every cell: - means any.");
}

function insertBelow() {
  insert(selected().bottom + 1, "A row was added below. Fill in every cell: - means any.");
}

function remove() {
  const { row: top, bottom } = selected();
  const count = bottom - top + 1;
  change(
    state.rows.filter((_, i) => i < top || i > bottom),
    count === 1 ? "The row was deleted." : `${count} rows were deleted.`,
  );
}

function move(by) {
  const { row: top, bottom, column } = selected();
  if (top + by < 0 || bottom + by >= state.rows.length) {
    say("It is at the end already.");
    return;
  }
  const rows = [...state.rows];
  const moved = rows.splice(top, bottom - top + 1);
  rows.splice(top + by, 0, ...moved);
  change(rows, by < 0 ? "Moved up." : "Moved down.");
  window.setTimeout(() => select(top + by, column), 0);
}

function clear() {
  const { row: top, bottom, column: left, right } = selected();
  const changes = [];
  for (let i = top; i <= bottom; i++) {
    for (let j = left; j <= right; j++) {
      changes.push({ row: i, column: j, text: "" });
    }
  }
  change(setCells(state.rows, changes), "Emptied. An empty cell is an error: write - for any.");
}

// ---- where one is ----

function selected() {
  const range = table.getRanges()[0];
  if (!range || state.rows.length === 0) {
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

function select(at, column) {
  const target = table.getRows()[Math.max(0, at)];
  if (!target) {
    return;
  }
  table.getRanges().forEach((range) => range.remove());
  const cell = target.getCell(`c${Math.max(0, column)}`);
  const range = table.getRanges()[0];
  if (range) {
    range.setBounds(cell, cell);
  } else {
    table.addRange(cell, cell);
  }
  target.scrollTo("nearest", false).catch(() => undefined);
  target.getCell(`c${Math.max(0, column)}`).getColumn().scrollTo(undefined, false).catch(() => undefined);
  parts.holder.focus({ preventScroll: true });
  tell();
}

// ---- findings ----

function check() {
  if (!isEditable) {
    return;
  }
  window.clearTimeout(timer);
  timer = window.setTimeout(ask, CHECK_AFTER_MILLIS);
}

async function ask() {
  const mine = ++state.checks;
  parts.verdict.textContent = "Checking…";
  let answer;
  try {
    answer = await post("check", { rows: state.rows.map((each) => each.cells) });
  } catch {
    parts.verdict.textContent = "The server does not answer: what is typed stays here, try again.";
    return;
  }
  if (mine !== state.checks) {
    return;
  }
  if (!answer.ok) {
    parts.verdict.textContent = (await problem(answer)).detail;
    return;
  }
  found((await answer.json()).findings);
}

function found(findings, elsewhere = []) {
  state.findings = findings;
  const errors = findings.filter((each) => each.level === "error").length;
  const warnings = findings.length - errors;
  parts.verdict.textContent =
    findings.length === 0 ? "No findings." : `${count(errors, "error")}, ${count(warnings, "warning")}.`;
  parts.list.replaceChildren(
    ...findings.map((finding) => {
      const item = document.createElement("li");
      const level = document.createElement("span");
      level.className = `tag ${finding.level === "error" ? "bad" : "warn"}`;
      level.textContent = finding.level;
      item.append(level, " ");
      if (finding.row === undefined) {
        item.append(finding.message);
      } else {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "quiet";
        const where = placeName(finding.row, finding.column);
        button.textContent = finding.message.startsWith(where) ? finding.message : `${where}: ${finding.message}`;
        button.addEventListener("click", () => select(finding.row, finding.column));
        item.append(button);
      }
      return item;
    }),
    ...elsewhere.map((line) => {
      const item = document.createElement("li");
      item.textContent = `elsewhere: ${line}`;
      return item;
    }),
  );
  parts.findings.hidden = findings.length + elsewhere.length === 0;
  redraw();
  tell();
}

// Not while somebody drags: what is drawn anew is let go.
function redraw() {
  state.isStale = state.isHeld;
  if (!state.isHeld) {
    table.getRows().forEach((each) => each.reformat());
  }
}

// The grid draws itself anew when anything around it gets larger, in the middle of a drag, too.
function drag() {
  state.isDragged = true;
  table.blockRedraw();
}

function release() {
  if (state.isDragged) {
    state.isDragged = false;
    table.restoreRedraw();
  }
  state.isHeld = false;
  if (state.isStale) {
    redraw();
  }
}

function count(number, unit) {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

function placeName(at, column) {
  const id = state.rows[at]?.cells[0] || `row ${at + 1}`;
  return column === 0 ? id : `${id}, ${label(column)}`;
}

function label(column) {
  if (column === 0) {
    return "Id";
  }
  return column === width() - 1 ? "Note" : data.columns[column - 1].label;
}

function findingsAt(at, column) {
  return state.findings.filter((each) => each.row === at && each.column === column);
}

// ---- what is said ----

function say(words) {
  parts.said.textContent = words;
}

// The line above the grid: where one is and what there is to know about it.
function tell() {
  if (state.rows.length === 0) {
    return;
  }
  const { row: at, column } = selected();
  const cells = state.rows[at]?.cells;
  if (!cells) {
    return;
  }
  const field = data.columns[column - 1];
  const words = [column === 0 ? `Row ${placeName(at, 0)}` : `${placeName(at, column)}: ${cells[column] || "empty"}`];
  if (field) {
    words.push(field.meaning + (field.unit ? `, in ${field.unit}` : ""));
  }
  const old = before(cells[0], column);
  if (data.activeById && !data.activeById.has(cells[0])) {
    words.push("a new row");
  } else if (old !== undefined && old !== cells[column]) {
    words.push(`decides now: ${old || "empty"}`);
  }
  findingsAt(at, column).forEach((each) => words.push(`${each.level}: ${each.message}`));
  parts.where.textContent = words.join(" · ");
}

function refresh() {
  const isSaved = same(state.rows, state.saved);
  parts.save.disabled = isSaved;
  parts.save.textContent = isSaved ? "Saved" : "Save";
  parts.undo.disabled = state.undo.length === 0;
  parts.redo.disabled = state.redo.length === 0;
}

// ---- the server ----

async function post(path, body) {
  const answer = await send(path, body);
  return answer.status === 403 && (await renew()) ? send(path, body) : answer;
}

// Whoever signed in anew since the page was loaded has other tokens for all forms of it.
async function renew() {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) {
    return false;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("input[name=csrf]").value;
  document.querySelectorAll("input[name=csrf]").forEach((input) => {
    input.value = token;
  });
  return true;
}

function send(path, body) {
  return fetch(`${address}/${path}`, {
    method: "POST",
    headers: {
      Accept: "application/json, application/problem+json",
      "Content-Type": "application/json",
      "X-CSRF-Token": document.querySelector("input[name=csrf]").value,
    },
    body: JSON.stringify(body),
  });
}

async function problem(answer) {
  try {
    return await answer.json();
  } catch {
    return { detail: `The server answered ${answer.status}: load the page again.` };
  }
}

async function save() {
  if (same(state.rows, state.saved)) {
    return;
  }
  const sent = state.rows;
  parts.save.disabled = true;
  say("Saving…");
  let answer;
  try {
    answer = await post("rows", { tag: state.tag, rows: sent.map((each) => each.cells) });
  } catch {
    refresh();
    say("The server does not answer: nothing is lost, save it again.");
    return;
  }
  if (answer.ok) {
    const kept = await answer.json();
    state.tag = kept.tag;
    document.querySelectorAll("input[name=tag]").forEach((input) => {
      input.value = kept.tag;
    });
    state.saved = sent;
    if (state.rows === sent) {
      state.checks++;
      found(kept.findings, kept.elsewhere);
    }
    const isGood = kept.state !== "Draft";
    say(isGood ? `Saved. The draft is ${kept.state.toLowerCase()}.` : "Saved. It has errors to be mended.");
  } else {
    const why = await problem(answer);
    if (why.findings) {
      found(why.findings);
    }
    say(
      answer.status === 412
        ? "Somebody else changed the draft meanwhile. Load the page again to see it; copy your cells first."
        : `Not saved: ${why.detail}.`,
    );
  }
  refresh();
}

// ---- clipboard ----

// A spreadsheet puts a cell in quotes where it has a tab, a line break or a quote inside, and doubles the
// quotes. A cell of ours may begin with a quote by itself, so quotes are only taken for a spreadsheet's
// where they close right before the next cell and were needed.
function parse(text) {
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

function copy(event) {
  if (isTyping(event.target)) {
    return;
  }
  const { row: top, bottom, column: left, right } = selected();
  const lines = state.rows
    .slice(top, bottom + 1)
    .map((each) => each.cells.slice(left, right + 1).map(quote).join("\t"));
  event.clipboardData.setData("text/plain", lines.join("\n"));
  event.preventDefault();
  say(`Copied ${count(lines.length, "row")} of ${count(right - left + 1, "column")}.`);
  if (event.type === "cut" && isEditable) {
    clear();
  }
}

function paste(event) {
  if (!isEditable || isTyping(event.target)) {
    return;
  }
  event.preventDefault();
  const block = parse(event.clipboardData.getData("text/plain"));
  const { row: top, bottom, column: left, right } = selected();
  const isOne = block.length === 1 && block[0].length === 1;
  const high = isOne ? bottom - top + 1 : block.length;
  const wide = isOne ? right - left + 1 : Math.max(...block.map((each) => each.length));
  const changes = [];
  let dropped = 0;
  for (let i = 0; i < high; i++) {
    for (let j = 0; j < wide; j++) {
      const text = isOne ? block[0][0] : block[i][j];
      if (text === undefined) {
        continue;
      }
      if (left + j >= width()) {
        dropped++;
      } else {
        changes.push({ row: top + i, column: left + j, text });
      }
    }
  }
  const grown = [...state.rows];
  while (grown.length < top + high) {
    const blank = Array(width()).fill("");
    blank[0] = freshId(grown, grown.length);
    grown.push(row(blank));
  }
  change(
    setCells(grown, changes),
    `Pasted ${count(changes.length, "cell")}.` +
      (dropped > 0 ? ` ${count(dropped, "cell")} did not fit to the right.` : ""),
  );
}

function isTyping(element) {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

// ---- keys ----

function keys(event) {
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && event.key.toLowerCase() === "s") {
    event.preventDefault();
    table.getEditedCells();
    document.activeElement?.blur?.();
    window.setTimeout(save, 0);
    return;
  }
  if (isTyping(event.target)) {
    return;
  }
  if (isCommand && event.key.toLowerCase() === "z") {
    event.preventDefault();
    if (event.shiftKey) {
      step(state.redo, state.undo, "Redo");
    } else {
      step(state.undo, state.redo, "Undo");
    }
  } else if (isCommand && event.key.toLowerCase() === "y") {
    event.preventDefault();
    step(state.redo, state.undo, "Redo");
  } else if (event.altKey && event.shiftKey && event.key === "ArrowUp") {
    event.preventDefault();
    move(-1);
  } else if (event.altKey && event.shiftKey && event.key === "ArrowDown") {
    event.preventDefault();
    move(1);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    clear();
  } else if (event.key === "F2") {
    event.preventDefault();
    edit(false);
  } else if (event.key.length === 1 && !isCommand && !event.altKey) {
    // The key itself then lands in the editor, in the place of what stood there.
    edit(true);
  }
}

function edit(isFresh) {
  const { row: at, column } = selected();
  const cell = table.getRows()[at]?.getCell(`c${column}`);
  if (cell) {
    typed = isFresh;
    cell.edit(true);
  }
}

// ---- the editor of a cell: a text with a drop-down where there are declared words ----

function editor(cell, onRendered, success, cancel) {
  const column = Number(cell.getField().slice(1));
  const field = data.columns[column - 1];
  const box = document.createElement("div");
  const input = document.createElement("input");
  const values = field?.values ?? [];
  const isFresh = typed;
  typed = null;
  let open = [];
  let at = -1;
  let isDone = false;
  box.className = "editor";
  input.value = cell.getValue() ?? "";
  input.setAttribute("aria-label", `${placeName(cell.getRow().getPosition() - 1, column)}`);
  input.autocomplete = "off";
  input.spellcheck = false;
  box.append(input);
  const list = document.createElement("ul");
  if (values.length > 0) {
    list.id = "choices";
    list.className = "choices";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", `Values of ${label(column)}`);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "choices");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "true");
  }

  function offer(filter) {
    const word = filter.split(",").at(-1).replace(/^not\(/, "").replaceAll('"', "").trim().toLowerCase();
    open = values.filter((value) => word === "" || value.toLowerCase().includes(word));
    at = -1;
    list.replaceChildren(
      ...open.map((value, i) => {
        const item = document.createElement("li");
        item.setAttribute("role", "option");
        item.id = `choice-${i}`;
        item.textContent = value === "-" ? "- (any)" : value;
        if (field?.role === "out" && value === "-") {
          item.textContent = "- (nothing)";
        }
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          finish(value);
        });
        return item;
      }),
    );
    mark();
  }

  function mark() {
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", `choice-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function put() {
    const where = cell.getElement().getBoundingClientRect();
    list.style.left = `${Math.max(4, Math.min(where.left, window.innerWidth - 250))}px`;
    list.style.minWidth = `${where.width}px`;
    const below = window.innerHeight - where.bottom;
    if (below < 180 && where.top > below) {
      list.style.bottom = `${window.innerHeight - where.top}px`;
    } else {
      list.style.top = `${where.bottom}px`;
    }
    document.body.append(list);
  }

  function finish(value, go) {
    if (isDone) {
      return;
    }
    isDone = true;
    list.remove();
    const row = cell.getRow().getPosition() - 1;
    success(value);
    if (go) {
      window.setTimeout(() => select(Math.min(Math.max(0, row + go.down), state.rows.length - 1),
          Math.min(Math.max(0, column + go.right), width() - 1)), 20);
    }
  }

  function leave() {
    if (!isDone) {
      isDone = true;
      list.remove();
      cancel();
    }
  }

  input.addEventListener("input", () => offer(input.value));
  input.addEventListener("blur", () => finish(input.value.trim()));
  input.addEventListener("keydown", (event) => {
    const chosen = at >= 0 ? open[at] : input.value.trim();
    if (event.key === "Enter") {
      event.preventDefault();
      finish(chosen, { down: event.shiftKey ? -1 : 1, right: 0 });
    } else if (event.key === "Tab") {
      event.preventDefault();
      finish(chosen, { down: 0, right: event.shiftKey ? -1 : 1 });
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave();
    } else if (open.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : open.length) + (at < 0 && event.key === "ArrowUp" ? 1 : 0))
        % open.length;
      mark();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      event.stopPropagation();
    }
    if (!["Tab", "Enter", "Escape"].includes(event.key)) {
      event.stopPropagation();
    }
  });
  onRendered(() => {
    input.focus({ preventScroll: true });
    if (isFresh) {
      input.select();
    }
    if (values.length > 0) {
      offer("");
      put();
    }
  });
  return box;
}

// ---- drawing ----

function formatCell(cell) {
  const element = cell.getElement();
  const at = cell.getRow().getPosition() - 1;
  const column = Number(cell.getField().slice(1));
  const cells = state.rows[at]?.cells;
  const text = document.createElement("span");
  text.textContent = cell.getValue();
  element.classList.remove("has-error", "has-warning", "is-new", "is-other", "is-any");
  if (!cells) {
    return text;
  }
  element.classList.toggle("is-any", cell.getValue() === "-");
  const box = document.createElement("span");
  box.className = "held";
  box.append(text);
  const found = findingsAt(at, column);
  if (found.length > 0) {
    const isError = found.some((each) => each.level === "error");
    element.classList.add(isError ? "has-error" : "has-warning");
    box.append(note(isError ? "error" : "warning", found[0].message));
  }
  if (data.activeById) {
    const old = before(cells[0], column);
    if (!data.activeById.has(cells[0])) {
      if (column === 0) {
        element.classList.add("is-new");
        box.append(note("new", "not in the ruleset that decides now"));
      }
    } else if (old !== undefined && old !== cell.getValue()) {
      element.classList.add("is-other");
      box.append(note("was", old || "empty"));
    }
  }
  return box;
}

function note(word, words) {
  const mark = document.createElement("small");
  mark.className = `note ${word}`;
  mark.textContent = word === "new" ? "new" : `${word}: ${words}`;
  mark.title = words;
  return mark;
}

function formatMargin(cell) {
  const id = cell.getRow().getData().c0;
  const hits = data.hits[id] ?? 0;
  const most = Math.max(1, ...Object.values(data.hits));
  const element = cell.getElement();
  const heat = hits === 0 ? 0 : 1 + Math.round((4 * Math.log(hits + 1)) / Math.log(most + 1));
  for (let i = 0; i <= 5; i++) {
    element.classList.toggle(`heat-${i}`, i === heat);
  }
  const box = document.createElement("span");
  box.className = "margin";
  const number = document.createElement("span");
  number.textContent = String(cell.getRow().getPosition());
  const counted = document.createElement("span");
  counted.textContent = hits === 0 ? "never" : hits.toLocaleString("en");
  box.append(number, counted);
  return box;
}

// As wide as its cells want, within reason; longer ones wrap.
function roomFor(column) {
  const field = data.columns[column - 1];
  const longest = Math.max(
    field.label.length * 0.75,
    field.field.length * 0.9,
    ...state.rows.map((each) => each.cells[column].length),
  );
  return Math.round(Math.min(260, Math.max(110, longest * 7.6 + 24)));
}

function columns() {
  const usual = {
    formatter: formatCell,
    headerSort: false,
    resizable: "header",
    vertAlign: "top",
    variableHeight: true,
  };
  if (isEditable) {
    usual.editor = editor;
  }
  const list = [{ ...usual, title: "Id", field: "c0", width: 96, titleFormatter: head(0) }];
  data.columns.forEach((column, i) => {
    list.push({
      ...usual,
      title: column.label,
      field: `c${i + 1}`,
      width: roomFor(i + 1),
      titleFormatter: head(i + 1),
      cssClass: column.role === "out" ? "out" : "",
    });
  });
  list.push({ ...usual, title: "Note", field: `c${width() - 1}`, width: 320, titleFormatter: head(width() - 1) });
  return list;
}

function head(column) {
  return () => {
    const box = document.createElement("span");
    box.className = "headed";
    const strong = document.createElement("strong");
    strong.textContent = label(column);
    box.append(strong);
    const field = data.columns[column - 1];
    const small = document.createElement("small");
    if (field) {
      small.textContent = field.field + (field.unit ? ` [${field.unit}]` : "");
      box.title = `${field.role === "in" ? "Tested" : "Concluded"}: ${field.meaning}`;
    } else {
      small.textContent = column === 0 ? "" : "why the row is there";
    }
    box.append(small);
    return box;
  };
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => {
    if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== false) {
      made.setAttribute(key, value);
    }
  });
  made.append(...children);
  return made;
}

function build() {
  const button = (words, title, work) => {
    const made = element("button", { type: "button", title }, words);
    made.addEventListener("click", work);
    return made;
  };
  const grid = element("div", { class: "sheet" });
  parts = {
    save: element("button", { type: "button", class: "main", title: "Ctrl+S" }, "Saved"),
    undo: button("Undo", "Ctrl+Z", () => step(state.undo, state.redo, "Undo")),
    redo: button("Redo", "Ctrl+Y", () => step(state.redo, state.undo, "Redo")),
    verdict: element("p", { role: "status", class: "verdict" }),
    said: element("p", { role: "status", class: "said dim" }),
    where: element("p", { id: "where", class: "where mono", "aria-live": "polite" }, "Choose a cell."),
    list: element("ul", { class: "findings" }),
    findings: element("section", { "aria-label": "Findings", hidden: true }),
  };
  parts.findings.append(element("h2", {}, "Findings"), parts.list);
  parts.save.addEventListener("click", save);
  const bar = element(
    "div",
    { class: "row bar", role: "toolbar", "aria-label": "Rows" },
    parts.save,
    parts.undo,
    parts.redo,
    button("Add row above", "A row above the one you are in", insertAbove),
    button("Add row below", "A row below the one you are in", insertBelow),
    button("Move up", "Alt+Shift+Up", () => move(-1)),
    button("Move down", "Alt+Shift+Down", () => move(1)),
    button("Delete row", "The rows you have selected", remove),
  );
  const help = element(
    "details",
    { class: "help" },
    element("summary", {}, "Keys"),
    element(
      "p",
      { class: "small" },
      "Arrows move; Shift and arrows select. Type to replace a cell, Enter or F2 to edit it, Enter or Tab to go on," +
        " Escape to leave it. Ctrl+C, Ctrl+X and Ctrl+V copy, cut and paste blocks, also from a spreadsheet." +
        " Ctrl+Z and Ctrl+Y undo and redo. Alt+Shift+Up and Down move a row; its number can be dragged, too." +
        " Ctrl+S saves the table to the draft. Tab leaves the grid.",
    ),
  );
  place.replaceChildren(
    ...(isEditable ? [bar] : []),
    element("div", { class: "told" }, parts.where, ...(isEditable ? [parts.verdict, parts.said] : [])),
    grid,
    ...(isEditable ? [help] : []),
    parts.findings,
  );
  return grid;
}

function start(grid) {
  table = new Tabulator(grid, {
    index: "key",
    data: state.rows.map(record),
    columns: columns(),
    maxHeight: "70vh",
    layout: "fitData",
    placeholder: "There are no rows.",
    rowHeader: {
      title: "Counted",
      titleFormatter: () => {
        const box = element("span", { class: "headed" });
        box.append(element("strong", {}, "Row"), element("small", {}, "counted, 30 days"));
        return box;
      },
      field: "margin",
      formatter: formatMargin,
      headerSort: false,
      resizable: false,
      frozen: true,
      rowHandle: isEditable,
      width: 118,
      cssClass: "margins",
    },
    movableRows: isEditable,
    selectableRange: 1,
    selectableRangeRows: true,
    selectableRangeAutoFocus: false,
    editTriggerEvent: "dblclick",
    keybindings: { navPrev: false, navNext: false, undo: false, redo: false, copyToClipboard: false },
    clipboard: false,
  });
  table.on("tableBuilt", () => {
    parts.holder = grid.querySelector(".tabulator-tableholder");
    // The roles that Tabulator gives nest a group in a group, and leave out what takes the focus.
    grid.querySelector(".tabulator-header-contents").setAttribute("role", "none");
    grid.querySelector(".tabulator-table").setAttribute("role", "none");
    grid.setAttribute("aria-label", `Table ${place.dataset.name}`);
    parts.holder.setAttribute("role", "rowgroup");
    parts.holder.setAttribute("aria-label", `Cells of ${place.dataset.name}`);
    parts.holder.setAttribute("aria-describedby", "where");
    grid.addEventListener("keydown", keys, true);
    grid.addEventListener("pointerdown", () => {
      state.isHeld = true;
    });
    // The grid puts the row down when the mouse goes up, which is told after the pointer.
    window.addEventListener("pointerup", () => window.setTimeout(release, 0));
    window.addEventListener("pointercancel", () => window.setTimeout(release, 0));
    grid.addEventListener("copy", copy);
    grid.addEventListener("cut", copy);
    grid.addEventListener("paste", paste);
    grid.addEventListener("keyup", tell);
    grid.addEventListener("mouseup", () => window.setTimeout(tell, 0));
    refresh();
    found(data.findings);
    const wanted = decodeURIComponent(window.location.hash.slice(1));
    const at = state.rows.findIndex((each) => each.cells[0] === wanted);
    if (at >= 0) {
      select(at, 0);
    }
  });
  table.on("cellEdited", (cell) => {
    const at = cell.getRow().getPosition() - 1;
    const column = Number(cell.getField().slice(1));
    change(setCells(state.rows, [{ row: at, column, text: cell.getValue() }]), "");
  });
  table.on("rowMoving", drag);
  table.on("rowMoved", () => {
    release();
    const byKey = new Map(state.rows.map((each) => [each.key, each]));
    change(
      table.getRows().map((each) => byKey.get(each.getData().key)),
      "The row was moved.",
    );
  });
}

async function open() {
  const answer = await fetch(`${address}/grid`, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    return;
  }
  data = await answer.json();
  if (data.activeRows) {
    data.activeById = new Map(data.activeRows.map((cells) => [cells[0], cells]));
  }
  state.rows = data.rows.map(row);
  state.saved = state.rows;
  start(build());
  window.addEventListener("beforeunload", (event) => {
    if (!same(state.rows, state.saved)) {
      event.preventDefault();
    }
  });
}

if (place) {
  open();
}
