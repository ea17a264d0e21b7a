// The buttons of an answer follow the ticks: each names what it would do, and no other is there.

const form = document.querySelector("form[data-answer]");
const boxes = [...(form?.querySelectorAll("input[name=ordinal]") ?? [])];
const all = form?.querySelector("button[value=approve]");
const part = form?.querySelector("button[value=amend]");
const none = form?.querySelector("button[value=reject]");

function name() {
  const ticked = boxes.filter((box) => box.checked);
  const isAll = ticked.length === boxes.length;
  const verb = ticked.every((box) => box.dataset.said !== undefined) ? "Agree with" : "Approve";
  all.hidden = !isAll;
  part.hidden = isAll || ticked.length === 0;
  part.textContent = `${verb} ${ticked.length} of ${boxes.length}: ${ticked.map((box) => box.dataset.words).join(", ")}`;
  // Some are ticked and some are not: that is no rejection of all.
  none.hidden = !isAll && ticked.length > 0;
}

function follow(box) {
  for (const other of boxes) {
    if (!box.checked && other.dataset.parent === box.value) {
      other.checked = false;
    }
    if (box.checked && box.dataset.parent === other.value) {
      other.checked = true;
    }
  }
  name();
}

if (part) {
  for (const box of boxes) {
    box.addEventListener("change", () => follow(box));
  }
  name();
  // A page that the browser brings back has the ticks that were left.
  window.addEventListener("pageshow", name);
}
