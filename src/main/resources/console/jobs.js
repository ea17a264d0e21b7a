// Keeps the list of exports and verifications up to date while anything in it runs.

const PAUSE_MILLIS = 1500;

async function look() {
  const answer = await fetch("/audit/jobs", { headers: { Accept: "text/html" } });
  if (answer.ok && !answer.redirected) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = document.getElementById("jobs");
    const fresh = page.getElementById("jobs");
    // Whoever is about to press a button in it keeps that button.
    if (!list.contains(document.activeElement)) {
      list.replaceWith(fresh);
    }
  }
  wait();
}

function wait() {
  if (document.querySelector("#jobs[data-running]")) {
    window.setTimeout(look, PAUSE_MILLIS);
  }
}

// The file comes while the page stays: soon after, the export is in the list.
document.getElementById("export")?.addEventListener("submit", () => {
  window.setTimeout(look, PAUSE_MILLIS);
});
wait();
