// Elements of a page, made in one call.

export function element(name, attributes = {}, ...children) {
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

export function button(words, title, work) {
  const made = element("button", { type: "button", title }, words);
  made.addEventListener("click", work);
  return made;
}
