// The declared words of a field, offered below the text that is being typed.

import { element } from "./elements.js";

// Those that have what was typed after the last comma, without the signs around a word.
export function matching(values, text) {
  const word = text.split(",").at(-1).replace(/^not\(/, "").replaceAll('"', "").trim().toLowerCase();
  return values.filter((value) => word === "" || value.toLowerCase().includes(word));
}

// The next of a number of choices, round and round; -1 is none.
export function next(at, length, isDown) {
  if (isDown) {
    return (at + 1) % length;
  }
  return at <= 0 ? length - 1 : at - 1;
}

export class Choices {
  #values;
  #isConcluded;
  #choose;
  #input;
  #list;
  #open = [];
  #at = -1;

  constructor(field, label, input, choose) {
    this.#values = field.values;
    this.#isConcluded = field.role === "out";
    this.#choose = choose;
    this.#input = input;
    this.#list = element("ul", {
      id: "choices",
      class: "choices",
      role: "listbox",
      "aria-label": `Values of ${label}`,
    });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", "choices");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "true");
    input.addEventListener("input", () => this.offer(input.value));
  }

  // What the arrows chose; undefined for nothing.
  get chosen() {
    return this.#open[this.#at];
  }

  offer(text) {
    this.#open = matching(this.#values, text);
    this.#at = -1;
    this.#list.replaceChildren(...this.#open.map((value, i) => this.#item(value, i)));
    this.#mark();
  }

  #item(value, i) {
    const any = this.#isConcluded ? "- (nothing)" : "- (any)";
    const item = element("li", { role: "option", id: `choice-${i}` }, value === "-" ? any : value);
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.#choose(value);
    });
    return item;
  }

  // Says whether there is anything to go to.
  go(isDown) {
    if (this.#open.length === 0) {
      return false;
    }
    this.#at = next(this.#at, this.#open.length, isDown);
    this.#mark();
    return true;
  }

  #mark() {
    [...this.#list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.#at)));
    if (this.#at >= 0) {
      this.#input.setAttribute("aria-activedescendant", `choice-${this.#at}`);
      this.#list.children[this.#at].scrollIntoView({ block: "nearest" });
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  // Below the cell, or above where there is more room.
  put(cell) {
    const where = cell.getBoundingClientRect();
    this.#list.style.left = `${Math.max(4, Math.min(where.left, window.innerWidth - 250))}px`;
    this.#list.style.minWidth = `${where.width}px`;
    const below = window.innerHeight - where.bottom;
    if (below < 180 && where.top > below) {
      this.#list.style.bottom = `${window.innerHeight - where.top}px`;
    } else {
      this.#list.style.top = `${where.bottom}px`;
    }
    document.body.append(this.#list);
  }

  remove() {
    this.#list.remove();
  }
}
