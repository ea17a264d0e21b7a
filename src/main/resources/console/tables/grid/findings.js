// What is wrong with the table, as a line and as a list whose places can be pressed.

import { element } from "./elements.js";
import { count } from "./model.js";

export function verdict(findings) {
  const errors = findings.filter((each) => each.level === "error").length;
  return findings.length === 0
    ? "No findings."
    : `${count(errors, "error")}, ${count(findings.length - errors, "warning")}.`;
}

// A message that begins with its place is not given it twice.
export function lineOf(finding, place) {
  return finding.message.startsWith(place) ? finding.message : `${place}: ${finding.message}`;
}

// @param placeName of a row and a column
// @param go to a row and a column
export function items(findings, elsewhere, placeName, go) {
  return [
    ...findings.map((finding) => {
      const level = element("span", { class: `tag ${finding.level === "error" ? "bad" : "warn"}` }, finding.level);
      return element("li", {}, level, " ", content(finding, placeName, go));
    }),
    ...elsewhere.map((line) => element("li", {}, `elsewhere: ${line}`)),
  ];
}

function content(finding, placeName, go) {
  if (finding.row === undefined) {
    return finding.message;
  }
  const words = lineOf(finding, placeName(finding.row, finding.column));
  const button = element("button", { type: "button", class: "quiet" }, words);
  button.addEventListener("click", () => go(finding.row, finding.column));
  return button;
}
