// What every page is better with: local times, ages that go on, a question before what cannot be undone.

for (const time of document.querySelectorAll("time[datetime]")) {
  const when = new Date(time.dateTime);
  time.title = when.toLocaleString();
}

for (const form of document.querySelectorAll("form[data-ask]")) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.ask)) {
      event.preventDefault();
    }
  });
}

// A filter that is chosen from a list takes effect at once; without scripts there is the button.
for (const field of document.querySelectorAll("form[data-live] select")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}

// What was left empty does not belong into the address.
for (const form of document.querySelectorAll("form[method=get]")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.name && !field.value) {
        field.disabled = true;
      }
    }
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  });
}
